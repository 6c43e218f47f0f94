"""The label of every figure, as a page and as data."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from access.guard import EVERY_ROLE, roles
from access.web import current_scope
from core.context import current_context
from core.database import db
from customers.services import require_programme
from metrics.integrity.label.address import FigureName
from metrics.integrity.label.document import Label
from metrics.integrity.label.pages import build_label_page
from metrics.integrity.label.services import EditionName, find_label
from metrics.warehouse.files import canonical_json

blueprint = Blueprint("label", __name__)
ADDRESS = "/label/<week>/<kind>/<int:revision>/<of>/<metric>/<int:window>/<level>"


@blueprint.get(ADDRESS)
@roles(*EVERY_ROLE)
def one(week: str, kind: str, revision: int, of: str, metric: str, window: int, level: str) -> str:
    label = _find(EditionName(week, kind, revision), of, metric, window, level)
    page = build_label_page(label, require_programme(db.session()).name)
    return render_template("metrics/integrity/label.html", page=page)


@blueprint.get(f"{ADDRESS}.json")
@roles(*EVERY_ROLE)
def as_data(
    week: str, kind: str, revision: int, of: str, metric: str, window: int, level: str
) -> Response:
    label = _find(EditionName(week, kind, revision), of, metric, window, level)
    return Response(canonical_json(label.as_json()), mimetype="application/json")


def _find(edition: EditionName, of: str, metric: str, window: int, level: str) -> Label:
    keys = (request.args.get("node", ""), request.args.get("touchpoint", ""))
    name = FigureName(of, metric, window, level, *keys)
    folder = current_context().settings.weeks_folder
    return find_label(db.session(), current_scope(), folder, edition, name)
