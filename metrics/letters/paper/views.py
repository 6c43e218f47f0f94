"""The readers' pages as PDF."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from access.guard import EVERY_ROLE, HOUSE, roles
from access.web import current_scope
from core.context import current_context
from core.database import db
from customers.names.queries import Names
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.opening import open_week
from metrics.dashboards.week.places import NETWORK, Place, find_place, find_touchpoint
from metrics.letters.paper.services import Printed, print_partner, print_week
from metrics.models import Level

blueprint = Blueprint("paper", __name__)
UNKNOWN = "There is no such channel partner, or it is not yours to see."


@blueprint.get("/week.pdf")
@roles(*HOUSE)
def week() -> ResponseReturnValue:
    session, scope = db.session(), current_scope()
    opened = open_week(session, scope, request.args.get("week"))
    if opened is None:
        return render_template("metrics/empty.html"), 404
    place = _place(opened.names)
    now = current_context().clock.now()
    return _send(print_week(session, scope, opened, place, current_app.jinja_env, now))


@blueprint.get("/partner.pdf")
@roles(*EVERY_ROLE)
def partner() -> ResponseReturnValue:
    """Somebody else's partner answers exactly like one that does not exist."""
    session, scope = db.session(), current_scope()
    key = request.args.get("key") or scope.partner_key or ""
    if not scope.sees_partner(key):
        raise NoSuchPageError(UNKNOWN)
    opened = open_week(session, scope, request.args.get("week"), finals_only=True)
    if opened is None:
        return render_template("metrics/empty.html"), 404
    if (Level.PARTNER, key) not in opened.names.places:
        raise NoSuchPageError(UNKNOWN)
    return _send(print_partner(session, scope, opened, key, current_app.jinja_env))


def _place(names: Names) -> Place:
    """Of ?level=country&key=…, of ?touchpoint=…, of both, or the network."""
    level, touchpoint = request.args.get("level"), request.args.get("touchpoint")
    place = find_place(names, level, request.args.get("key", "")) if level else NETWORK
    return find_touchpoint(names, touchpoint, place) if touchpoint else place


def _send(printed: Printed) -> ResponseReturnValue:
    return send_file(
        BytesIO(printed.content), mimetype="application/pdf", download_name=printed.name
    )
