"""Published editions for programs: what the pages show the token's owner, as JSON."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request

from access.guard import EVERY_ROLE, HOUSE, permitted, roles
from access.tokens.models import Permission
from access.web import csrf, current_scope
from core.api.blueprints import ApiBlueprint, answer_if_unchanged
from core.api.cursors import read_cursor, read_number
from core.api.paging import Page, numbered_page, page_of
from core.context import current_context
from core.database import db
from core.version import CODE_VERSION
from metrics.api import queries, services
from metrics.api.documents import EditionDocument, FigureDocument, edition_document
from metrics.api.outcomes import ChangeDocument, FindingDocument, change_document
from metrics.api.queries import Wanted
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
from metrics.models import Edition
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
    lines = queries.page_of_editions(
        db.session(), scope, asked["week"], asked["kind"], after, asked["limit"] + 1
    )
    rows = [edition_document(line, scope) for line in lines]
    return page_of(rows, lambda row: (row.week, row.kind, row.revision), request.path, asked)


@blueprint.reads(ONE, EditionSchema)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def show_edition(week: str, kind: str, revision: int) -> EditionDocument:
    """One edition: when it was made, of what, and where its figures are."""
    return edition_document(_open(week, kind, revision), current_scope())


@blueprint.reads(f"{ONE}/estimates", EstimatePage, EstimatesQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def list_estimates(
    asked: dict[str, Any], week: str, kind: str, revision: int
) -> Page[FigureDocument]:
    """Every estimate, shown or hidden; filters can be combined.

    A channel partner finds its own figures, and the network's total rounded where the rules allow.
    """
    edition, cursor = _open_figures(week, kind, revision), asked["cursor"]
    after = None if cursor is None else read_cursor(cursor, FIGURE_PLACE)
    rows = services.list_estimates(
        db.session(), current_scope(), edition, _wanted(asked), after, asked["limit"] + 1
    )
    return page_of(rows, _place, request.path, asked)


@blueprint.reads(f"{ONE}/gaps", GapPage, FiguresQuery)
@permitted(Permission.READ)
@roles(*EVERY_ROLE)
def list_gaps(asked: dict[str, Any], week: str, kind: str, revision: int) -> Page[FigureDocument]:
    """Duality gaps: end user minus channel partner, and on the same transactions when paired."""
    edition, after = _open_figures(week, kind, revision), read_number(asked["cursor"])
    rows = services.list_gaps(
        db.session(), current_scope(), edition, _wanted(asked), after, asked["limit"] + 1
    )
    return numbered_page(rows, request.path, asked)


@blueprint.reads(f"{ONE}/changes", ChangePage, EstimatesQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_changes(
    asked: dict[str, Any], week: str, kind: str, revision: int
) -> Page[ChangeDocument]:
    """What changed since the last edition of the same kind, and whether it is real."""
    edition, after = _open_figures(week, kind, revision), read_number(asked["cursor"])
    found = queries.page_of_changes(
        db.session(), current_scope(), edition.id, _wanted(asked), after, asked["limit"] + 1
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
    edition, after = _open(week, kind, revision), read_number(asked["cursor"])
    rows = services.list_findings(
        db.session(), current_scope(), edition, _wanted(asked), after, asked["limit"] + 1
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
    edition = EditionName(week, kind, revision)
    label = find_label(db.session(), current_scope(), folder, edition, name)
    return Response(canonical_json(label.as_json()), mimetype="application/json")


def _open(week: str, kind: str, revision: int) -> Edition:
    """The edition; ends the request where the program holds its present answer already."""
    edition = services.require_edition(db.session(), current_scope(), week, kind, revision)
    return _unless_kept(edition)


def _open_figures(week: str, kind: str, revision: int) -> Edition:
    """The same, for an edition whose figures stand."""
    edition = services.require_figures(db.session(), current_scope(), week, kind, revision)
    return _unless_kept(edition)


def _unless_kept(edition: Edition) -> Edition:
    scope = current_scope()
    # An edition never changes, so what is said of it depends on the reader and the question alone.
    asked = (edition.manifest_hash, CODE_VERSION, scope.partner_key or "", request.full_path)
    answer_if_unchanged(hashlib.sha256("\n".join(asked).encode()).hexdigest())
    return edition


def _wanted(asked: dict[str, Any]) -> Wanted:
    names = Wanted.__dataclass_fields__
    return Wanted(**{name: value for name, value in asked.items() if name in names})


def _place(row: FigureDocument) -> tuple[str | int, ...]:
    return (row.of, row.window, row.level, row.node, row.touchpoint, row.metric)
