"""Targets and their owners: read by the house, set by those who run the programme."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.models import Role, User
from access.queries import all_users
from access.web import current_scope
from core.clock import Week
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.names.queries import Names, read_names
from metrics.dashboards.queries import AUDIENCES
from metrics.errors import DecisionRefusedError
from metrics.integrity.calendar import current_week, programme_zone
from metrics.integrity.web import signed_now
from metrics.models import Metric
from metrics.places import NETWORK, Place
from metrics.targets.forms import TargetForm, present_target, target_form
from metrics.targets.models import Target
from metrics.targets.pages import build_targets_page
from metrics.targets.queries import all_targets, key_of
from metrics.targets.services import set_target

blueprint = Blueprint("targets", __name__, url_prefix="/targets")


@blueprint.get("")
@roles(*HOUSE)
def show_targets() -> ResponseReturnValue:
    session, scope = db.session(), current_scope()
    rows, week = all_targets(session), str(_this_week())
    page = build_targets_page(rows, _names(), week, programme_zone(session))
    return render_template(
        "metrics/targets/targets.html", page=page, can_edit=scope.runs_the_programme
    )


@blueprint.get("/set")
@roles(*MANAGERS)
def show_set() -> ResponseReturnValue:
    """A figure of the address that does not exist is left to be chosen."""
    names, users = _names(), owners()
    given = {name: value for name, value in request.args.items() if _is_known(name, value, names)}
    form = present_target(names, users, given, _holding(given), _this_week())
    return _form(form)


@blueprint.post("/set")
@roles(*MANAGERS)
def set_one() -> ResponseReturnValue:
    users = owners()
    form = target_form(_names(), users)
    if not form.validate():
        return _form(form), 400
    try:
        with writing(db.session()) as session:
            set_target(session, form.wanted(users), signed_now(), _this_week())
    except DecisionRefusedError as error:
        form.applies_from.errors = [*form.applies_from.errors, *error.problems]
        return _form(form), status_of(error)
    flash("Set. What held before stays on record.")
    return redirect(url_for("targets.show_targets"))


def owners() -> Sequence[User]:
    """People of the house who can sign in."""
    return [
        user
        for user in all_users(db.session())
        if user.is_active and any(held.role != Role.CHANNEL_PARTNER for held in user.roles)
    ]


def _holding(given: dict[str, str]) -> Target | None:
    """The last target of the figure that an address names whole."""
    if "metric" not in given or "audience" not in given:
        return None
    place = Place.parse(given.get("place", str(NETWORK)))
    wanted = (given["audience"], given["metric"], place.level, place.key)
    found = [row for row in all_targets(db.session()) if key_of(row) == wanted]
    return found[-1] if found and not found[-1].is_ended else None


def _is_known(name: str, value: str, names: Names) -> bool:
    lists = {"metric": tuple(Metric), "audience": AUDIENCES}
    if name == "place":
        return Place.parse(value).is_known(names)
    return value in lists.get(name, ())


def _form(form: TargetForm) -> str:
    return render_template("metrics/targets/set.html", form=form)


def _names() -> Names:
    return read_names(db.session(), current_scope())


def _this_week() -> Week:
    return current_week(current_context().clock.now(), programme_zone(db.session()))
