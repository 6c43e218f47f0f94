"""Signals: the list, one of them, and what a person does about it. For the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from access.guard import HOUSE, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.names.queries import read_names
from metrics.errors import DecisionRefusedError
from metrics.integrity.calendar import programme_zone
from metrics.integrity.web import signed_now
from metrics.signals.errors import SignalError
from metrics.signals.evidence import read_evidence, read_present, read_presents
from metrics.signals.forms import CloseForm, PlanForm, ReopenForm, SignalFilter, plan_form
from metrics.signals.lines import signal_lines, signal_url
from metrics.signals.models import Signal, SignalState
from metrics.signals.opening import DUE_AFTER
from metrics.signals.owners import Owner, house_people, is_gone
from metrics.signals.pages import (
    PAGE_LENGTH,
    Rights,
    SignalData,
    build_list_page,
    build_signal_page,
)
from metrics.signals.queries import find_signals, get_signal, newest_final, newest_week, notes_of
from metrics.signals.services import (
    close_signal,
    may_act,
    may_take,
    plan_signal,
    reopen_signal,
    take_signal,
)
from metrics.signals.wording import Reader

blueprint = Blueprint("signals", __name__)
NAVIGATION = (NavEntry("Signals", "signals.show_list"),)


@blueprint.get("/signals")
@roles(*HOUSE)
def show_list() -> str:
    session, scope, reader = db.session(), current_scope(), _reader()
    chosen = SignalFilter.of(request.args)
    wanted = chosen.wanted(reader.names, scope.user_id)
    offset = (chosen.page - 1) * PAGE_LENGTH
    found = find_signals(session, scope, wanted, reader.today, limit=PAGE_LENGTH, offset=offset)
    present = read_presents(session, scope, found.shown, newest_final(session))
    evidence = read_evidence(session, scope, found.shown)
    lines = signal_lines(found.shown, evidence, reader, present)
    page = build_list_page(found, lines, chosen, house_people(session))
    return render_template("metrics/signals/list.html", page=page)


@blueprint.get("/signals/<int:signal_id>")
@roles(*HOUSE)
def show_one(signal_id: int) -> str:
    return _page(_signal(signal_id))


@blueprint.post("/signals/<int:signal_id>/take")
@roles(*HOUSE)
def take(signal_id: int) -> ResponseReturnValue:
    return _done(
        signal_id, "It is yours.", lambda session: take_signal(session, signal_id, signed_now())
    )


@blueprint.post("/signals/<int:signal_id>/plan")
@roles(*HOUSE)
def plan(signal_id: int) -> ResponseReturnValue:
    signal, today = _signal(signal_id), _reader().today
    form = plan_form(signal, _choosable(), is_sent=True)

    def write(session: Session) -> None:
        plan_signal(session, signal_id, form.plan, signed_now(), today)

    return _done(signal_id, "Planned.", write, form)


@blueprint.post("/signals/<int:signal_id>/close")
@roles(*HOUSE)
def close(signal_id: int) -> ResponseReturnValue:
    form = CloseForm()

    def write(session: Session) -> None:
        state = SignalState(form.state.data)
        close_signal(session, signal_id, state, form.said.data, signed_now())

    return _done(signal_id, "Closed.", write, form)


@blueprint.post("/signals/<int:signal_id>/reopen")
@roles(*HOUSE)
def reopen(signal_id: int) -> ResponseReturnValue:
    form, due_on = ReopenForm(), _reader().today + DUE_AFTER

    def write(session: Session) -> None:
        reopen_signal(session, signal_id, form.again.data, due_on, signed_now())

    return _done(signal_id, "Open again.", write, form)


def _done(
    signal_id: int, said: str, write: Callable[[Session], None], form: FlaskForm | None = None
) -> ResponseReturnValue:
    """Do it in one write transaction; else the page again, with what is wrong."""
    signal = _signal(signal_id)
    if form is not None and not form.validate():
        return _page(signal, form), 400
    try:
        with writing(db.session()) as session:
            write(session)
    except (DecisionRefusedError, SignalError) as error:
        if form is None:
            flash(str(error), "error")
            return _page(_signal(signal_id)), status_of(error)
        form.form_errors.append(str(error))
        return _page(_signal(signal_id), form), status_of(error)
    flash(said)
    return redirect(signal_url(signal_id))


def _signal(signal_id: int) -> Signal:
    return get_signal(db.session(), current_scope(), signal_id) or abort(404)


def _page(signal: Signal, form: FlaskForm | None = None) -> str:
    """The forms that the reader may use, the one that was sent as it was sent."""
    session, scope = db.session(), current_scope()
    rights = Rights(may_act(scope, signal), may_take(scope, signal), is_gone(signal))
    evidence, newest = read_evidence(session, scope, [signal])[signal.id], newest_final(session)
    data = SignalData(
        signal=signal,
        evidence=evidence,
        present=read_present(session, scope, signal, newest) if newest else evidence,
        notes=notes_of(session, signal.id),
        rights=rights,
    )
    forms = {
        "plan": form if isinstance(form, PlanForm) else plan_form(signal, _choosable()),
        "close": form if isinstance(form, CloseForm) else CloseForm(formdata=None),
        "reopen": form if isinstance(form, ReopenForm) else ReopenForm(formdata=None),
    }
    page = build_signal_page(data, _reader())
    return render_template("metrics/signals/signal.html", page=page, forms=forms)


def _choosable() -> list[Owner]:
    """Whom the reader may hand a signal to: anybody of the house, or only oneself."""
    scope = current_scope()
    people = house_people(db.session())
    if scope.runs_the_programme:
        return list(people)
    return [person for person in people if person.user_id == scope.user_id]


def _reader() -> Reader:
    session, now = db.session(), current_context().clock.now()
    zone = programme_zone(session)
    today: date = now.astimezone(zone).date()
    return Reader(read_names(session, current_scope()), zone, today, newest_week(session))
