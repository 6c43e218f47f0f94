"""All cleared comments beside a figure, for the house."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from access.guard import HOUSE, roles
from access.web import current_scope
from core.database import db
from metrics.dashboards.opening import open_week
from metrics.dashboards.voices.pages import PAGE_SIZE, build_read_page, read_asked
from metrics.dashboards.voices.reading import all_voices

blueprint = Blueprint("read_voices", __name__)


@blueprint.get("/voices/read")
@roles(*HOUSE)
def show_read() -> str:
    session, scope, args = db.session(), current_scope(), request.args
    opened = open_week(session, scope, args.get("week"), finals_only=True)
    if opened is None:
        return render_template("metrics/empty.html")
    asked = read_asked(args, opened.names)
    first = (asked.page - 1) * PAGE_SIZE
    lead = opened.choice.lead
    found = all_voices(session, scope, lead, asked.cut, asked.metric, first, PAGE_SIZE)
    page = build_read_page(asked, found, opened.choice, opened.names, opened.zone)
    return render_template("metrics/voices.html", page=page)
