"""Pages on which partners answer to a review, and the house hears and decides."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.models import Role
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.names.queries import read_names
from metrics.dashboards.behind import read_ladder
from metrics.errors import DecisionRefusedError
from metrics.integrity.calendar import programme_zone
from metrics.integrity.overrules.gates.queries import decisions_of_week
from metrics.integrity.overrules.pending import pending_decisions
from metrics.integrity.overrules.queries import newest_edition, weeks_with_editions
from metrics.integrity.partners.forms import KioskForm, ReplyForm, StatementForm
from metrics.integrity.partners.pages import HouseData, house_page, partners_page
from metrics.integrity.partners.queries import (
    findings_to_review,
    kiosk_declarations,
    kiosk_partners,
    last_statements,
    newest_seen,
    statements,
)
from metrics.integrity.partners.reviews import read_review
from metrics.integrity.partners.services import declare_kiosk, require_partner, say
from metrics.integrity.partners.supplied import contact_suppliers
from metrics.integrity.web import signed_now
from metrics.models import Level

blueprint = Blueprint("partner_reviews", __name__)


@blueprint.get("/review")
@roles(Role.CHANNEL_PARTNER)
def show_own() -> ResponseReturnValue:
    return _own(StatementForm(formdata=None))


@blueprint.post("/review")
@roles(Role.CHANNEL_PARTNER)
def answer() -> ResponseReturnValue:
    form = StatementForm()
    refused = _said(current_scope().partner_key or "", form)
    if refused:
        return _own(form), refused
    flash("Your answer is stored. It is read before anything is decided.")
    return redirect(url_for("partner_reviews.show_own"))


@blueprint.get("/integrity/partners")
@roles(*HOUSE)
def show_partners() -> ResponseReturnValue:
    session, scope = db.session(), current_scope()
    edition = newest_seen(session, scope)
    if edition is None:
        return render_template("metrics/empty.html")
    page = partners_page(
        edition,
        findings_to_review(session, scope, edition.id),
        last_statements(session),
        kiosk_partners(session),
        read_names(session, scope),
        programme_zone(session),
    )
    can_edit = scope.runs_the_programme
    return render_template("metrics/integrity/partners.html", page=page, can_edit=can_edit)


@blueprint.get("/integrity/partners/<path:key>")
@roles(*HOUSE)
def show_partner(key: str) -> ResponseReturnValue:
    return _partner(key, ReplyForm(formdata=None), KioskForm(formdata=None))


@blueprint.post("/integrity/partners/<path:key>")
@roles(*MANAGERS)
def reply(key: str) -> ResponseReturnValue:
    form = ReplyForm()
    refused = _said(key, form)
    if refused:
        return _partner(key, form, KioskForm(formdata=None)), refused
    flash("The partner reads it on its page.")
    return redirect(url_for("partner_reviews.show_partner", key=key))


@blueprint.post("/integrity/kiosks/<path:key>")
@roles(*MANAGERS)
def declare(key: str) -> ResponseReturnValue:
    form = KioskForm()
    refused = _declared(key, form)
    if refused:
        return _partner(key, ReplyForm(formdata=None), form), refused
    flash("Decided. It takes effect with the next edition that is made.")
    return redirect(url_for("partner_reviews.show_partner", key=key))


def _said(key: str, form: StatementForm) -> int | None:
    """Store what was said; the status of the answer where that was refused."""
    require_partner(db.session(), key, current_scope())
    if not form.validate():
        return 400
    try:
        with writing(db.session()) as session:
            say(session, key, form.text.data, signed_now())
    except DecisionRefusedError as error:
        form.form_errors.extend(error.problems)
        return status_of(error)
    return None


def _declared(key: str, form: KioskForm) -> int | None:
    require_partner(db.session(), key, current_scope())
    if not form.validate():
        return 400
    try:
        with writing(db.session()) as session:
            reason, by = form.reason.data, signed_now()
            declare_kiosk(session, key, is_declared=form.is_declared, reason=reason, signature=by)
    except DecisionRefusedError as error:
        form.form_errors.extend(error.problems)
        return status_of(error)
    return None


def _own(form: StatementForm) -> str:
    session, scope = db.session(), current_scope()
    names, zone = read_names(session, scope), programme_zone(session)
    key = scope.partner_key or ""
    review = read_review(session, scope, newest_seen(session, scope), key, names, zone)
    return render_template("metrics/integrity/review.html", page=review, form=form)


def _partner(key: str, form: ReplyForm, kiosk_form: KioskForm) -> str:
    session, scope = db.session(), current_scope()
    require_partner(session, key, scope)
    weeks = weeks_with_editions(session)
    week = request.args.get("week") or next(iter(weeks), None)
    if week is None:
        return render_template("metrics/empty.html")
    page = house_page(_house_data(key, week, weeks))
    return render_template(
        "metrics/integrity/partner.html",
        page=page,
        form=form,
        kiosk_form=kiosk_form,
        can_edit=scope.runs_the_programme,
    )


def _house_data(key: str, week: str, weeks: Sequence[str]) -> HouseData:
    session, scope, context = db.session(), current_scope(), current_context()
    edition, folder = newest_edition(session, week), context.settings.weeks_folder
    return HouseData(
        key=key,
        edition=edition,
        weeks=weeks,
        findings=findings_to_review(session, scope, edition.id, key),
        decisions=decisions_of_week(session, edition.week),
        ladder=read_ladder(session, scope, edition.id, Level.PARTNER, key),
        supplied=contact_suppliers(session, folder, edition, key),
        thread=statements(session, scope, key),
        kiosks=kiosk_declarations(session, key),
        pending=pending_decisions(session, edition, folder, context.clock.now()),
        names=read_names(session, scope),
        zone=programme_zone(session),
    )
