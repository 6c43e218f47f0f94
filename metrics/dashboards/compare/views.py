"""Compare two weeks, in any place, touchpoint and period."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from access.guard import HOUSE, roles
from access.web import current_scope
from core.database import db
from metrics.dashboards.compare.choices import read_choice, usual_other
from metrics.dashboards.compare.pages import build_compare_page
from metrics.dashboards.compare.queries import read_two_weeks
from metrics.dashboards.opening import open_week

blueprint = Blueprint("compare", __name__)


@blueprint.get("/compare")
@roles(*HOUSE)
def weeks() -> str:
    session, scope, given = db.session(), current_scope(), request.args
    opened = open_week(session, scope, given.get("week"))
    if opened is None:
        return render_template("metrics/empty.html")
    chosen = read_choice(given, opened.names)
    other = open_week(session, scope, given.get("against") or usual_other(opened.choice, chosen))
    assert other is not None
    data = read_two_weeks(session, scope, [opened.choice.lead, other.choice.lead], chosen)
    return render_template("metrics/compare.html", page=build_compare_page(opened, data))
