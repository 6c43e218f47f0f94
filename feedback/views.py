"""The answering page: opened by a personal link, sent once, thanked for when it is on disk.

It needs no session. The link is the right to answer, and the sheet's token shows that we served the
page. Opening it writes nothing: mail scanners open every link and leave no trace.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy.exc
from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

import feedback.imports.views
from access.guard import public
from access.web import csrf
from core.context import current_context
from core.database import db, writing_core
from core.errors import NotSavedError
from core.languages import closest_language
from core.outbox.kinds import register_late_check
from core.web.errors import RETRY_AFTER_SECONDS, answer_error, error_page
from feedback.errors import ClosedLinkError, SheetError, UnknownLinkError
from feedback.fieldwork.queries import stop_when_answered
from feedback.forms import SheetForm
from feedback.links.views import blueprint as links_blueprint
from feedback.pages import (
    NoticePage,
    SheetAddress,
    SheetPage,
    SheetState,
    build_notice_page,
    build_sheet_page,
)
from feedback.paradata import device_class_of, network_hash_of
from feedback.queries import AskedInvitation, find_asked
from feedback.rows import SentSheet
from feedback.services import (
    SubmitOutcome,
    outcome_of_repeat,
    require_open,
    require_sendable,
    submit_response,
)
from feedback.sheets import ReadySheet, SheetShelf
from feedback.tokens import SheetToken, issue_token, read_token
from feedback.wording import worded_languages, wording_of
from surveys.links import invitation_path, read_invitation_code, unsubscribe_path
from surveys.sampling.storing import INVITATION_MAIL

log = logging.getLogger(__name__)

SHELF = "twofold_sheets"
STYLE = "twofold_sheet_style"
LARGEST_SHEET_BYTES = 256 * 1024

blueprint = Blueprint("answering", __name__)
csrf.exempt(blueprint)  # the sheet's token takes its place
BLUEPRINTS: tuple[Blueprint, ...] = (blueprint, links_blueprint, feedback.imports.views.blueprint)
NAVIGATION = feedback.imports.views.NAVIGATION


@dataclass(frozen=True)
class OpenedLink:
    """A link that is ours, with the sheet it opens."""

    code: str
    asked: AskedInvitation
    ready: ReadySheet

    @property
    def language(self) -> str:
        return self.ready.sheet.language


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    environment = state.app.jinja_env
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, "respond/sheet.css")
    state.app.extensions[STYLE] = small_style(source)
    state.app.extensions[SHELF] = SheetShelf()
    register_late_check(state.app, INVITATION_MAIL, stop_when_answered)


@blueprint.get("/a/<code>")
@public("a personal link is the right to answer")
def show_sheet(code: str) -> ResponseReturnValue:
    link = _open(code)
    if link.asked.stored is not None:
        return _notice("used", link.language, 200, link.asked.programme)
    context = current_context()
    now = context.clock.now()
    require_open(link.asked, now)
    token = issue_token(context.keys, link.asked.id, now)
    return _draw(link, SheetState(token, _preselected(link)), 200)


@blueprint.post("/a/<code>")
@public("a personal link is the right to answer")
def send_sheet(code: str) -> ResponseReturnValue:
    request.max_content_length = LARGEST_SHEET_BYTES
    link = _open(code)
    form = SheetForm(link.ready, request.form)
    context = current_context()
    now = context.clock.now()
    try:
        token = read_token(context.keys, link.asked.id, request.form.get("sheet", ""))
    except SheetError:
        return _offer_new_token(link, form, now)
    return _receive(link, form, token, now)


@blueprint.get("/a/<code>/thanks")
@public("says that a sheet was saved, and nothing of what it holds")
def thank(code: str) -> ResponseReturnValue:
    link = _open(code)
    if link.asked.stored is None:
        return redirect(url_for(".show_sheet", code=code, lang=link.language))
    return _notice("thanks", link.language, 200, link.asked.programme)


def _open(code: str) -> OpenedLink:
    """The link with its sheet in the wanted language; raises UnknownLinkError."""
    invitation_id = read_invitation_code(current_context().keys, code)
    if invitation_id is None:
        raise UnknownLinkError
    with db.engine.connect() as connection:
        asked = find_asked(connection, invitation_id)
    if asked is None:
        raise UnknownLinkError
    shelf: SheetShelf = current_app.extensions[SHELF]
    wanted = request.args.get("lang") or asked.language
    ready = shelf.get(db.session, asked.version_id, wanted, asked.programme)
    return OpenedLink(code, asked, ready)


def _receive(
    link: OpenedLink, form: SheetForm, token: SheetToken, now: datetime
) -> ResponseReturnValue:
    is_valid = form.validate()
    if link.asked.stored is not None:
        answers = form.answers() if is_valid else ()
        return _answer(link, outcome_of_repeat(link.asked.stored, token.key, answers))
    require_sendable(link.asked, token.served_at, now)
    state = SheetState(request.form["sheet"], form.values, form.problems)
    if not is_valid:
        return _draw(link, state, 422)
    sent = _sent_sheet(link, form, token)
    try:
        with writing_core(db.engine) as connection:
            outcome = submit_response(connection, sent, now)
    except NotSavedError:
        return _draw(link, state.with_alert(link.ready.wording.not_saved), 503)
    return _answer(link, outcome)


def _sent_sheet(link: OpenedLink, form: SheetForm, token: SheetToken) -> SentSheet:
    asked = link.asked
    return SentSheet(
        key=token.key,
        invitation_id=asked.id,
        audience=asked.audience,
        transaction_id=asked.transaction_id,
        version_id=asked.version_id,
        language=link.language,
        promise=asked.promise,
        invited_at=asked.invited_at,
        served_at=token.served_at,
        device_class=device_class_of(request.user_agent.string),
        network_hash=network_hash_of(current_context().keys, request.remote_addr),
        answers=form.answers(),
    )


def _answer(link: OpenedLink, outcome: SubmitOutcome) -> ResponseReturnValue:
    if outcome is SubmitOutcome.LINK_USED:
        return _notice("second_sheet", link.language, 409, link.asked.programme)
    return redirect(url_for(".thank", code=link.code, lang=link.language), 303)


def _offer_new_token(link: OpenedLink, form: SheetForm, now: datetime) -> ResponseReturnValue:
    if link.asked.stored is not None:
        return _answer(link, SubmitOutcome.LINK_USED)
    require_open(link.asked, now)
    token = issue_token(current_context().keys, link.asked.id, now)
    state = SheetState(token, form.values, alert=link.ready.wording.page_too_old)
    return _draw(link, state, 400)


def _preselected(link: OpenedLink) -> Mapping[str, str]:
    """Scores tapped in a mail. Only scores: nobody puts words into somebody's mouth by a link."""
    return {
        question.key: request.args[question.key]
        for question in link.ready.sheet.questions
        if question.scores is not None and question.key in request.args
    }


