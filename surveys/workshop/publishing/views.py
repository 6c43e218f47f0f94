"""Publishing a draft: what stands against it, what it changes, and the button."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from surveys.errors import ContentError, DraftConflictError, NothingNewError, ReasonNeededError
from surveys.workshop.editor.request import seen_revision
from surveys.workshop.publishing.pages import publish_page
from surveys.workshop.publishing.queries import field_of
from surveys.workshop.publishing.services import Published, publish
from surveys.workshop.queries import content_of, require_draft

blueprint = Blueprint("publishing", __name__, url_prefix="/workshop")


@blueprint.get("/<int:draft_id>/publish")
@roles(*MANAGERS)
def show_publish(draft_id: int) -> ResponseReturnValue:
    return _page(draft_id)


@blueprint.post("/<int:draft_id>/publish")
@roles(*MANAGERS)
def store_publication(draft_id: int) -> ResponseReturnValue:
    reason, opens = request.form.get("reason", ""), "opens_survey" in request.form
    try:
        published = _publish(draft_id, reason, opens)
    except (ContentError, DraftConflictError, NothingNewError, ReasonNeededError) as error:
        return _page(draft_id, reason, opens, str(error)), status_of(error)
    flash(str(published))
    return redirect(url_for("versions.show_versions", key=published.key))


def _publish(draft_id: int, reason: str, opens_survey: bool) -> Published:
    scope, now = current_scope(), current_context().clock.now()
    with writing(db.session()) as session:
        return publish(
            session, draft_id, seen_revision(), scope, now,
            reason=reason, opens_survey=opens_survey,
        )  # fmt: skip


def _page(draft_id: int, reason: str = "", opens: bool = True, problem: str = "") -> str:
    session = db.session()
    draft = require_draft(session, draft_id)
    content = content_of(draft)
    field = field_of(session, content)
    page = publish_page(draft, content, field, reason=reason, opens_survey=opens, problem=problem)
    return render_template("surveys/workshop/publish.html", page=page)
