"""Clearing comments: the list, and a decision about one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.navigation import NavEntry
from access.web import current_scope, require_person
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from feedback.errors import VoiceDecidedError, VoiceRefusedError
from feedback.voices.forms import VoiceForm, filter_of, page_of
from feedback.voices.listing import read_voices
from feedback.voices.models import Voice
from feedback.voices.pages import Typed, build_voices_page, list_url
from feedback.voices.queries import voice_after
from feedback.voices.services import Decider
from feedback.voices.taking import take_decision

UNDECIDED = "Choose what becomes of the comment: press one of its buttons."

blueprint = Blueprint("voices", __name__, url_prefix="/voices")
NAVIGATION = (NavEntry("Comments", "voices.show_voices"),)


@blueprint.get("")
@roles(*MANAGERS)
def show_voices() -> ResponseReturnValue:
    return _page()


@blueprint.post("/<int:voice_id>")
@roles(*MANAGERS)
def decide(voice_id: int) -> ResponseReturnValue:
    form, person = VoiceForm(), require_person()
    decider = Decider(person.scope, person.name, current_context().clock.now())
    if not form.validate():
        return _page(Typed(voice_id, UNDECIDED, "", "")), 400
    try:
        with writing(db.session()) as session:
            voice = take_decision(session, decider, voice_id, form)
    except (VoiceDecidedError, VoiceRefusedError) as error:
        typed = Typed(voice_id, str(error), form.shown_text, form.reason_text)
        return _page(typed), status_of(error)
    return redirect(_onward(voice))


def _onward(voice: Voice) -> str:
    """The list again, with what was done on top and the one after it ready."""
    chosen = filter_of(request.args)
    following = voice_after(db.session(), current_scope(), chosen, voice)
    ready = {"at": following} if following else {}
    return list_url(chosen, page_of(request.args), done=voice.id, **ready)


def _page(typed: Typed | None = None) -> str:
    data = read_voices(db.session(), current_scope(), request.args, typed)
    return render_template("feedback/voices.html", page=build_voices_page(data))
