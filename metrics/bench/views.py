"""The analyst's bench: choose, look, compare, take along. Every state is an address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from access.guard import HOUSE, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.context import current_context
from core.database import db
from metrics.bench.explore.figures import build_figure
from metrics.bench.explore.views import blueprint as explore
from metrics.bench.forms import Asked, Known, Problem, read_choice
from metrics.bench.pages import build_bench_page
from metrics.bench.queries import BenchData, Opened, open_bench, read_bench, was_asked
from metrics.bench.saved.pages import build_shelf, opened_view
from metrics.bench.saved.views import blueprint as saved
from metrics.bench.tables import build_table
from metrics.dashboards.wording import METRICS
from metrics.exports.downloads import offer, send_table
from metrics.exports.errors import ExportError, NoSuchExportError
from metrics.exports.formats import read_format

blueprint = Blueprint("bench", __name__, url_prefix="/bench")
BLUEPRINTS = (blueprint, saved, explore)
NAVIGATION = (NavEntry("Bench", "bench.show"),)
TABLE = "figures"


@blueprint.get("")
@roles(*HOUSE)
def show() -> ResponseReturnValue:
    session, scope = db.session(), current_scope()
    opened = open_bench(session, scope)
    if opened is None:
        return render_template("metrics/empty.html")
    asked, data = choose(opened, request.args)
    page = build_bench_page(opened, asked, data)
    view = opened_view(session, scope, request.args.get("view"), asked)
    shelf = build_shelf(session, scope)
    chosen = parse_qs(data.query.address) if data else {}
    downloads = offer(TABLE, endpoint="bench.take", **chosen)
    text = render_template("metrics/bench/bench.html", page=page, view=view, shelf=shelf,
                           can_note=scope.runs_the_programme, downloads=downloads)  # fmt: skip
    return text, asked.status


@blueprint.get("/figure.json")
@roles(*HOUSE)
def figure() -> ResponseReturnValue:
    """The same choice, as a figure for exploring."""
    opened = open_bench(db.session(), current_scope())
    if opened is None:
        return _refused(("No week is published yet.",), 404)
    asked, data = choose(opened, request.args)
    if data is None:
        status = asked.status if asked.is_chosen else 404
        return _refused(tuple(problem.text for problem in asked.problems), status)
    return jsonify(build_figure(data))


@blueprint.get("/<table>.<ending>")
@roles(*HOUSE)
def take(table: str, ending: str) -> Response:
    """The same choice, as a file."""
    wanted, opened = read_format(ending), open_bench(db.session(), current_scope())
    if table != TABLE or opened is None:
        raise NoSuchExportError(f"There is nothing to take from the bench but {TABLE!r}.")
    asked, data = choose(opened, request.args)
    if data is None:
        raise ExportError(" ".join(problem.text for problem in asked.problems))
    return send_table(build_table(data, current_context().settings.base_url), wanted)


def choose(opened: Opened, arguments: MultiDict[str, str]) -> tuple[Asked, BenchData | None]:
    """What was asked for, and what is published of it."""
    asked = read_choice(arguments, Known(opened.names, opened.newest, opened.latest))
    if asked.query is None:
        return asked, None
    data = read_bench(db.session(), current_scope(), opened, asked.query)
    problems = _never_asked(data)
    return (replace(asked, query=None, problems=problems), None) if problems else (asked, data)


def _never_asked(data: BenchData) -> tuple[Problem, ...]:
    ids = [line.id for line in data.lines.values()]
    return tuple(
        Problem(
            "metric",
            f"{METRICS[metric].name} was never asked in these weeks. Choose another metric.",
            is_missing=True,
        )
        for metric in data.unasked
        if not was_asked(db.session(), ids, metric)
    )


def _refused(problems: tuple[str, ...], status: int) -> tuple[Response, int]:
    return jsonify({"problems": problems}), status
