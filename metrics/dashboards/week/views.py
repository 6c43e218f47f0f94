"""The executive's page and its drill-downs."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.guard import EVERY_ROLE, HOUSE, roles
from access.web import current_scope
from core.context import current_context
from core.database import db
from customers.names.queries import Names
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.opening import open_week
from metrics.dashboards.voices.placing import voices_of_page
from metrics.dashboards.week.drawn import drawn_week
from metrics.dashboards.week.partner_list import build_partners_page
from metrics.dashboards.week.places import NETWORK, Place, find_place, find_touchpoint
from metrics.dashboards.week.queries import read_partners
from metrics.exports.downloads import offer_edition
from metrics.models import Level
from metrics.signals.part import open_signals

blueprint = Blueprint("week", __name__)


@blueprint.get("/")
@roles(*EVERY_ROLE)
def network() -> Response | str:
    if not current_scope().sees_whole_network:
        return redirect(url_for("partner.own"))
    return show(lambda _names: NETWORK)


@blueprint.get("/level/<level>/<path:key>")
@roles(*HOUSE)
def level(level: str, key: str) -> Response | str:
    if level == Level.PARTNER:
        return redirect(url_for("partner.one", key=key, week=request.args.get("week")))
    return show(lambda names: find_place(names, level, key))


@blueprint.get("/touchpoint/<key>")
@roles(*HOUSE)
def touchpoint(key: str) -> Response | str:
    return show(lambda names: find_touchpoint(names, key))


@blueprint.get("/touchpoint/<touchpoint>/<level>/<path:key>")
@roles(*HOUSE)
def touchpoint_in(touchpoint: str, level: str, key: str) -> Response | str:
    """A touchpoint in one place, product line or segment."""
    return show(lambda names: find_touchpoint(names, touchpoint, find_place(names, level, key)))


@blueprint.get("/partners")
@roles(*HOUSE)
def partners() -> Response | str:
    session, scope = db.session(), current_scope()
    opened = open_week(session, scope, request.args.get("week"))
    if opened is None:
        return render_template("metrics/empty.html")
    page = build_partners_page(read_partners(session, scope, opened), request.path)
    line = opened.choice.lead
    downloads = offer_edition(line.week, line.kind, line.revision, level=Level.PARTNER.value)
    return render_template("metrics/partners.html", page=page, downloads=downloads)


def show(find: Callable[[Names], Place]) -> Response | str:
    """The page of a place in the week that is asked for, or the newest."""
    session, scope = db.session(), current_scope()
    opened = open_week(session, scope, request.args.get("week"))
    if opened is None:
        return render_template("metrics/empty.html")
    place, line = find(opened.names), opened.choice.lead
    drawn = drawn_week(session, scope, opened, place, request.path)
    return render_template(
        "metrics/week.html",
        page=drawn.page,
        signals=open_signals(session, scope, opened, place, current_context().clock.now()),
        downloads=offer_edition(line.week, line.kind, line.revision),
        voices=voices_of_page(session, scope, opened, place, drawn.metric),
    )


@blueprint.app_errorhandler(NoSuchPageError)
def no_such_page(error: NoSuchPageError) -> tuple[str, int]:
    """In words, and with the published weeks nearest to the one asked for."""
    return render_template("metrics/no_such_page.html", error=error, path=request.path), 404
