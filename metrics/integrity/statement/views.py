"""The methods statement of an edition, for the house."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from access.guard import HOUSE, roles
from access.web import current_scope
from core.context import current_context
from core.database import db
from metrics.integrity.label.services import EditionName
from metrics.integrity.statement.pages import Statement, build_statement
from metrics.integrity.statement.services import find_statement
from metrics.warehouse.files import canonical_json

blueprint = Blueprint("statement", __name__)


@blueprint.get("/editions/<week>/<kind>/<int:revision>/methods")
@roles(*HOUSE)
def one(week: str, kind: str, revision: int) -> str:
    page = _find(EditionName(week, kind, revision))
    return render_template("metrics/integrity/statement.html", page=page)


@blueprint.get("/editions/<week>/<kind>/<int:revision>/methods.json")
@roles(*HOUSE)
def as_data(week: str, kind: str, revision: int) -> Response:
    found = _find(EditionName(week, kind, revision))
    return Response(canonical_json(found.as_json()), mimetype="application/json")


def _find(name: EditionName) -> Statement:
    folder = current_context().settings.weeks_folder
    return build_statement(find_statement(db.session(), current_scope(), folder, name))
