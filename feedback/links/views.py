"""The open links of a simulated programme, so that its story can be walked."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.clock import Week
from core.context import current_context
from core.database import db
from feedback.links.pages import build_links_page
from feedback.links.queries import find_newest_open_week, find_open_invitations
from feedback.links.services import require_simulated

SHOWN = 100

blueprint = Blueprint("links", __name__)


@blueprint.get("/feedback/links")
@roles(*MANAGERS)
def show_links() -> ResponseReturnValue:
    session, context = db.session(), current_context()
    require_simulated(session)
    now = context.clock.now()
    week = _asked_week() or find_newest_open_week(session, now)
    found = find_open_invitations(session, current_scope(), week, now, SHOWN) if week else None
    page = build_links_page(week, found, context.keys)
    return render_template("feedback/links.html", page=page)


def _asked_week() -> Week | None:
    text = request.args.get("week", "").strip()
    try:
        return Week.parse(text) if text else None
    except ValueError as error:
        abort(400, str(error))
