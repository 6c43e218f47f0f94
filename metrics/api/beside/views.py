"""What stands beside an edition's figures, for the house's programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import request

from access.guard import HOUSE, permitted, roles
from access.tokens.models import Permission
from access.web import csrf, current_scope
from core.api.blueprints import ApiBlueprint
from core.api.cursors import read_number
from core.api.paging import Page, numbered_page
from core.database import db
from metrics.api.beside import queries
from metrics.api.beside.documents import (
    chart_document,
    distribution_document,
    driver_document,
    standing_document,
)
from metrics.api.beside.schemas import (
    ChartPage,
    ChartsQuery,
    DistributionPage,
    DistributionsQuery,
    DriverPage,
    DriversQuery,
    StandingPage,
    StandingsQuery,
)
from metrics.api.opening import open_figures, wanted_of
from metrics.models import Edition

blueprint = ApiBlueprint("beside", __name__, "What an edition says of its figures beside others.")
csrf.exempt(blueprint)  # a token is sent on purpose, never by a browser on its own
ONE = "/editions/<week>/<kind>/<int:revision>"
Row = dict[str, Any]


@blueprint.reads(f"{ONE}/charts", ChartPage, ChartsQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_charts(asked: Row, week: str, kind: str, revision: int) -> Page[Row]:
    """Every series of finals that is watched, and whether it signals."""
    edition = open_figures(week, kind, revision)
    return _of_figures(asked, edition, queries.page_of_charts, chart_document)


@blueprint.reads(f"{ONE}/standings", StandingPage, StandingsQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_standings(asked: Row, week: str, kind: str, revision: int) -> Page[Row]:
    """Channel partners among each other, shrunk, with the ranks that each may have."""
    edition = open_figures(week, kind, revision)
    return _of_figures(asked, edition, queries.page_of_standings, standing_document)


@blueprint.reads(f"{ONE}/drivers", DriverPage, DriversQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_drivers(asked: Row, week: str, kind: str, revision: int) -> Page[Row]:
    """What goes with recommendation over 13 weeks: an association, never an effect."""
    edition, after = open_figures(week, kind, revision), read_number(asked["cursor"])
    found = queries.page_of_drivers(
        db.session(), current_scope(), edition.id, wanted_of(asked), after, asked["limit"] + 1
    )
    rows = [(row.id, driver_document(edition, row)) for row in found]
    return numbered_page(rows, request.path, asked)


@blueprint.reads(f"{ONE}/distributions", DistributionPage, DistributionsQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_distributions(asked: Row, week: str, kind: str, revision: int) -> Page[Row]:
    """How the answers of 13 weeks spread over the scale of each metric."""
    edition = open_figures(week, kind, revision)
    return _of_figures(asked, edition, queries.page_of_distributions, distribution_document)


def _of_figures(
    asked: Row, edition: Edition, read: Callable[..., Sequence[Any]], document: Callable[..., Row]
) -> Page[Row]:
    """A page of what is said of figures, each with its figure."""
    after, count = read_number(asked["cursor"]), asked["limit"] + 1
    found = read(db.session(), current_scope(), edition.id, wanted_of(asked), after, count)
    rows = [(row.id, document(edition, row, figure)) for row, figure in found]
    return numbered_page(rows, request.path, asked)
