"""Choosing letters, and stopping them: a page with a button, and mail programs' one-click POST."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from access.guard import EVERY_ROLE, public, roles
from access.models import User
from access.navigation import NavEntry
from access.queries import get_user
from access.web import csrf, current_scope, require_person
from core.context import current_context
from core.database import db, writing
from core.outbox.kinds import register_mail_kind
from customers.queries import get_programme
from metrics.letters.choices import choices_of
from metrics.letters.forms import ChoicesForm
from metrics.letters.links import read_stop_code
from metrics.letters.mail import LETTER_KIND
from metrics.letters.pages import UNKNOWN_LINK, ChoicesPage, stop_page
from metrics.letters.queries import find_choice
from metrics.letters.services import choose_letters, stop_letters

choosing = Blueprint("letters", __name__)
stopping = Blueprint("stop_letters", __name__, url_prefix="/letters/stop")
# Mail programs post here by themselves, without session or token: the link's code is the proof.
csrf.exempt(stopping)

ACCOUNT_ENTRIES = (NavEntry("Weekly letters", "letters.show_choices"),)


@choosing.record_once
def _offer_mail(state: BlueprintSetupState) -> None:
    register_mail_kind(state.app, LETTER_KIND)


@choosing.get("/account/letters")
@roles(*EVERY_ROLE)
def show_choices() -> ResponseReturnValue:
    person = require_person()
    stored = find_choice(db.session(), person.user_id)
    form = ChoicesForm(data=vars(choices_of(stored, [held.role for held in person.held])))
    page = ChoicesPage(person.email, offers_flash=current_scope().sees_flashes)
    return render_template("metrics/letters/choices.html", page=page, form=form)


@choosing.post("/account/letters")
@roles(*EVERY_ROLE)
def choose() -> ResponseReturnValue:
    person, form = require_person(), ChoicesForm()
    now = current_context().clock.now()
    with writing(db.session()) as session:
        choose_letters(session, person.scope, person.user_id, form.choices, now)
    flash("Your letters are chosen. It holds from the next one on.")
    return redirect(url_for("letters.show_choices"))


@stopping.get("/<code>")
@public("a personal link from a letter; opening it changes nothing")
def show_stop(code: str) -> ResponseReturnValue:
    session = db.session()
    stored = find_choice(session, _reader(session, code).id)
    is_stopped = stored is not None and not (stored.wants_final or stored.wants_flash)
    return _stop_page(session, is_stopped=is_stopped)


@stopping.post("/<code>")
@public("a personal link from a letter, used by its button or by the mail program")
def stop(code: str) -> ResponseReturnValue:
    with writing(db.session()) as session:
        stop_letters(session, _reader(session, code), current_context().clock.now())
    return _stop_page(db.session(), is_stopped=True)


@stopping.errorhandler(404)
def answer_unknown(_error: NotFound) -> ResponseReturnValue:
    return render_template("metrics/letters/stop.html", page=UNKNOWN_LINK), 404


def _reader(session: Session, code: str) -> User:
    user_id = read_stop_code(current_context().keys, code)
    return (get_user(session, user_id) if user_id else None) or abort(404)


def _stop_page(session: Session, *, is_stopped: bool) -> str:
    programme = get_programme(session)
    page = stop_page(programme.name if programme else "Twofold", is_stopped=is_stopped)
    return render_template("metrics/letters/stop.html", page=page)
