"""Sign in by password or one-time link, and out."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask import session as form_session
from flask.typing import ResponseReturnValue

from access.errors import AccessError, LinkNotUsableError, TooManyFailuresError
from access.guard import public
from access.queries import is_link_usable
from access.sessions.services import end_session
from access.sign_in import services
from access.sign_in.checks import check_password
from access.sign_in.forms import SignInForm
from access.web import drop_session_cookie, local_path, session_code, set_session_cookie
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
@public("the way in")
def show_sign_in() -> ResponseReturnValue:
    return render_template("access/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@public("the way in")
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return render_template("access/sign_in.html", form=form), 400
    try:
        code = _checked_sign_in(form.email.data or "", form.password.data or "")
    except AccessError as error:
        return _refuse(form, error)
    return _let_in(code, local_path(request.args.get("next")))


@blueprint.post("/sign-out")
@public("ends only the session whose cookie it carries")
def sign_out() -> ResponseReturnValue:
    _end_present_session()
    form_session.clear()
    response = make_response(redirect("/sign-in"))
    drop_session_cookie(response)
    return response


@blueprint.get("/link/<code>")
@public("the one-time link is the key; opening the page uses nothing up")
def show_link(code: str) -> ResponseReturnValue:
    if not is_link_usable(db.session(), code, current_context().clock.now()):
        raise LinkNotUsableError
    return render_template("access/link.html", code=code)


@blueprint.post("/link/<code>")
@public("the one-time link is the key")
def use_link(code: str) -> ResponseReturnValue:
    with writing(db.session()) as session:
        session_key = services.sign_in_by_link(session, code, current_context().clock.now())
    flash("You are signed in. The link has done its work: to come back, choose a password.")
    return _let_in(session_key, "/")


def _checked_sign_in(email: str, password: str) -> str:
    confirmed = check_password(email, password)
    with writing(db.session()) as session:
        return services.sign_in_by_password(
            session, confirmed.attempt, confirmed.user_id, current_context().clock.now()
        )


def _refuse(form: SignInForm, error: AccessError) -> Response:
    form.form_errors.append(str(error))
    response = make_response(render_template("access/sign_in.html", form=form), status_of(error))
    if isinstance(error, TooManyFailuresError):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _let_in(code: str, target: str) -> Response:
    """A fresh session and fresh form tokens: nothing planted before signing in lives on."""
    _end_present_session()
    flashes = form_session.get("_flashes")
    form_session.clear()
    if flashes:
        form_session["_flashes"] = flashes
    response = make_response(redirect(target))
    set_session_cookie(response, code)
    return response


def _end_present_session() -> None:
    code = session_code()
    if code:
        with writing(db.session()) as session:
            end_session(session, code)
