"""What a respondent reads when something is wrong with a link, with what was sent, or with us."""

from __future__ import annotations

import logging

import sqlalchemy.exc
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from core.database import db
from core.languages import FALLBACK_LANGUAGE
from core.web.errors import answer_error, error_page
from feedback.answering.drawing import draw_notice
from feedback.errors import ClosedLinkError, UnknownLinkError
from feedback.wording import worded_languages

log = logging.getLogger(__name__)


def answer_faults(blueprint: Blueprint) -> None:
    """Have a blueprint's faults answered in the reader's words."""
    blueprint.register_error_handler(UnknownLinkError, _answer_unknown)
    blueprint.register_error_handler(ClosedLinkError, _answer_closed)
    blueprint.register_error_handler(RequestEntityTooLarge, _answer_too_large)
    blueprint.register_error_handler(sqlalchemy.exc.OperationalError, _answer_unreadable)
    blueprint.register_error_handler(sqlalchemy.exc.TimeoutError, _answer_unreadable)


def language_of_reader() -> str:
    """For links that we do not know: what the address or the browser asks for."""
    known = worded_languages()
    wanted = request.args.get("lang", "")
    if wanted in known:
        return wanted
    return request.accept_languages.best_match(known) or FALLBACK_LANGUAGE


def _answer_unknown(_error: UnknownLinkError) -> Response:
    return draw_notice("unknown", language_of_reader(), 404)


def _answer_closed(error: ClosedLinkError) -> Response:
    return draw_notice(error.reason, request.args.get("lang") or error.language, 410)


def _answer_too_large(_error: RequestEntityTooLarge) -> Response:
    return draw_notice("too_large", language_of_reader(), 413)


def _answer_unreadable(error: Exception) -> ResponseReturnValue:
    """Not even the link could be read: what was sent is handed back, to be sent again.

    It says that it waited, since the time until then was not spent on the page.
    """
    log.error("an answering page could not be served: %s", error)
    db.session.rollback()
    if request.method != "POST":
        return answer_error(error_page(503))
    fields = [*request.form.items(multi=True), ("_waited", "1")]
    return draw_notice("waiting", language_of_reader(), 503, sent=fields)
