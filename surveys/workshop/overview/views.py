"""The workshop's first page: what is asked, what is being written, and how to begin."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from surveys.errors import ContentError, DraftExistsError, UnknownVersionError
from surveys.workshop.editor.request import seen_revision
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.overview.pages import new_page, overview_page
from surveys.workshop.overview.services import EMPTY, begin_draft, ready_questionnaires
from surveys.workshop.queries import (
    all_drafts,
    all_touchpoints,
    all_versions,
    require_draft,
    steps_of,
    text_counts,
    versions_in_the_field,
)
from surveys.workshop.services import discard_draft

blueprint = Blueprint("workshop", __name__, url_prefix="/workshop")


@blueprint.get("")
@roles(*MANAGERS)
def show_workshop() -> ResponseReturnValue:
    session = db.session()
    page = overview_page(
        all_touchpoints(session),
        all_versions(session),
        all_drafts(session),
        versions_in_the_field(session),
        text_counts(session),
    )
    return render_template("surveys/workshop/overview.html", page=page)


@blueprint.get("/new")
@roles(*MANAGERS)
def show_new() -> ResponseReturnValue:
    key, start = request.args.get("key", ""), request.args.get("start", EMPTY)
    return _new_page(key, start)


@blueprint.post("/new")
@roles(*MANAGERS)
def store_new() -> ResponseReturnValue:
    key, start = request.form.get("key", ""), request.form.get("start", EMPTY)
    try:
        draft = _begin(key, start)
    except (ContentError, UnknownVersionError, DraftExistsError) as error:
        return _new_page(key, start, str(error)), status_of(error)
    flash(f"You are writing {draft.key}. Nobody is asked anything before you publish it.")
    return redirect(url_for("drafts.show_draft", draft_id=draft.id))


@blueprint.get("/<int:draft_id>/discard")
@roles(*MANAGERS)
def show_discard(draft_id: int) -> ResponseReturnValue:
    draft = require_draft(db.session(), draft_id)
    steps = steps_of(db.session(), draft_id)
    return render_template("surveys/workshop/discard.html", draft=draft, steps=steps)


@blueprint.post("/<int:draft_id>/discard")
@roles(*MANAGERS)
def store_discard(draft_id: int) -> ResponseReturnValue:
    now = current_context().clock.now()
    with writing(db.session()) as session:
        key = discard_draft(session, draft_id, seen_revision(), current_scope(), now)
    flash(f"The draft of {key} is discarded.")
    return redirect(url_for("workshop.show_workshop"))


def _begin(key: str, start: str) -> QuestionnaireDraft:
    with writing(db.session()) as session:
        return begin_draft(session, key, start, current_scope(), current_context().clock.now())


def _new_page(key: str, start: str, problem: str = "") -> str:
    session = db.session()
    versions = all_versions(session)
    page = new_page(all_touchpoints(session), versions, ready_questionnaires(), key, start, problem)
    return render_template("surveys/workshop/new.html", page=page)
