"""The work list of an edition, and a finding's own page with what was done about it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from metrics.dashboards.opening import Opened
from metrics.errors import DecisionRefusedError
from metrics.integrity.overview.opening import open_edition, open_newest
from metrics.integrity.overview.work.forms import NoteForm, WorkFilter, present_note
from metrics.integrity.overview.work.pages import (
    WorkData,
    build_finding_page,
    build_work_page,
    finding_url,
)
from metrics.integrity.overview.work.queries import get_finding
from metrics.integrity.overview.work.services import (
    Thread,
    note_finding,
    thread_of_finding,
    threads_of_edition,
)
from metrics.integrity.web import signed_now
from metrics.models import Edition, FindingRow

blueprint = Blueprint("work", __name__, url_prefix="/integrity")


@blueprint.get("/worklist")
@roles(*HOUSE)
def newest() -> str:
    opened = open_newest(db.session(), current_scope(), request.args.get("week"))
    return _list(opened) if opened else render_template("metrics/empty.html")


@blueprint.get("/worklist/<week>/<kind>/<int:revision>")
@roles(*HOUSE)
def one(week: str, kind: str, revision: int) -> str:
    return _list(open_edition(db.session(), current_scope(), week, kind, revision))


@blueprint.get("/findings/<int:finding_id>")
@roles(*HOUSE)
def show_finding(finding_id: int) -> ResponseReturnValue:
    _row, thread, opened = _thread(finding_id)
    return _finding(thread, opened, present_note(thread.notes[-1] if thread.notes else None))


@blueprint.post("/findings/<int:finding_id>")
@roles(*MANAGERS)
def note(finding_id: int) -> ResponseReturnValue:
    row, thread, opened = _thread(finding_id)
    form = NoteForm()
    if not form.validate():
        return _finding(thread, opened, form), 400
    try:
        with writing(db.session()) as session:
            note_finding(session, opened.choice.lead.week, row, form.content, signed_now())
    except DecisionRefusedError as error:
        form.form_errors.append(str(error))
        return _finding(thread, opened, form), status_of(error)
    flash("Noted.")
    return redirect(finding_url(finding_id))


def _list(opened: Opened) -> str:
    threads = threads_of_edition(db.session(), current_scope(), opened.choice.lead)
    data = _data(opened, threads, WorkFilter.of(request.args))
    return render_template("metrics/integrity/work.html", page=build_work_page(data))


def _thread(finding_id: int) -> tuple[FindingRow, Thread, Opened]:
    session, scope = db.session(), current_scope()
    row = get_finding(session, finding_id) or abort(404)
    edition = session.get_one(Edition, row.edition_id)
    opened = open_edition(session, scope, edition.week, edition.kind, edition.revision)
    return row, thread_of_finding(session, opened.choice.lead, row), opened


def _finding(thread: Thread, opened: Opened, form: NoteForm) -> str:
    page = build_finding_page(thread, _data(opened, [thread], WorkFilter()))
    can_note = current_scope().runs_the_programme
    return render_template(
        "metrics/integrity/work_finding.html", page=page, form=form, can_note=can_note
    )


def _data(
    opened: Opened, threads: list[Thread] | tuple[Thread, ...], chosen: WorkFilter
) -> WorkData:
    today = current_context().clock.now().astimezone(opened.zone).date()
    return WorkData(opened.choice.lead, threads, chosen, opened.names, opened.zone, today)
