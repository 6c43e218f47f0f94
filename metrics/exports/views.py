"""Tables as files: of an edition, of a channel partner's page, and the responses themselves."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import EVERY_ROLE, HOUSE, MANAGERS, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from metrics.dashboards.opening import Opened, open_week
from metrics.exports.downloads import LISTING_ENDPOINT, offer, offer_edition, send_table
from metrics.exports.editions.queries import Cut
from metrics.exports.editions.services import (
    EditionName,
    make_edition_table,
    make_listing,
)
from metrics.exports.formats import read_format
from metrics.exports.forms import ResponsesForm
from metrics.exports.pages import ExportsPage, build_exports_page
from metrics.exports.partner.services import make_partner_table
from metrics.exports.responses.services import Archive, note_taken, take_responses

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
EDITION = "/<week>/<kind>/<int:revision>"


@blueprint.get("")
@roles(*HOUSE)
def show() -> str:
    opened = open_week(db.session(), current_scope(), request.args.get("week"))
    if opened is None:
        return render_template("metrics/empty.html")
    form = ResponsesForm(formdata=None)
    return render_template("metrics/exports.html", page=_page(opened), form=form)


@blueprint.get("/<table>.<ending>")
@roles(*HOUSE)
def listing(table: str, ending: str) -> Response:
    wanted = read_format(ending)
    return send_table(make_listing(db.session(), current_scope(), table), wanted)


@blueprint.get(f"{EDITION}/<table>.<ending>")
@roles(*HOUSE)
def edition_table(week: str, kind: str, revision: int, table: str, ending: str) -> Response:
    wanted, edition = read_format(ending), EditionName(week, kind, revision)
    cut = Cut(request.args.get("level", ""), request.args.get("node", ""))
    base_url = current_context().settings.base_url
    made = make_edition_table(db.session(), current_scope(), edition, table, cut, base_url)
    return send_table(made, wanted)


@blueprint.get("/partner/<week>/<table>.<ending>")
@roles(*EVERY_ROLE)
def partner_table(week: str, table: str, ending: str) -> Response:
    """The partner's own; the house names which."""
    wanted, scope = read_format(ending), current_scope()
    key = request.args.get("partner") or scope.partner_key or ""
    base_url = current_context().settings.base_url
    return send_table(make_partner_table(db.session(), scope, week, key, table, base_url), wanted)


@blueprint.post(f"{EDITION}/responses")
@roles(*MANAGERS)
def take(week: str, kind: str, revision: int) -> ResponseReturnValue:
    """A file of people's answers goes on record, so that it is no GET."""
    form, scope, context = ResponsesForm(), current_scope(), current_context()
    if not form.validate():
        return _refused(week, form)
    edition = EditionName(week, kind, revision)
    archive = Archive(context.settings.weeks_folder, context.keys)
    table = take_responses(db.session(), scope, archive, edition)
    answer = send_table(table, form.wanted)
    with writing(db.session()) as session:
        note_taken(session, scope, edition, table, form.wanted, context.clock.now())
    return answer


def _refused(week: str, form: ResponsesForm) -> ResponseReturnValue:
    opened = open_week(db.session(), current_scope(), week)
    if opened is None:
        return render_template("metrics/empty.html"), 404
    return render_template("metrics/exports.html", page=_page(opened), form=form), 400


def _page(opened: Opened) -> ExportsPage:
    line = opened.choice.lead
    may_take = current_scope().runs_the_programme
    take_url = url_for("exports.take", week=line.week, kind=line.kind, revision=line.revision)
    return build_exports_page(
        opened,
        url_for("exports.show"),
        offer_edition(line.week, line.kind, line.revision),
        offer("editions", endpoint=LISTING_ENDPOINT),
        take_url if may_take else "",
    )


NAVIGATION = (NavEntry("Exports", "exports.show"),)
