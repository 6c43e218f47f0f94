"""Questionnaires in and out by page: download, upload, report, confirm."""

from __future__ import annotations

import json
from datetime import datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, public, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.imports.errors import UploadGoneError
from customers.imports.uploads import Upload, find_upload, keep_upload
from surveys.errors import ContentError
from surveys.exchange.forms import QuestionnaireFileForm
from surveys.exchange.pages import import_page
from surveys.exchange.services import put_draft
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.imported import Imported
from surveys.questionnaires.formats.own import dump
from surveys.questionnaires.formats.reading import read_questionnaire
from surveys.questionnaires.formats.schema import questionnaire_schema
from surveys.questionnaires.queries import load_content
from surveys.workshop.editor.request import seen_revision
from surveys.workshop.queries import find_draft, load_draft_content

KIND_PREFIX = "questionnaire:"

blueprint = Blueprint("exchange", __name__, url_prefix="/workshop")


@blueprint.get("/questionnaire.schema.json")
@public("the form of a file, with nothing of anybody in it; editors fetch it without signing in")
def show_schema() -> ResponseReturnValue:
    return _json(json.dumps(questionnaire_schema(), indent=2, ensure_ascii=False))


@blueprint.get("/versions/<int:version_id>/questionnaire.json")
@roles(*MANAGERS)
def download_version(version_id: int) -> ResponseReturnValue:
    session = db.session()
    version = session.get(QuestionnaireVersion, version_id) or abort(404)
    return _download(load_content(session, version_id), f"version-{version.number}")


@blueprint.get("/<int:draft_id>/questionnaire.json")
@roles(*MANAGERS)
def download_draft(draft_id: int) -> ResponseReturnValue:
    return _download(load_draft_content(db.session(), draft_id), "draft")


@blueprint.get("/import")
@roles(*MANAGERS)
def show_import() -> ResponseReturnValue:
    form = QuestionnaireFileForm(key=request.args.get("key", ""))
    return render_template("surveys/exchange/upload.html", form=form)


@blueprint.post("/import")
@roles(*MANAGERS)
def upload_questionnaire() -> ResponseReturnValue:
    form = QuestionnaireFileForm()
    if not form.validate():
        return render_template("surveys/exchange/upload.html", form=form), 400
    data = form.file.data.read()
    try:
        imported = read_questionnaire(data, form.key.data)
    except ContentError as error:
        form.form_errors.append(str(error))
        return render_template("surveys/exchange/upload.html", form=form), status_of(error)
    upload = _keep(data, form.file.data.filename or "", imported.content.key)
    return redirect(url_for(".show_report", name=upload.name))


@blueprint.get("/import/<name>")
@roles(*MANAGERS)
def show_report(name: str) -> ResponseReturnValue:
    upload = _find(name)
    imported = _read(upload)
    draft = find_draft(db.session(), imported.content.key)
    page = import_page(name, upload.file_name, imported, draft)
    return render_template("surveys/exchange/report.html", page=page)


@blueprint.post("/import/<name>")
@roles(*MANAGERS)
def store_import(name: str) -> ResponseReturnValue:
    upload = _find(name)
    content = _read(upload).content
    seen = seen_revision() or None
    with writing(db.session()) as session:
        scope = current_scope()
        draft = put_draft(session, content, upload.file_name, scope, _now(), seen_revision=seen)
    upload.forget()
    flash(f"{content.key} is a draft now. Nobody is asked anything before you publish it.")
    return redirect(url_for("drafts.show_draft", draft_id=draft.id))


def _read(upload: Upload) -> Imported:
    return read_questionnaire(upload.source().data, upload.kind.removeprefix(KIND_PREFIX))


def _keep(data: bytes, file_name: str, key: str) -> Upload:
    return keep_upload(
        current_context().settings,
        kind=f"{KIND_PREFIX}{key}",
        file_name=file_name,
        data=data,
        map_data=None,
        user_id=current_scope().user_id,
        now=_now(),
    )


def _find(name: str) -> Upload:
    settings, person = current_context().settings, current_scope().user_id
    upload = find_upload(settings, name, person, _now())
    if not upload.kind.startswith(KIND_PREFIX):
        raise UploadGoneError
    return upload


def _download(content: QuestionnaireContent, what: str) -> Response:
    response = _json(dump(content))
    response.headers.set("Content-Disposition", "attachment", filename=f"{content.key}.{what}.json")
    return response


def _json(text: str) -> Response:
    return Response(text, content_type="application/json; charset=utf-8")


def _now() -> datetime:
    return current_context().clock.now()
