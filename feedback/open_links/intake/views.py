"""The answering page of an open link: for anybody, as often as there are people who answer.

It takes the course of every sheet. The reference in an address is looked at once, when the link is
opened; from then on the page's own address names the transaction, under our code.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from access.guard import public
from access.web import csrf
from core.context import current_context
from core.database import db, glancing
from feedback.answering import receiving
from feedback.answering.drawing import draw_words
from feedback.answering.faults import answer_faults, language_of_reader
from feedback.answering.links import OpenedLink, open_link
from feedback.answering.turns import Deed
from feedback.errors import ClosedLinkError, ClosedReason, SecondSheetError, UnknownLinkError
from feedback.open_links.intake.queries import (
    Row,
    asked_by,
    find_open_link,
    find_transaction,
    find_transaction_by_key,
    is_stored,
)
from feedback.open_links.intake.services import CROWDED_WITHIN, is_crowded
from feedback.open_links.wording import open_words_of
from feedback.pages import SheetAddress
from feedback.paradata import network_hash_of
from feedback.tokens import new_token, read_token, sign_token
from surveys.links import open_link_path, read_open_link_code
from surveys.open_links.references import (
    SIGNATURE_PARAMETER,
    TRANSACTION_PARAMETER,
    is_signed,
    named_path,
    read_name,
    signing_key,
)

blueprint = Blueprint("open_answering", __name__, url_prefix="/o")
csrf.exempt(blueprint)  # the sheet's token takes its place
answer_faults(blueprint)


@blueprint.get("/<code>")
@blueprint.get("/<code>/<name>")
@public("an open link may be answered by anybody")
def show_sheet(code: str, name: str = "") -> ResponseReturnValue:
    return receiving.show_sheet(_open(code, name))


@blueprint.post("/<code>")
@blueprint.post("/<code>/<name>")
@public("an open link may be answered by anybody")
def send_sheet(code: str, name: str = "") -> ResponseReturnValue:
    receiving.take_long_texts()
    link = _open(code, name)
    is_sent = request.form.get("_go", Deed.SEND) == Deed.SEND
    if is_sent and _is_crowded(link):
        return _ask_to_wait(link)
    return receiving.receive_sheet(link)


@blueprint.get("/<code>/thanks")
@blueprint.get("/<code>/<name>/thanks")
@public("says thank you, and nothing of what was answered")
def thank(code: str, name: str = "") -> ResponseReturnValue:
    link = _open(code, name)
    if not _was_sent(link, request.args.get("sheet", "")):
        return redirect(link.url)
    words = open_words_of(link.language)
    return draw_words(words.thanks, link.language, 200, link.asked.programme)


def _open(code: str, name: str = "") -> OpenedLink:
    """The link with its sheet in the wanted language; raises UnknownLinkError."""
    keys = current_context().keys
    number = read_open_link_code(keys, code)
    with glancing(db.engine) as connection:
        link = None if number is None else find_open_link(connection, number)
        if link is None:
            raise UnknownLinkError
        transaction_id = read_name(keys, link.id, name) if name else None
        if name and transaction_id is None:
            raise UnknownLinkError
        if transaction_id is not None:
            transaction = find_transaction(connection, link, transaction_id)
        else:
            key = _signed_key(link)
            transaction = None if key is None else find_transaction_by_key(connection, link, key)
    path = open_link_path(keys, link.id)
    if transaction is not None:
        path = named_path(keys, link.id, transaction.id)
    return open_link(asked_by(link, transaction), SheetAddress(path))


def _signed_key(link: Row) -> str | None:
    """The transaction's key in the address, where the link takes references and it is signed."""
    key = request.args.get(TRANSACTION_PARAMETER, "")
    signature = request.args.get(SIGNATURE_PARAMETER, "")
    if not link.takes_references or not key or "\x00" in key:
        return None
    is_ours = is_signed(signing_key(current_context().keys, link.id), key, signature)
    return key if is_ours else None


def _was_sent(link: OpenedLink, sheet_key: str) -> bool:
    assert link.asked.open_link_id is not None
    with glancing(db.engine) as connection:
        return is_stored(connection, link.asked.open_link_id, sheet_key)


def _is_crowded(link: OpenedLink) -> bool:
    context = current_context()
    network = network_hash_of(context.keys, request.remote_addr)
    assert link.asked.open_link_id is not None
    with glancing(db.engine) as connection:
        return is_crowded(connection, link.asked.open_link_id, network, context.clock.now())


def _ask_to_wait(link: OpenedLink) -> Response:
    """Everything that was sent stays in the page, to be sent again."""
    words = open_words_of(link.language)
    fields = [*request.form.items(multi=True), ("_waited", "1")]
    response = draw_words(words.crowded, link.language, 429, link.asked.programme, sent=fields)
    response.headers["Retry-After"] = str(int(CROWDED_WITHIN.total_seconds()) // 4)
    return response


@blueprint.errorhandler(SecondSheetError)
def offer_another_sheet(error: SecondSheetError) -> Response:
    """Perhaps the next person on the same device: one press makes it a sheet of its own."""
    link, context = _open(**(request.view_args or {})), current_context()
    now, subject = context.clock.now(), link.asked.subject
    before = read_token(context.keys, subject, request.form["sheet"], now)
    fresh = sign_token(context.keys, subject, new_token(before.version_id, now))
    sent = [item for item in request.form.items(multi=True) if item[0] not in {"sheet", "_trail"}]
    words = open_words_of(error.language).sent_before
    return draw_words(words, error.language, 409, error.programme, sent=[("sheet", fresh), *sent])


@blueprint.errorhandler(UnknownLinkError)
def answer_unknown(_error: UnknownLinkError) -> Response:
    language = language_of_reader()
    return draw_words(open_words_of(language).unknown, language, 404)


@blueprint.errorhandler(ClosedLinkError)
def answer_closed(error: ClosedLinkError) -> Response:
    language = request.args.get("lang") or error.language
    words = open_words_of(language)
    is_revoked = error.reason is ClosedReason.REVOKED
    return draw_words(words.revoked if is_revoked else words.closed, language, 410)