def _draw(link: OpenedLink, state: SheetState, status: int) -> Response:
    keys = current_context().keys
    address = SheetAddress(
        invitation_path(keys, link.asked.id), unsubscribe_path(keys, link.asked.id)
    )
    page = build_sheet_page(link.asked, link.ready, address, state)
    return _respond("respond/sheet.html", page, status)


def _notice(
    name: str,
    language: str,
    status: int,
    programme: str | None = None,
    sent: tuple[tuple[str, str], ...] = (),
) -> Response:
    words = wording_of(language)
    page = build_notice_page(words.notice(name), words, programme, sent)
    return _respond("respond/notice.html", page, status)


def _respond(template: str, page: SheetPage | NoticePage, status: int) -> Response:
    # Past the context of the house's own pages: a respondent has no menu, and drawing this page
    # must work when the database does not.
    drawn = current_app.jinja_env.get_template(template)
    body = drawn.render(page=page, style=current_app.extensions[STYLE])
    response = make_response(body, status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def small_style(source: str) -> str:
    """The stylesheet without its comments and line ends."""
    without_comments = "".join(
        part.partition("*/")[2] if number else part
        for number, part in enumerate(source.split("/*"))
    )
    return " ".join(without_comments.split())


def _language_of_reader() -> str:
    """For links that we do not know: what the address or the browser asks for."""
    known = worded_languages()
    wanted = request.args.get("lang") or request.accept_languages.best_match(known)
    return closest_language(wanted, known)


@blueprint.errorhandler(UnknownLinkError)
def answer_unknown(_error: UnknownLinkError) -> Response:
    return _notice("unknown", _language_of_reader(), 404)


@blueprint.errorhandler(ClosedLinkError)
def answer_closed(error: ClosedLinkError) -> Response:
    return _notice(error.reason, request.args.get("lang") or error.language, 410)


@blueprint.errorhandler(RequestEntityTooLarge)
def answer_too_large(_error: RequestEntityTooLarge) -> Response:
    return _notice("too_large", _language_of_reader(), 413)


@blueprint.errorhandler(sqlalchemy.exc.OperationalError)
@blueprint.errorhandler(sqlalchemy.exc.TimeoutError)
def answer_unreadable(error: Exception) -> Response:
    """Not even the link could be read: what was sent is handed back, to be sent again."""
    log.error("an answering page could not be served: %s", error)
    db.session.rollback()
    if request.method != "POST":
        return answer_error(error_page(503))
    return _notice(
        "waiting", _language_of_reader(), 503, sent=tuple(request.form.items(multi=True))
    )
