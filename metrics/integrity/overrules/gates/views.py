"""Pages on which figures are published in spite of a failed check, or no longer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.names.queries import read_names
from metrics.errors import DecisionRefusedError
from metrics.integrity.calendar import programme_zone
from metrics.integrity.overrules.gates.forms import FindingForm
from metrics.integrity.overrules.gates.pages import decisions_page, finding_page
from metrics.integrity.overrules.gates.queries import decisions_of_week, stopping_findings
from metrics.integrity.overrules.gates.services import decide_finding, finding_to_decide
from metrics.integrity.overrules.pending import pending_decisions
from metrics.integrity.overrules.queries import newest_edition, weeks_with_editions
from metrics.integrity.web import signed_now

blueprint = Blueprint("decisions", __name__, url_prefix="/integrity/decisions")


@blueprint.get("")
@roles(*HOUSE)
def show_decisions() -> ResponseReturnValue:
    session, context = db.session(), current_context()
    weeks = weeks_with_editions(session)
    week = request.args.get("week") or next(iter(weeks), None)
    if week is None:
        return render_template("metrics/empty.html")
    edition = newest_edition(session, week)
    page = decisions_page(
        edition, weeks,
        stopping_findings(session, edition.id),
        decisions_of_week(session, edition.week),
        pending_decisions(session, edition, context.settings.weeks_folder, context.clock.now()),
        read_names(session, current_scope()), programme_zone(session),
    )  # fmt: skip
    can_edit = current_scope().runs_the_programme
    return render_template("metrics/integrity/decisions.html", page=page, can_edit=can_edit)


@blueprint.get("/<int:finding_id>")
@roles(*HOUSE)
def show_finding(finding_id: int) -> ResponseReturnValue:
    return _finding(finding_id, FindingForm(formdata=None))


@blueprint.post("/<int:finding_id>")
@roles(*MANAGERS)
def publish(finding_id: int) -> ResponseReturnValue:
    return _decide(finding_id, publishes=True)


@blueprint.post("/<int:finding_id>/withdraw")
@roles(*MANAGERS)
def withdraw(finding_id: int) -> ResponseReturnValue:
    return _decide(finding_id, publishes=False)


def _decide(finding_id: int, *, publishes: bool) -> ResponseReturnValue:
    form = FindingForm()
    if not form.validate():
        return _finding(finding_id, form), 400
    try:
        with writing(db.session()) as session:
            reason, by = form.reason.data, signed_now()
            week = decide_finding(
                session, finding_id, publishes=publishes, reason=reason, signature=by
            )
    except DecisionRefusedError as error:
        form.form_errors.extend(error.problems)
        return _finding(finding_id, form), status_of(error)
    flash("Decided. It shows on the figures of the next edition of the week.")
    return redirect(url_for("decisions.show_decisions", week=week))


def _finding(finding_id: int, form: FindingForm) -> str:
    session = db.session()
    finding, edition = finding_to_decide(session, finding_id)
    decisions = decisions_of_week(session, edition.week)
    names = read_names(session, current_scope())
    page = finding_page(edition, finding, decisions, names, programme_zone(session))
    can_edit = current_scope().runs_the_programme
    return render_template(
        "metrics/integrity/finding.html", page=page, form=form, can_edit=can_edit
    )
