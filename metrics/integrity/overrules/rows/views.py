"""The page on which single answers are looked at, used all the same or set aside."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.names.queries import read_names
from customers.services import require_programme
from metrics.dashboards.behind import read_ladder
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.overrules.pending import pending_decisions
from metrics.integrity.overrules.queries import newest_edition, weeks_with_editions
from metrics.integrity.overrules.rows.forms import RowsForm, ticked
from metrics.integrity.overrules.rows.judged import RowChoice, read_judged
from metrics.integrity.overrules.rows.pages import RowsData, rows_page
from metrics.integrity.overrules.rows.queries import overrules_of_week
from metrics.integrity.overrules.rows.services import decide_rows
from metrics.integrity.web import signed_now
from metrics.models import Edition, Level

blueprint = Blueprint("decided_rows", __name__, url_prefix="/integrity/rows")


@blueprint.get("")
@roles(*MANAGERS)
def show_rows() -> ResponseReturnValue:
    edition = _edition()
    if edition is None:
        return render_template("metrics/empty.html")
    return _page(edition, RowsForm(formdata=None))


@blueprint.post("")
@roles(*MANAGERS)
def decide() -> ResponseReturnValue:
    edition, form = _edition(), RowsForm()
    if edition is None:
        return render_template("metrics/empty.html"), 404
    if not form.validate():
        return _page(edition, form), 400
    try:
        count = _decide(edition, form)
    except DecisionRefusedError as error:
        form.form_errors.extend(error.problems)
        return _page(edition, form), status_of(error)
    flash(f"Decided about {count}." if count else "It was decided just so already.")
    return redirect(request.full_path.rstrip("?"))


def _edition() -> Edition | None:
    """The week's that is asked for, else the newest; None before anything is published."""
    weeks = weeks_with_editions(db.session())
    week = request.args.get("week") or (weeks[0] if weeks else None)
    return newest_edition(db.session(), week) if week else None


def _decide(edition: Edition, form: RowsForm) -> int:
    judged = read_judged(_weeks_folder() / edition.folder)
    if judged is None:
        raise NothingToDecideError(
            "This edition does not say what became of each answer. Make a revision of it first."
        )
    statuses = judged.statuses(ticked(request.form.getlist("response")))
    week, reason = edition.week, form.reason.data
    with writing(db.session()) as session:
        return decide_rows(session, week, statuses, form.chosen, reason, signed_now())


def _page(edition: Edition, form: RowsForm) -> str:
    session, folder, args = db.session(), _weeks_folder(), request.args
    now = current_context().clock.now()
    data = RowsData(
        edition=edition,
        weeks=weeks_with_editions(session),
        judged=read_judged(folder / edition.folder),
        choice=RowChoice(args.get("reason", ""), args.get("partner", ""), args.get("audience", "")),
        page=args.get("page", 1, type=int),
        overrules=overrules_of_week(session, edition.week),
        ladder=read_ladder(session, current_scope(), edition.id, Level.NETWORK, ""),
        pending=pending_decisions(session, edition, folder, now),
        names=read_names(session, current_scope()),
        zone=ZoneInfo(require_programme(session).time_zone),
        ticked=frozenset(ticked(request.form.getlist("response"))),
    )
    page = rows_page(data)
    return render_template("metrics/integrity/rows.html", page=page, form=form)


def _weeks_folder() -> Path:
    return current_context().settings.weeks_folder
