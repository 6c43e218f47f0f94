"""Published editions for programs: what the pages show the token's owner, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from access.guard import EVERY_ROLE, HOUSE, permitted, roles
from access.tokens.models import Permission
from access.web import csrf, current_scope
from core.api.blueprints import ApiBlueprint
from core.api.cursors import read_cursor, read_number
from core.api.paging import Page, numbered_page, page_of
from core.context import current_context
from core.database import db
from metrics.api import queries, services
from metrics.api.documents import EditionDocument, FigureDocument, edition_document
from metrics.api.opening import open_edition, open_figures, unless_kept, wanted_of
from metrics.api.outcomes import ChangeDocument, FindingDocument, change_document
from metrics.api.schemas import (
    LABEL,
    ChangePage,
    EditionPage,
    EditionSchema,
    EditionsQuery,
    EstimatePage,
    EstimatesQuery,
    FiguresQuery,
    FindingPage,
    GapPage,
    LabelQuery,
)
from metrics.integrity.label.address import FigureName
from metrics.integrity.label.services import EditionName, find_label
from metrics.warehouse.files import canonical_json

blueprint = ApiBlueprint("editions", __name__, "Published editions and everything in them.")
csrf.exempt(blueprint)  # a token is sent on purpose, never by a browser on its own
ONE = "/editions/<week>/<kind>/<int:revision>"
EDITION_PLACE = (str, str, int)
FIGURE_PLACE = (str, int, str, str, str, str)


@blueprint.reads("/editions", EditionPage, EditionsQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def list_editions(asked: dict[str, Any]) -> Page[EditionDocument]:
    """Published editions, the newest week first; for a channel partner finals alone."""
    scope, cursor = current_scope(), asked["cursor"]
    after = None if cursor is None else read_cursor(cursor, EDITION_PLACE)
    wanted = (asked["week"], asked["kind"])
    rows = services.list_editions(db.session(), scope, wanted, after, asked["limit"] + 1)
    return page_of(rows, lambda row: (row.week, row.kind, row.revision), request.path, asked)


@blueprint.reads(ONE, EditionSchema)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def show_edition(week: str, kind: str, revision: int) -> EditionDocument:
    """One edition: when it was made, of what, and where its figures are."""
    session, scope = db.session(), current_scope()
    edition = services.require_edition(session, scope, week, kind, revision)
    newest = queries.newest_revisions(session, {week})[week, kind]
    return edition_document(unless_kept(edition, newest), scope, newest)


@blueprint.reads(f"{ONE}/estimates", EstimatePage, EstimatesQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def list_estimates(
    asked: dict[str, Any], week: str, kind: str, revision: int
) -> Page[FigureDocument]:
    """Every estimate, shown or hidden; filters can be combined.

    A channel partner finds its own figures, and the network's total rounded where the rules allow.
    """
    edition, cursor = open_figures(week, kind, revision), asked["cursor"]
    after = None if cursor is None else read_cursor(cursor, FIGURE_PLACE)
    rows = services.list_estimates(
        db.session(), current_scope(), edition, wanted_of(asked), after, asked["limit"] + 1
    )
    return page_of(rows, _place, request.path, asked)


@blueprint.reads(f"{ONE}/gaps", GapPage, FiguresQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def list_gaps(asked: dict[str, Any], week: str, kind: str, revision: int) -> Page[FigureDocument]:
    """Duality gaps: end user minus channel partner, and on the same transactions when paired."""
    edition, after = open_figures(week, kind, revision), read_number(asked["cursor"])
    rows = services.list_gaps(
        db.session(), current_scope(), edition, wanted_of(asked), after, asked["limit"] + 1
    )
    return numbered_page(rows, request.path, asked)


@blueprint.reads(f"{ONE}/changes", ChangePage, EstimatesQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_changes(
    asked: dict[str, Any], week: str, kind: str, revision: int
) -> Page[ChangeDocument]:
    """What changed since the last edition of the same kind, and whether it is real."""
    edition, after = open_figures(week, kind, revision), read_number(asked["cursor"])
    found = queries.page_of_changes(
        db.session(), current_scope(), edition.id, wanted_of(asked), after, asked["limit"] + 1
    )
    rows = [
        (change.id, change_document(edition, change, led_to, against))
        for change, led_to, against in found
    ]
    return numbered_page(rows, request.path, asked)


@blueprint.reads(f"{ONE}/findings", FindingPage, EstimatesQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def list_findings(
    asked: dict[str, Any], week: str, kind: str, revision: int
) -> Page[FindingDocument]:
    """Every outcome of a check; for a channel partner those about itself."""
    edition, after = open_edition(week, kind, revision), read_number(asked["cursor"])
    rows = services.list_findings(
        db.session(), current_scope(), edition, wanted_of(asked), after, asked["limit"] + 1
    )
    return numbered_page(rows, request.path, asked)


@blueprint.reads(f"{ONE}/labels/<of>/<metric>/<int:window>/<level>", LABEL, LabelQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def show_label(
    asked: dict[str, Any], week: str, kind: str, revision: int, **figure: Any
) -> Response:
    """The integrity label of one figure: why it can be trusted as far as its grade says."""
    name = FigureName(**figure, node_key=asked["node"], touchpoint_key=asked["touchpoint"])
    folder = current_context().settings.weeks_folder
    services.require_figures(db.session(), current_scope(), week, kind, revision)
    edition = EditionName(week, kind, revision)
    label = find_label(db.session(), current_scope(), folder, edition, name)
    return Response(canonical_json(label.as_json()), mimetype="application/json")


def _place(row: FigureDocument) -> tuple[str | int, ...]:
    return (row.of, row.window, row.level, row.node, row.touchpoint, row.metric)
