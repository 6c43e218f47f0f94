"""Translators' files: download, upload, report, confirm."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from customers.imports.errors import UploadGoneError
from customers.imports.uploads import Upload, find_upload, keep_upload
from surveys.errors import TranslationFileError
from surveys.translations.files import WRITINGS, FileFormat, read_translations
from surveys.translations.history import outdated_keys
from surveys.translations.merging import TranslatedRow, merge_rows
from surveys.translations.pages import translation_import_page
from surveys.translations.queries import history_of
from surveys.translations.request import require_language
from surveys.translations.services import import_translations
from surveys.translations.strings import strings_of
from surveys.workshop.queries import content_of, require_draft

blueprint = Blueprint(
    "translation_files", __name__, url_prefix="/workshop/<int:draft_id>/translations/<language>"
)


@blueprint.get("/download/<file_format>")
@roles(*MANAGERS)
def download(draft_id: int, language: str, file_format: str) -> ResponseReturnValue:
    require_language(language)
    if file_format not in set(FileFormat):
        abort(404)
    draft = require_draft(db.session(), draft_id)
    history = history_of(db.session(), draft)
    strings = strings_of(history[-1], language, outdated_keys(history, language))
    file_kind = WRITINGS[FileFormat(file_format)]
    response = Response(
        file_kind.write(strings, draft.key, language),
        content_type=f"{file_kind.media_type}; charset=utf-8",
    )
    name = f"{draft.key}.{language}.{file_kind.ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.post("/import")
@roles(*MANAGERS)
def upload_file(draft_id: int, language: str) -> ResponseReturnValue:
    require_draft(db.session(), draft_id)
    require_language(language)
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    try:
        read_translations(data, language)
    except TranslationFileError as error:
        flash(str(error), "error")
        return redirect(
            url_for("translations.show_translation", draft_id=draft_id, language=language)
        )
    upload = _keep(data, (sent and sent.filename) or "", _kind(draft_id, language))
    return redirect(url_for(".show_import", draft_id=draft_id, language=language, name=upload.name))


@blueprint.get("/import/<name>")
@roles(*MANAGERS)
def show_import(draft_id: int, language: str, name: str) -> ResponseReturnValue:
    upload = _find(draft_id, language, name)
    draft = require_draft(db.session(), draft_id)
    merge = merge_rows(content_of(draft), language, _rows(upload, language))
    page = translation_import_page(draft, name, upload.file_name, merge)
    return render_template("surveys/translations/import.html", page=page)


@blueprint.post("/import/<name>")
@roles(*MANAGERS)
def store_import(draft_id: int, language: str, name: str) -> ResponseReturnValue:
    upload = _find(draft_id, language, name)
    rows = _rows(upload, language)
    with writing(db.session()) as session:
        merge = import_translations(session, draft_id, language, rows, current_scope(), _now())
    upload.forget()
    flash(f"{merge.taken_count} translations are in the draft.")
    return redirect(url_for("translations.show_translation", draft_id=draft_id, language=language))


def _rows(upload: Upload, language: str) -> tuple[TranslatedRow, ...]:
    return read_translations(upload.source().data, language)


def _kind(draft_id: int, language: str) -> str:
    return f"translation:{draft_id}:{language}"


def _find(draft_id: int, language: str, name: str) -> Upload:
    settings, person = current_context().settings, current_scope().user_id
    upload = find_upload(settings, name, person, _now())
    if upload.kind != _kind(draft_id, language):
        raise UploadGoneError
    return upload


def _keep(data: bytes, file_name: str, kind: str) -> Upload:
    return keep_upload(
        current_context().settings,
        kind=kind,
        file_name=file_name,
        data=data,
        map_data=None,
        user_id=current_scope().user_id,
        now=_now(),
    )


def _now() -> datetime:
    return current_context().clock.now()
