"""The answering page of a personal link: opened, gone through, sent once, thanked for when it is on
disk.

It needs no session. The link is the right to answer, and the sheet's token shows that we served the
page. Opening it writes nothing: mail scanners open every link and leave no trace.
"""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

import feedback.api.views
import feedback.imports.views
import feedback.mentions.views
import feedback.open_links.intake.views
import feedback.open_links.views
import feedback.preview.views
import feedback.voices.views
from access.guard import public
from access.web import csrf
from core.context import current_context
from core.database import db, glancing
from core.outbox.kinds import register_late_check
from feedback.answering import receiving
from feedback.answering.drawing import draw_notice, prepare_drawing
from feedback.answering.faults import answer_faults
from feedback.answering.links import OpenedLink, open_link
from feedback.errors import UnknownLinkError
from feedback.fieldwork.queries import stop_when_answered
from feedback.links.views import blueprint as links_blueprint
from feedback.pages import SheetAddress
from feedback.queries import find_asked
from surveys.links import invitation_path, read_invitation_code, unsubscribe_path
from surveys.sampling.storing import INVITATION_MAIL

blueprint = Blueprint("answering", __name__)
csrf.exempt(blueprint)  # the sheet's token takes its place
answer_faults(blueprint)
BLUEPRINTS: tuple[Blueprint, ...] = (
    blueprint,
    feedback.open_links.intake.views.blueprint,
    feedback.open_links.views.blueprint,
    feedback.preview.views.blueprint,
    links_blueprint,
    feedback.imports.views.blueprint,
    feedback.api.views.blueprint,
    feedback.mentions.views.blueprint,
    feedback.voices.views.blueprint,
)
NAVIGATION = (*feedback.voices.views.NAVIGATION, *feedback.imports.views.NAVIGATION)


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    prepare_drawing(state)
    receiving.prepare_intake(state)
    register_late_check(state.app, INVITATION_MAIL, stop_when_answered)


@blueprint.get("/a/<code>")
@public("a personal link is the right to answer")
def show_sheet(code: str) -> ResponseReturnValue:
    return receiving.show_sheet(_open(code))


@blueprint.post("/a/<code>")
@public("a personal link is the right to answer")
def send_sheet(code: str) -> ResponseReturnValue:
    receiving.take_long_texts()
    return receiving.receive_sheet(_open(code))


@blueprint.get("/a/<code>/thanks")
@public("says that a sheet was saved, and nothing of what it holds")
def thank(code: str) -> ResponseReturnValue:
    link = _open(code)
    if link.asked.stored is None:
        return redirect(link.url)
    return draw_notice("thanks", link.language, 200, link.asked.programme)


def _open(code: str) -> OpenedLink:
    """The link with its sheet in the wanted language; raises UnknownLinkError."""
    keys = current_context().keys
    invitation_id = read_invitation_code(keys, code)
    if invitation_id is None:
        raise UnknownLinkError
    with glancing(db.engine) as connection:
        asked = find_asked(connection, invitation_id)
    if asked is None:
        raise UnknownLinkError
    address = SheetAddress(
        invitation_path(keys, invitation_id), unsubscribe_path(keys, invitation_id)
    )
    return open_link(asked, address)
