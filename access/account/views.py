"""One's own account: the role to act in, and the password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.account.forms import PasswordForm
from access.account.pages import account_page
from access.errors import AccessError
from access.guard import EVERY_ROLE, roles
from access.passwords import hash_password
from access.queries import get_user, require_user
from access.services import set_password
from access.sessions.queries import Person
from access.sessions.services import switch_role
from access.sign_in.checks import confirm_password
from access.web import require_person, role_in_words
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@roles(*EVERY_ROLE)
def show_account() -> ResponseReturnValue:
    return _page(PasswordForm())


@blueprint.post("/account/role")
@roles(*EVERY_ROLE)
def choose_role() -> ResponseReturnValue:
    person = require_person()
    chosen = request.form.get("role", type=int) or 0
    with writing(db.session()) as session:
        switch_role(session, person, chosen, current_context().clock.now())
    words = next(role_in_words(held.role) for held in person.held if held.id == chosen)
    flash(f"You now act as {words}.")
    return redirect("/")


@blueprint.post("/account/password")
@roles(*EVERY_ROLE)
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate():
        return _page(form), 400
    try:
        _change(require_person(), form.present.data or "", form.chosen.data or "")
    except AccessError as error:
        form.form_errors.append(str(error))
        return _page(form), status_of(error)
    flash("Your password is changed. Your other sessions were signed out.")
    return redirect(url_for("account.show_account"))


def _change(person: Person, present: str, chosen: str) -> None:
    if person.has_password:
        confirm_password(person.email, present)
    chosen_hash = hash_password(chosen)
    now = current_context().clock.now()
    with writing(db.session()) as session:
        user = require_user(get_user(session, person.user_id), person.email)
        set_password(session, person.scope, user, chosen_hash, now, keep_session=person.session_id)


def _page(form: PasswordForm) -> str:
    return render_template("access/account.html", page=account_page(require_person()), form=form)
