"""The page of a draft: its questions in order, and what is done to them from there."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from surveys.errors import DraftConflictError
from surveys.questionnaires.shapes import Flow
from surveys.questionnaires.types import QuestionType
from surveys.workshop.changes import duplicate_question, move_question, remove_question
from surveys.workshop.editor.pages import DraftPage, draft_page, head_of
from surveys.workshop.editor.request import editing, seen_revision, working_language
from surveys.workshop.editor.services import insert_question, rework_question, save_frame
from surveys.workshop.queries import (
    content_before,
    content_of,
    purposes_of,
    require_draft,
    steps_of,
)
from surveys.workshop.services import undo

blueprint = Blueprint("drafts", __name__, url_prefix="/workshop")


@blueprint.get("/<int:draft_id>")
@roles(*MANAGERS)
def show_draft(draft_id: int) -> ResponseReturnValue:
    return render_template("surveys/workshop/draft.html", page=_page(draft_id))


@blueprint.get("/<int:draft_id>/findings")
@roles(*MANAGERS)
def show_findings(draft_id: int) -> ResponseReturnValue:
    return render_template("surveys/workshop/findings.html", page=_page(draft_id))


@blueprint.post("/<int:draft_id>/frame")
@roles(*MANAGERS)
def store_frame(draft_id: int) -> ResponseReturnValue:
    form = request.form
    frame = {name: " ".join(form.get(name, "").split()) for name in ("title", "intro")}
    flow = Flow(form["flow"]) if form.get("flow") in set(Flow) else Flow.ONE_PAGE
    try:
        with writing(db.session()) as session:
            save_frame(session, draft_id, frame, flow, form.get("seen", ""), editing())
    except DraftConflictError as error:
        page = _page(draft_id)
        mine = render_template("surveys/workshop/frame_conflict.html", page=page, frame=frame,
                               flow=flow, error=str(error))  # fmt: skip
        return mine, 409
    if editing().is_autosave:
        return render_template("surveys/workshop/findings.html", page=_page(draft_id))
    flash("Saved.")
    return _back_to_draft(draft_id)


@blueprint.post("/<int:draft_id>/questions")
@roles(*MANAGERS)
def store_new_question(draft_id: int) -> ResponseReturnValue:
    form = request.form
    sent = form.get("type", "")
    if sent not in set(QuestionType):
        require_draft(db.session(), draft_id)
        flash("Choose what kind of question to add.", "error")
        return _back_to_draft(draft_id, "add")
    with writing(db.session()) as session:
        key = insert_question(
            session, draft_id, QuestionType(sent), form.get("key", ""), form.get("after", ""),
            editing(),
        )  # fmt: skip
    return redirect(
        url_for(
            "draft_questions.show_question", draft_id=draft_id, key=key, lang=working_language()
        )
    )


@blueprint.post("/<int:draft_id>/questions/<key>/move")
@roles(*MANAGERS)
def store_move(draft_id: int, key: str) -> ResponseReturnValue:
    steps = -1 if request.form.get("to") == "up" else 1
    with writing(db.session()) as session:
        rework_question(
            session, draft_id, lambda content: move_question(content, key, steps), key, "",
            f"question {key} moved", editing(),
        )  # fmt: skip
    return _back_to_draft(draft_id, f"q-{key}")


@blueprint.post("/<int:draft_id>/questions/<key>/duplicate")
@roles(*MANAGERS)
def store_duplicate(draft_id: int, key: str) -> ResponseReturnValue:
    with writing(db.session()) as session:
        rework_question(
            session, draft_id, lambda content: duplicate_question(content, key), key, "",
            f"question {key} copied", editing(),
        )  # fmt: skip
    flash(f"The copy of {key} stands behind it.")
    return _back_to_draft(draft_id, f"q-{key}")


@blueprint.post("/<int:draft_id>/questions/<key>/remove")
@roles(*MANAGERS)
def store_removal(draft_id: int, key: str) -> ResponseReturnValue:
    seen = request.form.get("seen", "")
    with writing(db.session()) as session:
        rework_question(
            session, draft_id, lambda content: remove_question(content, key), key, seen,
            f"question {key} removed", editing(),
        )  # fmt: skip
    flash(f"The question {key} is removed. “Undo” brings it back.")
    return _back_to_draft(draft_id)


@blueprint.post("/<int:draft_id>/undo")
@roles(*MANAGERS)
def store_undo(draft_id: int) -> ResponseReturnValue:
    now = current_context().clock.now()
    with writing(db.session()) as session:
        step = undo(session, draft_id, seen_revision(), current_scope(), now)
    flash(f"Undone: {step.deed}.")
    return _back_to_draft(draft_id)


def _page(draft_id: int) -> DraftPage:
    session = db.session()
    draft = require_draft(session, draft_id)
    content, steps = content_of(draft), steps_of(session, draft_id)
    head = head_of(draft, content, working_language(), steps[0] if steps else None)
    before = content_before(session, draft)
    return draft_page(head, content, before, steps, purposes_of(session))


def _back_to_draft(draft_id: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(
        url_for("drafts.show_draft", draft_id=draft_id, lang=working_language(), _anchor=anchor)
    )
