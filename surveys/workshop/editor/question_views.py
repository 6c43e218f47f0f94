"""The page of one question of a draft."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from core.database import db, writing
from surveys.errors import ContentError, DraftConflictError
from surveys.workshop.changes import question_of
from surveys.workshop.editor.entries import (
    Built,
    QuestionEntry,
    after_deed,
    build,
    fingerprint,
    present,
    read_entry,
)
from surveys.workshop.editor.pages import head_of
from surveys.workshop.editor.question_pages import QuestionPage, conflict_page, question_page
from surveys.workshop.editor.request import editing, working_language
from surveys.workshop.editor.services import save_question, shape_to_fill
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import (
    content_before,
    content_of,
    last_step,
    purposes_of,
    require_draft,
)

blueprint = Blueprint("draft_questions", __name__, url_prefix="/workshop")


@blueprint.get("/<int:draft_id>/questions/<key>")
@roles(*MANAGERS)
def show_question(draft_id: int, key: str) -> ResponseReturnValue:
    draft = require_draft(db.session(), draft_id)
    content, language = content_of(draft), working_language()
    entry = present(content, question_of(content, key), language)
    page = _page(draft, key, entry, fingerprint(content, key, language))
    return render_template("surveys/workshop/question.html", page=page)


@blueprint.post("/<int:draft_id>/questions/<key>")
@roles(*MANAGERS)
def store_question(draft_id: int, key: str) -> ResponseReturnValue:
    draft, deed = require_draft(db.session(), draft_id), request.form.get("deed", "")
    entry = after_deed(read_entry(request.form), deed)
    built = build(entry, shape_to_fill(draft, key, request.form.get("type", "")))
    if built.problems:
        return _refused(draft, key, entry, built.problems)
    try:
        with writing(db.session()) as session:
            save_question(session, draft_id, built, request.form.get("seen", ""), editing())
    except DraftConflictError:
        return _conflict(draft_id, built)
    except ContentError as error:
        return _refused(draft, key, entry, {"question": str(error)})
    return _saved(draft_id, key, deed)


def _saved(draft_id: int, key: str, deed: str) -> ResponseReturnValue:
    if editing().is_autosave:
        draft = require_draft(db.session(), draft_id)
        content, language = content_of(draft), working_language()
        entry = present(content, question_of(content, key), language)
        page = _page(draft, key, entry, fingerprint(content, key, language))
        return render_template("surveys/workshop/saved.html", page=page)
    flash("Saved.")
    anchor = next((part for part in ("option", "row", "skip") if part in deed), None)
    address = url_for(
        "draft_questions.show_question",
        draft_id=draft_id, key=key, lang=working_language(),
        _anchor=anchor and f"{anchor}s",
    )  # fmt: skip
    return redirect(address)


def _refused(
    draft: QuestionnaireDraft, key: str, entry: QuestionEntry, problems: Mapping[str, str]
) -> ResponseReturnValue:
    db.session().rollback()
    page = _page(draft, key, entry, request.form.get("seen", ""), problems)
    name = "saved.html" if editing().is_autosave else "question.html"
    return render_template(f"surveys/workshop/{name}", page=page), 400


def _conflict(draft_id: int, built: Built) -> ResponseReturnValue:
    session = db.session()
    draft = require_draft(session, draft_id)
    head = head_of(draft, content_of(draft), working_language(), None)
    sent = [(name, value) for name, values in request.form.lists() for value in values]
    page = conflict_page(head, content_of(draft), built, draft.edited_by, sent)
    return render_template("surveys/workshop/conflict.html", page=page), 409


def _page(
    draft: QuestionnaireDraft,
    key: str,
    entry: QuestionEntry,
    seen: str,
    problems: Mapping[str, str] | None = None,
) -> QuestionPage:
    session, content = db.session(), content_of(draft)
    shape = shape_to_fill(draft, key, request.form.get("type", ""))
    head = head_of(draft, content, working_language(), last_step(session, draft.id))
    before = content_before(session, draft)
    return question_page(head, content, shape, entry, seen, purposes_of(session), problems, before)
