"""Translating a draft side by side, one language a page."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from surveys.translations.history import outdated_keys
from surveys.translations.pages import OFFERED_LANGUAGES, Shown, languages_page, translation_page
from surveys.translations.queries import completeness_of_draft, history_of
from surveys.translations.request import is_language, require_language, typed_translations
from surveys.translations.services import save_translations
from surveys.translations.strings import completeness_of, strings_of
from surveys.workshop.queries import require_draft

LONGEST_PAGE_NUMBER = 4

blueprint = Blueprint("translations", __name__, url_prefix="/workshop/<int:draft_id>/translations")


@blueprint.get("")
@roles(*MANAGERS)
def show_languages(draft_id: int) -> ResponseReturnValue:
    return _languages(draft_id)


@blueprint.get("/add")
@roles(*MANAGERS)
def add_language(draft_id: int) -> ResponseReturnValue:
    """Only leads to the language's page: a language is there once a text of it is kept."""
    code = request.args.get("language", "").strip().lower().replace("_", "-")
    if not is_language(code):
        problem = "Write a language code other than en, as fr or pt-br."
        return _languages(draft_id, problem, code), 400
    return redirect(url_for(".show_translation", draft_id=draft_id, language=code))


@blueprint.get("/<language>")
@roles(*MANAGERS)
def show_translation(draft_id: int, language: str) -> ResponseReturnValue:
    return _translation(draft_id, require_language(language), {}, {})


@blueprint.post("/<language>")
@roles(*MANAGERS)
def store_translation(draft_id: int, language: str) -> ResponseReturnValue:
    require_language(language)
    typed, now = tuple(typed_translations()), current_context().clock.now()
    with writing(db.session()) as session:
        saved = save_translations(session, draft_id, language, typed, current_scope(), now)
    problems = {**saved.problems, **saved.conflicts}
    if problems:
        kept = {each.key: each.target for each in typed}
        return _translation(draft_id, language, kept, problems), 409 if saved.conflicts else 400
    flash(f"{saved.changed_count} saved." if saved.changed_count else "Nothing was changed.")
    return redirect(
        url_for(".show_translation", draft_id=draft_id, language=language, show=_shown().value)
    )


def _languages(draft_id: int, problem: str = "", typed: str = "") -> str:
    draft = require_draft(db.session(), draft_id)
    found = completeness_of_draft(db.session(), draft)
    page = languages_page(draft, found, OFFERED_LANGUAGES, problem, typed)
    return render_template("surveys/translations/languages.html", page=page)


def _translation(
    draft_id: int, language: str, typed: Mapping[str, str], problems: Mapping[str, str]
) -> str:
    draft = require_draft(db.session(), draft_id)
    history = history_of(db.session(), draft)
    outdated = outdated_keys(history, language)
    page = translation_page(
        draft,
        completeness_of(history[-1], language, outdated),
        strings_of(history[-1], language, outdated),
        _shown(),
        _page_number(),
        typed,
        problems,
    )
    return render_template("surveys/translations/pair.html", page=page)


def _shown() -> Shown:
    sent = request.values.get("show", "")
    return Shown(sent) if sent in set(Shown) else Shown.ALL


def _page_number() -> int:
    sent = request.args.get("page", "")
    return int(sent) if sent.isdecimal() and len(sent) < LONGEST_PAGE_NUMBER else 1
