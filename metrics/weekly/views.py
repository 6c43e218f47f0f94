"""Pages of those who run the programme: close a week, look ahead, revise; anybody's: verify."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.clock import Week
from core.context import current_context
from core.database import db
from customers.models import Programme
from customers.queries import get_programme
from metrics.errors import MetricsError
from metrics.weekly import queries
from metrics.weekly.forms import ReviseForm
from metrics.weekly.pages import preview_page, verify_page, week_line, weeks_page
from metrics.weekly.services import Closing, close_week, preview_week, week_times
from metrics.weekly.turns import computing
from metrics.weekly.verify import verify_edition

WEEKS_SHOWN = 60

blueprint = Blueprint("weekly", __name__)


@blueprint.get("/weeks")
@roles(*MANAGERS)
def show_weeks() -> ResponseReturnValue:
    session = db.session()
    programme = get_programme(session)
    if programme is None:
        return render_template("metrics/weekly/weeks.html", page=None)
    return render_template("metrics/weekly/weeks.html", page=_weeks_page(programme))


def _weeks_page(programme: Programme) -> object:
    session, now = db.session(), current_context().clock.now()
    weeks = [Week.parse(week) for week in queries.newest_weeks(session, WEEKS_SHOWN)]
    editions = queries.editions_of_weeks(session, [str(week) for week in weeks])
    zone = ZoneInfo(programme.time_zone)
    lines = [
        week_line(week, week_times(programme, week), editions.get(str(week), []), now, zone)
        for week in weeks
    ]
    return weeks_page(programme, lines)


@blueprint.post("/weeks/<week_text>/close")
@roles(*MANAGERS)
def close(week_text: str) -> ResponseReturnValue:
    return _publish(_week(week_text), None)


@blueprint.get("/weeks/<week_text>/revise")
@roles(*MANAGERS)
def show_revise(week_text: str) -> ResponseReturnValue:
    # A page that knows why a revision is needed hands its reason over, to begin with.
    form = ReviseForm(formdata=None, reason=request.args.get("reason", ""))
    return _revise_page(_week(week_text), form)


@blueprint.post("/weeks/<week_text>/revise")
@roles(*MANAGERS)
def revise(week_text: str) -> ResponseReturnValue:
    week, form = _week(week_text), ReviseForm()
    if not form.validate():
        return _revise_page(week, form), 400
    return _publish(week, form.reason.data)


def _revise_page(week: Week, form: ReviseForm) -> str:
    return render_template("metrics/weekly/revise.html", week=week, form=form)


def _publish(week: Week, reason: str | None) -> ResponseReturnValue:
    session, closing = db.session(), _closing()
    try:
        with computing():
            edition = close_week(session, week, closing, reason=reason)
    except MetricsError as error:
        flash(str(error))
        return redirect(url_for("weekly.show_weeks"))
    flash(f"Published: {edition.kind} of {week}.")
    return redirect(url_for("week.network", week=str(week)))


@blueprint.get("/weeks/<week_text>/preview")
@roles(*MANAGERS)
def preview(week_text: str) -> ResponseReturnValue:
    week = _week(week_text)
    try:
        with computing():
            computed = preview_week(db.session(), week, _closing())
    except MetricsError as error:
        flash(str(error))
        return redirect(url_for("weekly.show_weeks"))
    page = preview_page(week, computed.figures)
    return render_template("metrics/weekly/preview.html", page=page)


@blueprint.get("/editions/<week_text>/<kind>/<int:revision>/verify")
@roles(*HOUSE)
def verify(week_text: str, kind: str, revision: int) -> ResponseReturnValue:
    session = db.session()
    edition = queries.one_edition(session, week_text, kind, revision) or abort(404)
    with computing():
        found = verify_edition(session, edition, current_context().settings.weeks_folder)
    return render_template("metrics/weekly/verify.html", page=verify_page(edition, found))


def _week(text: str) -> Week:
    try:
        return Week.parse(text)
    except ValueError:
        abort(404)


def _closing() -> Closing:
    context = current_context()
    return Closing(context.settings, context.keys, context.clock.now(), current_scope())


BLUEPRINTS: tuple[Blueprint, ...] = (blueprint,)
NAVIGATION = (NavEntry("Close weeks", "weekly.show_weeks"),)
