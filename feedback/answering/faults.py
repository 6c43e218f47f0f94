"""What a respondent reads when something is wrong with a link, with what was sent, or with us."""

from __future__ import annotations

import logging

import sqlalchemy.exc
from flask import Blueprint, Response, request
from werkzeug.exceptions import InternalServerError, RequestEntityTooLarge

from core.database import db
from core.languages import FALLBACK_LANGUAGE, closest_language
from feedback.answering.drawing import draw_notice
from feedback.errors import ClosedLinkError, SecondSheetError, UnknownLinkError
from feedback.wording import worded_languages

log = logging.getLogger(__name__)


def answer_faults(blueprint: Blueprint) -> None:
    """Have a blueprint's faults answered in the reader's words."""
    blueprint.register_error_handler(UnknownLinkError, _answer_unknown)
    blueprint.register_error_handler(ClosedLinkError, _answer_closed)
    blueprint.register_error_handler(SecondSheetError, _answer_second)
    blueprint.register_error_handler(RequestEntityTooLarge, _answer_too_large)
    blueprint.register_error_handler(sqlalchemy.exc.OperationalError, _answer_unreadable)
    blueprint.register_error_handler(sqlalchemy.exc.TimeoutError, _answer_unreadable)
    blueprint.register_error_handler(InternalServerError, _answer_failed)


def language_of_reader() -> str:
    """For links that we do not know: what the address or the browser asks for."""
    known = worded_languages()
    preferred = request.accept_languages.best_match(known) or FALLBACK_LANGUAGE
    return closest_language(request.args.get("lang") or preferred, known)


def _answer_unknown(_error: UnknownLinkError) -> Response:
    return draw_notice("unknown", language_of_reader(), 404)


def _answer_closed(error: ClosedLinkError) -> Response:
    return draw_notice(error.reason, request.args.get("lang") or error.language, 410)


def _answer_second(error: SecondSheetError) -> Response:
    return draw_notice("second_sheet", error.language, 409, error.programme)


def _answer_too_large(_error: RequestEntityTooLarge) -> Response:
    return draw_notice("too_large", language_of_reader(), 413)


def _answer_unreadable(error: Exception) -> Response:
    """Not even the link could be read: what was sent is handed back, to be sent again.

    It says that it waited, since the time until then was not spent on the page.
    """
    log.error("an answering page could not be served: %s", error)
    db.session.rollback()
    if request.method != "POST":
        return draw_notice("unavailable", language_of_reader(), 503)
    return draw_notice("waiting", language_of_reader(), 503, sent=_sent())


def _answer_failed(_error: InternalServerError) -> Response:
    """A mistake of ours, which Flask has written into the log."""
    db.session.rollback()
    return draw_notice("failed", language_of_reader(), 500, sent=_sent())


def _sent() -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    return [*request.form.items(multi=True), ("_waited", "1")]
