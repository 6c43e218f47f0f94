"""The integrity overview of a week, for the house."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from access.guard import HOUSE, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.database import db
from metrics.dashboards.opening import Opened
from metrics.integrity.overview.opening import open_edition, open_newest
from metrics.integrity.overview.pages import build_overview
from metrics.integrity.overview.services import read_overview

blueprint = Blueprint("integrity", __name__)


@blueprint.get("/integrity")
@roles(*HOUSE)
def newest() -> str:
    opened = open_newest(db.session(), current_scope(), request.args.get("week"))
    if opened is None:
        return render_template("metrics/empty.html")
    return _page(opened)


@blueprint.get("/integrity/<week>/<kind>/<int:revision>")
@roles(*HOUSE)
def one(week: str, kind: str, revision: int) -> str:
    return _page(open_edition(db.session(), current_scope(), week, kind, revision))


def _page(opened: Opened) -> str:
    data = read_overview(db.session(), current_scope(), opened)
    return render_template("metrics/integrity/overview.html", page=build_overview(data))


NAVIGATION = (NavEntry("Integrity", "integrity.newest"),)
