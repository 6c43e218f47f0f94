"""The page that sets the programme up, where there is none."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.errors import ProgrammeError
from customers.queries import get_programme
from surveys.set_up.forms import SetUpForm
from surveys.set_up.services import set_up_programme

blueprint = Blueprint("set_up", __name__, url_prefix="/set-up")


@blueprint.get("")
@roles(*MANAGERS)
def show_set_up() -> ResponseReturnValue:
    if get_programme(db.session()) is not None:
        return redirect("/")
    return render_template("customers/set_up.html", form=SetUpForm())


@blueprint.post("")
@roles(*MANAGERS)
def set_up() -> ResponseReturnValue:
    form = SetUpForm()
    if not form.validate():
        return render_template("customers/set_up.html", form=form), 400
    try:
        survey_count = _set_up(form)
    except ProgrammeError as error:
        form.form_errors.append(str(error))
        return render_template("customers/set_up.html", form=form), status_of(error)
    flash(f"The programme is set up, with {survey_count} surveys ready. Import your files next.")
    return redirect(url_for("imports.show_imports"))


def _set_up(form: SetUpForm) -> int:
    with writing(db.session()) as session:
        done = set_up_programme(
            session,
            current_scope(),
            name=form.name.data or "",
            time_zone=(form.time_zone.data or "").strip(),
            now=current_context().clock.now(),
            field_period_days=form.field_period_days.data or 7,
        )
    return done.survey_count
