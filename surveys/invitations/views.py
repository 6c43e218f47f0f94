"""Unsubscribing: a page with a button, and the one-click POST of mail programs (RFC 8058)."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from access.guard import public
from access.web import csrf
from core.context import current_context
from core.database import db, writing
from core.languages import FALLBACK_LANGUAGE
from core.outbox.kinds import register_mail_kind
from surveys.invitations.mail import INVITATION_KIND
from surveys.invitations.pages import stop_page, unknown_link_page
from surveys.invitations.queries import find_invitation
from surveys.invitations.services import unsubscribe
from surveys.invitations.wording import spoken_languages
from surveys.links import read_unsubscribe_code

blueprint = Blueprint("invitations", __name__, url_prefix="/unsubscribe")
# Mail programs post here by themselves, without session or token: the link's code is the proof.
csrf.exempt(blueprint)


@blueprint.record_once
def _offer_mail(state: BlueprintSetupState) -> None:
    register_mail_kind(state.app, INVITATION_KIND)


@blueprint.get("/<code>")
@public("a personal link from a mail; opening it changes nothing")
def show_unsubscribe(code: str) -> ResponseReturnValue:
    invitation = find_invitation(db.session(), _invitation_id(code)) or abort(404)
    page = stop_page(db.session(), invitation)
    return render_template("surveys/unsubscribe.html", page=page)


@blueprint.post("/<code>")
@public("a personal link from a mail, used by its button or by the mail program")
def stop_asking(code: str) -> ResponseReturnValue:
    invitation_id = _invitation_id(code)
    with writing(db.session()) as session:
        invitation = unsubscribe(session, invitation_id, current_context().clock.now())
        page = stop_page(session, invitation)
    return render_template("surveys/unsubscribe.html", page=page)


@blueprint.errorhandler(404)
def answer_unknown(_error: NotFound) -> ResponseReturnValue:
    """Nobody is known here, so it is the browser that says which language to speak."""
    language = request.accept_languages.best_match(spoken_languages())
    page = unknown_link_page(language or FALLBACK_LANGUAGE)
    return render_template("surveys/unsubscribe.html", page=page), 404


def _invitation_id(code: str) -> int:
    return read_unsubscribe_code(current_context().keys, code) or abort(404)
