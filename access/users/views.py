"""Administrators' pages about users."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from access import services
from access.errors import AccessError
from access.guard import roles
from access.models import Role, User
from access.partners import require_partners
from access.queries import all_users, get_user, require_user
from access.users.forms import RolesForm, UserForm
from access.users.pages import UserPage, user_line, users_page
from access.visibility import Scope
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of

blueprint = Blueprint("users", __name__, url_prefix="/users")


@blueprint.get("")
@roles(Role.ADMINISTRATOR)
def show_users() -> ResponseReturnValue:
    return render_template("access/users.html", page=users_page(all_users(db.session())))


@blueprint.get("/add")
@roles(Role.ADMINISTRATOR)
def show_add_user() -> ResponseReturnValue:
    return render_template("access/add_user.html", form=UserForm())


@blueprint.post("/add")
@roles(Role.ADMINISTRATOR)
def add_user() -> ResponseReturnValue:
    form = UserForm()
    if not form.validate():
        return render_template("access/add_user.html", form=form), 400
    try:
        user_id = _add(form)
    except AccessError as error:
        form.form_errors.append(str(error))
        return render_template("access/add_user.html", form=form), status_of(error)
    flash("The user is added. Make a one-time link below and hand it over.")
    return redirect(url_for("users.show_user", user_id=user_id))


@blueprint.get("/<int:user_id>")
@roles(Role.ADMINISTRATOR)
def show_user(user_id: int) -> ResponseReturnValue:
    return _page(user_id)


@blueprint.post("/<int:user_id>/roles")
@roles(Role.ADMINISTRATOR)
def change_roles(user_id: int) -> ResponseReturnValue:
    form = RolesForm()
    if not form.validate():
        return _page(user_id, form=form), 400
    try:
        with writing(db.session()) as session:
            require_partners(session, form.grants())
            user = require_user(get_user(session, user_id), str(user_id))
            services.change_roles(session, current_scope(), user, form.grants(), _now())
    except AccessError as error:
        form.form_errors.append(str(error))
        return _page(user_id, form=form), status_of(error)
    flash("The roles are changed. The person signs in again to use them.")
    return redirect(url_for("users.show_user", user_id=user_id))


@blueprint.post("/<int:user_id>/disable")
@roles(Role.ADMINISTRATOR)
def disable_user(user_id: int) -> ResponseReturnValue:
    return _deed(user_id, services.disable_user, "The user can no longer sign in.")


@blueprint.post("/<int:user_id>/enable")
@roles(Role.ADMINISTRATOR)
def enable_user(user_id: int) -> ResponseReturnValue:
    return _deed(user_id, services.enable_user, "The user can sign in again.")


@blueprint.post("/<int:user_id>/link")
@roles(Role.ADMINISTRATOR)
def make_link(user_id: int) -> ResponseReturnValue:
    base_url = current_context().settings.base_url
    with writing(db.session()) as session:
        user = require_user(get_user(session, user_id), str(user_id))
        link = services.make_sign_in_link(session, current_scope(), user, base_url, _now())
    return _page(user_id, link=link)


def _add(form: UserForm) -> int:
    with writing(db.session()) as session:
        require_partners(session, form.grants())
        user = services.add_user(
            session,
            current_scope(),
            email=form.email.data or "",
            name=form.name.data or "",
            grants=form.grants(),
            now=_now(),
        )
        return user.id


def _deed(
    user_id: int, deed: Callable[[Session, Scope, User, datetime], None], done: str
) -> ResponseReturnValue:
    with writing(db.session()) as session:
        user = require_user(get_user(session, user_id), str(user_id))
        deed(session, current_scope(), user, _now())
    flash(done)
    return redirect(url_for("users.show_user", user_id=user_id))


def _page(user_id: int, *, form: RolesForm | None = None, link: str | None = None) -> str:
    user = require_user(get_user(db.session(), user_id), str(user_id))
    page = UserPage(user_line(user), link)
    return render_template("access/user.html", page=page, form=form or _present_roles(user))


def _present_roles(user: User) -> RolesForm:
    return RolesForm(
        formdata=None,
        roles=[held.role for held in user.roles],
        partner_key=next((held.partner_key for held in user.roles if held.partner_key), ""),
    )


def _now() -> datetime:
    return current_context().clock.now()
