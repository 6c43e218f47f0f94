"""The page on which one sees where people leave a questionnaire."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from core.context import current_context
from core.database import db
from metrics.break_off.pages import break_off_page
from metrics.break_off.services import break_off_of

blueprint = Blueprint("break_off", __name__)


@blueprint.get("/workshop/versions/<int:version_id>/break-off")
@roles(*MANAGERS)
def show_break_off(version_id: int) -> ResponseReturnValue:
    now = current_context().clock.now()
    page = break_off_page(break_off_of(db.session(), version_id, now))
    return render_template("metrics/break_off.html", page=page)
