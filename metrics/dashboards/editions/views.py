"""Every edition that was published, and the integrity overview of each."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from access.guard import HOUSE, roles
from access.web import current_scope
from core.database import db
from customers.names.queries import read_names
from customers.queries import get_programme
from metrics.dashboards.behind import read_findings, read_weighings
from metrics.dashboards.editions.history import read_history, read_moved, revisions
from metrics.dashboards.editions.pages import (
    EditionData,
    build_edition_page,
    build_editions_page,
)
from metrics.dashboards.editions.queries import (
    read_edition,
    read_editions,
    read_network_ladder,
    read_tallies,
)
from metrics.dashboards.errors import NoSuchPageError
from metrics.exports.downloads import LISTING_ENDPOINT, offer, offer_edition

blueprint = Blueprint("editions", __name__)


@blueprint.get("/editions")
@roles(*HOUSE)
def shelf() -> str:
    session = db.session()
    programme = get_programme(session)
    lines = read_editions(session, request.args.get("before"))
    if programme is None or not lines:
        return render_template("metrics/empty.html")
    page = build_editions_page(lines, ZoneInfo(programme.time_zone))
    downloads = offer("editions", endpoint=LISTING_ENDPOINT)
    return render_template("metrics/editions.html", page=page, downloads=downloads)


@blueprint.get("/editions/<week>/<kind>/<int:revision>")
@roles(*HOUSE)
def one(week: str, kind: str, revision: int) -> str:
    session, scope = db.session(), current_scope()
    programme, line = get_programme(session), read_edition(session, week, kind, revision)
    if programme is None or line is None:
        raise NoSuchPageError("There is no such edition. The list of editions has those there are.")
    history = read_history(session, line.week)
    data = EditionData(
        line=line,
        zone=ZoneInfo(programme.time_zone),
        names=read_names(session, scope),
        findings=read_findings(session, scope, line.id),
        tallies=read_tallies(session, line.id),
        weighings=read_weighings(session, line.id),
        ladder=read_network_ladder(session, line.id),
        history=history,
        moved={new.id: read_moved(session, old.id, new.id) for old, new in revisions(history)},
    )
    later = [one for one in history if one.kind == kind and one.revision > revision]
    downloads = offer_edition(week, kind, revision, is_replaced=bool(later))
    page = build_edition_page(data)
    return render_template("metrics/edition.html", page=page, downloads=downloads)
