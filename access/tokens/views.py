"""One's own tokens, and the document that says what programs may ask."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from access.errors import AccessError
from access.guard import EVERY_ROLE, public, roles
from access.models import UserRole
from access.tokens.forms import TokenForm
from access.tokens.pages import tokens_page
from access.tokens.queries import tokens_of
from access.tokens.services import make_token, revoke_token
from access.web import require_person, role_in_words
from core.api.document import openapi_of
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of

blueprint = Blueprint("tokens", __name__)
document_blueprint = Blueprint("openapi", __name__)


@document_blueprint.get("/api/v1/openapi.json")
@public("says what programs may ask, and nothing of what they would learn")
def show_document() -> ResponseReturnValue:
    return openapi_of(current_app)


@blueprint.get("/account/tokens")
@roles(*EVERY_ROLE)
def show_tokens() -> ResponseReturnValue:
    return _page(TokenForm(require_person().acting.role))


@blueprint.post("/account/tokens")
@roles(*EVERY_ROLE)
def add_token() -> ResponseReturnValue:
    role = require_person().acting.role
    form = TokenForm(role)
    if not form.validate():
        return _page(form), 400
    try:
        code = _make(form)
    except AccessError as error:
        form.form_errors.append(str(error))
        return _page(form), status_of(error)
    return _page(TokenForm(role, formdata=None), code)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@roles(*EVERY_ROLE)
def revoke(token_id: int) -> ResponseReturnValue:
    person = require_person()
    with writing(db.session()) as session:
        revoke_token(session, person.scope, token_id, _now(), user_id=person.user_id)
    flash("The token is revoked. Programs that use it get no more answers.")
    return redirect(url_for(".show_tokens"))


def _make(form: TokenForm) -> str:
    person = require_person()
    with writing(db.session()) as session:
        held = session.get_one(UserRole, person.acting.id)
        return make_token(session, person.scope, held, form.wanted(), _now())


def _page(form: TokenForm, code: str | None = None) -> str:
    person = require_person()
    tokens = tokens_of(db.session(), person.user_id)
    page = tokens_page(role_in_words(person.acting.role), tokens, _now(), code)
    return render_template("access/tokens.html", page=page, form=form)


def _now() -> datetime:
    return current_context().clock.now()
