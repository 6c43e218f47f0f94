"""Pages on which the limits of the checks are read and changed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.web import current_scope
from core.clock import Week
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.calendar import current_week, programme_zone
from metrics.integrity.settings.forms import (
    LimitsForm,
    OwnLimitsForm,
    present_limits,
    present_own,
)
from metrics.integrity.settings.pages import check_page, settings_page
from metrics.integrity.settings.queries import all_changes
from metrics.integrity.settings.services import change_limits
from metrics.integrity.web import signed_now
from metrics.method import THRESHOLDS

blueprint = Blueprint("check_settings", __name__, url_prefix="/integrity/settings")


@blueprint.get("")
@roles(*HOUSE)
def show_settings() -> ResponseReturnValue:
    zone = programme_zone(db.session())
    page = settings_page(all_changes(db.session()), _current(zone), zone)
    can_edit = current_scope().runs_the_programme
    return render_template("metrics/integrity/settings.html", page=page, can_edit=can_edit)


@blueprint.get("/<check_key>")
@roles(*HOUSE)
def show_check(check_key: str) -> ResponseReturnValue:
    return _check(check_key)


@blueprint.post("/<check_key>")
@roles(*MANAGERS)
def change(check_key: str) -> ResponseReturnValue:
    form = LimitsForm()
    refused = _refused(check_key, form)
    return (_check(check_key, limits=form), refused) if refused else _done(check_key)


@blueprint.post("/<check_key>/own")
@roles(*MANAGERS)
def back_to_own(check_key: str) -> ResponseReturnValue:
    form = OwnLimitsForm(prefix="own")
    refused = _refused(check_key, form)
    return (_check(check_key, own=form), refused) if refused else _done(check_key)


def _refused(check_key: str, form: LimitsForm | OwnLimitsForm) -> int | None:
    """Decide what the form says; the status of the answer where that was refused."""
    _known(check_key)
    if not form.validate():
        return 400
    try:
        with writing(db.session()) as session:
            now_in = _current(programme_zone(session))
            change_limits(session, [form.wanted(check_key)], signed_now(), now_in)
    except DecisionRefusedError as error:
        form.form_errors.extend(error.problems)
        return status_of(error)
    return None


def _done(check_key: str) -> ResponseReturnValue:
    flash("Decided. Editions from that week on are judged by these limits.")
    return redirect(url_for("check_settings.show_check", check_key=check_key))


def _check(
    check_key: str, limits: LimitsForm | None = None, own: OwnLimitsForm | None = None
) -> str:
    zone = programme_zone(db.session())
    current, changes = _current(zone), all_changes(db.session(), _known(check_key))
    page = check_page(check_key, changes, current, zone)
    return render_template(
        "metrics/integrity/setting.html",
        page=page,
        form=limits or present_limits(page.limits, current),
        own_form=own or present_own(current),
        can_edit=current_scope().runs_the_programme,
    )


def _known(check_key: str) -> str:
    if check_key not in THRESHOLDS:
        raise NothingToDecideError("There is no such check. The list of settings has all of them.")
    return check_key


def _current(zone: ZoneInfo) -> Week:
    return current_week(current_context().clock.now(), zone)
