"""Pages on which the strategy is written down: its objectives, and what is measured of them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.services import record_audit
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from surveys.errors import StrategyError
from surveys.strategy import services
from surveys.strategy.forms import (
    ConstructForm,
    ObjectiveForm,
    present_construct,
    present_objective,
)
from surveys.strategy.models import Construct, Objective
from surveys.strategy.pages import (
    construct_page,
    constructs_page,
    objective_page,
    objectives_page,
)
from surveys.strategy.queries import all_constructs, all_objectives, strategy_use

blueprint = Blueprint("strategy", __name__, url_prefix="/strategy")


@blueprint.get("/objectives")
@roles(*HOUSE)
def show_objectives() -> ResponseReturnValue:
    session = db.session()
    objectives, constructs = all_objectives(session), all_constructs(session)
    page = objectives_page(objectives, constructs, strategy_use(session))
    can_edit = current_scope().runs_the_programme
    return render_template("surveys/strategy/objectives.html", page=page, can_edit=can_edit)


@blueprint.get("/constructs")
@roles(*HOUSE)
def show_constructs() -> ResponseReturnValue:
    session = db.session()
    constructs, objectives = all_constructs(session), all_objectives(session)
    page = constructs_page(constructs, objectives, strategy_use(session))
    can_edit = current_scope().runs_the_programme
    return render_template("surveys/strategy/constructs.html", page=page, can_edit=can_edit)


@blueprint.post("/example")
@roles(*MANAGERS)
def start_from_example() -> ResponseReturnValue:
    now = current_context().clock.now()
    with writing(db.session()) as session:
        report = services.load_example(session)
        record_audit(session, current_scope(), "load strategy", "example", str(report), now)
    flash(f"{report} Put your own owners, decisions and outcomes in their place.")
    return redirect(url_for("strategy.show_objectives"))


@blueprint.get("/objectives/add")
@roles(*MANAGERS)
def show_add_objective() -> ResponseReturnValue:
    return _objective(None, ObjectiveForm())


@blueprint.get("/objectives/<int:objective_id>")
@roles(*MANAGERS)
def show_objective(objective_id: int) -> ResponseReturnValue:
    objective = db.session().get(Objective, objective_id) or abort(404)
    return _objective(objective, present_objective(objective))


@blueprint.post("/objectives/add")
@roles(*MANAGERS)
def add_objective() -> ResponseReturnValue:
    return _save_objective(None)


@blueprint.post("/objectives/<int:objective_id>")
@roles(*MANAGERS)
def change_objective(objective_id: int) -> ResponseReturnValue:
    return _save_objective(db.session().get(Objective, objective_id) or abort(404))


@blueprint.post("/objectives/<int:objective_id>/remove")
@roles(*MANAGERS)
def remove_objective(objective_id: int) -> ResponseReturnValue:
    objective = db.session().get(Objective, objective_id) or abort(404)
    form, now = present_objective(objective), current_context().clock.now()
    try:
        with writing(db.session()) as session:
            removed = services.remove_objective(session, current_scope(), objective_id, now)
    except StrategyError as error:
        form.form_errors.append(str(error))
        return _objective(objective, form), status_of(error)
    flash(f"“{removed.name}” is removed.")
    return redirect(url_for("strategy.show_objectives"))


@blueprint.get("/constructs/add")
@roles(*MANAGERS)
def show_add_construct() -> ResponseReturnValue:
    return _construct(None, ConstructForm())


@blueprint.get("/constructs/<int:construct_id>")
@roles(*MANAGERS)
def show_construct(construct_id: int) -> ResponseReturnValue:
    construct = db.session().get(Construct, construct_id) or abort(404)
    return _construct(construct, present_construct(construct))


@blueprint.post("/constructs/add")
@roles(*MANAGERS)
def add_construct() -> ResponseReturnValue:
    return _save_construct(None)


@blueprint.post("/constructs/<int:construct_id>")
@roles(*MANAGERS)
def change_construct(construct_id: int) -> ResponseReturnValue:
    return _save_construct(db.session().get(Construct, construct_id) or abort(404))


@blueprint.post("/constructs/<int:construct_id>/remove")
@roles(*MANAGERS)
def remove_construct(construct_id: int) -> ResponseReturnValue:
    construct = db.session().get(Construct, construct_id) or abort(404)
    form, now = present_construct(construct), current_context().clock.now()
    try:
        with writing(db.session()) as session:
            removed = services.remove_construct(session, current_scope(), construct_id, now)
    except StrategyError as error:
        form.form_errors.append(str(error))
        return _construct(construct, form), status_of(error)
    flash(f"“{removed.name}” is removed.")
    return redirect(url_for("strategy.show_constructs"))


def _save_objective(known: Objective | None) -> ResponseReturnValue:
    form, now = ObjectiveForm(), current_context().clock.now()
    known_id = known.id if known else None
    if not form.validate():
        return _objective(known, form), 400
    try:
        with writing(db.session()) as session:
            saved = services.save_objective(session, current_scope(), form.content, now, known_id)
    except StrategyError as error:
        form.form_errors.append(str(error))
        return _objective(known, form), status_of(error)
    flash(f"“{saved.name}” is saved.")
    return redirect(url_for("strategy.show_objectives"))


def _save_construct(known: Construct | None) -> ResponseReturnValue:
    form, now = ConstructForm(), current_context().clock.now()
    known_id = known.id if known else None
    if not form.validate():
        return _construct(known, form), 400
    try:
        with writing(db.session()) as session:
            saved = services.save_construct(session, current_scope(), form.content, now, known_id)
    except StrategyError as error:
        form.form_errors.append(str(error))
        return _construct(known, form), status_of(error)
    flash(f"“{saved.name}” is saved.")
    return redirect(url_for("strategy.show_constructs"))


def _objective(objective: Objective | None, form: ObjectiveForm) -> str:
    page = objective_page(objective, strategy_use(db.session()))
    return render_template("surveys/strategy/objective.html", page=page, form=form)


def _construct(construct: Construct | None, form: ConstructForm) -> str:
    page = construct_page(construct, strategy_use(db.session()))
    return render_template("surveys/strategy/construct.html", page=page, form=form)
