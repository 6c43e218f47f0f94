"""Error pages in plain words: what happened, and what to do."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.http import HTTP_STATUS_CODES

from core.database import db
from core.errors import Fault, FieldFault, NotSavedError, RequestRefusedError, TwofoldError
from core.web.problems import answer_problem, is_for_programs, words_for_programs

log = logging.getLogger(__name__)

STATUS_OF_FAULT = {
    Fault.INVALID: 400,
    Fault.FORBIDDEN: 403,
    Fault.MISSING: 404,
    Fault.CONFLICT: 409,
    Fault.GONE: 410,
    Fault.TOO_LARGE: 413,
    Fault.UNUSABLE: 422,
    Fault.TOO_MANY: 429,
    Fault.UNAVAILABLE: 503,
}
RETRY_AFTER_SECONDS = 5
KEPT_HEADERS = ("retry-after", "allow", "www-authenticate")


@dataclass(frozen=True)
class ErrorPage:
    status: int
    title: str
    text: str
    faults: tuple[FieldFault, ...] = ()


@dataclass(frozen=True)
class Words:
    title: str
    text: str


WORDS = {
    400: Words(
        "This could not be read",
        "Something in the request was not as expected. Go back, reload the page and try again.",
    ),
    403: Words(
        "Not open to your role",
        "Your role may not open this page. If you have several roles, switch to another one; "
        "otherwise ask an administrator.",
    ),
    404: Words(
        "Nothing here",
        "There is no such page, or it is not yours to see. Check the address, or start from the "
        "first page.",
    ),
    405: Words(
        "Not in this way",
        "This address does not answer to that kind of request. Open it from the page that offers "
        "it.",
    ),
    409: Words(
        "It has changed meanwhile",
        "Somebody or something else was faster. Reload the page to see how things stand now.",
    ),
    410: Words(
        "No longer open",
        "This link has run out or was withdrawn. If you received it by mail, ask the sender for a "
        "new one.",
    ),
    413: Words(
        "Too large",
        "The file or the text is larger than this installation takes. Send a smaller one, or ask "
        "the administrator to raise TWOFOLD_UPLOAD_LIMIT_MB.",
    ),
    415: Words(
        "Not this kind of file",
        "Send a text file with columns (CSV or TSV), or fill in the page's own fields.",
    ),
    422: Words(
        "Not stored",
        "Something in what was sent cannot be kept, so nothing was. Correct it and send it again.",
    ),
    429: Words("Too many tries", "Wait a few minutes, then try again."),
    500: Words(
        "Our mistake",
        "Something went wrong on our side. It was noted in the log. Nothing half-done was kept; "
        "please try again.",
    ),
    503: Words(
        "Not at the moment",
        "The database cannot be reached right now. Nothing was lost; please try again in a minute.",
    ),
}
STALE_PAGE = ErrorPage(
    400,
    "This page has grown old",
    "It was open for too long, or you have signed in or out meanwhile. Nothing was changed. Go "
    "back, reload the page and send it again.",
)


def register_error_pages(app: Flask) -> None:
    """Attach the pages."""
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TwofoldError, answer_known_error)
    app.register_error_handler(DataError, _not_storable)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(InterfaceError, _database_error)


def status_of(error: TwofoldError) -> int:
    return STATUS_OF_FAULT[error.fault]


def error_page(status: int, text: str | None = None) -> ErrorPage:
    """The page's words for a status; `text` replaces the general advice."""
    if is_for_programs(request.path):
        text = text or words_for_programs(status)
    general = Words(HTTP_STATUS_CODES.get(status, "Something went wrong"), WORDS[400].text)
    words = WORDS.get(status, general)
    return ErrorPage(status, words.title, text or words.text)


def answer_error(page: ErrorPage) -> Response:
    """The page as a response; plainer when the page itself cannot be drawn.

    A program reads the same as a problem document (RFC 9457).
    """
    if is_for_programs(request.path):
        return answer_problem(page.status, page.text, page.faults)
    try:
        body = render_template("error.html", page=page)
    except Exception:
        log.exception("the error page could not be drawn")
        body = (
            f'<!doctype html><html lang="en"><meta charset="utf-8">'
            f"<title>{escape(page.title)} – Twofold</title>"
            f"<h1>{escape(page.title)}</h1><p>{escape(page.text)}</p>"
        )
    return make_response(body, page.status)


def answer_known_error(error: TwofoldError) -> Response:
    """What a package of ours raised, in its own words."""
    page = error_page(status_of(error), str(error))
    if isinstance(error, RequestRefusedError):
        page = replace(page, faults=error.faults)
    answer = answer_error(page)
    if isinstance(error, NotSavedError):
        answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _stale_page(_error: CSRFError) -> Response:
    return answer_error(STALE_PAGE)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if status >= 500:
        db.session.rollback()
    answer = answer_error(error_page(status, _own_words(error)))
    for name, value in error.get_headers():
        if name.lower() in KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def _own_words(error: HTTPException) -> str | None:
    """What the raiser said, where that is more than the library's general sentence."""
    usual = default_exceptions.get(error.code or 500)
    if usual is None or error.description == usual.description:
        return None
    return error.description


def _not_storable(error: DataError) -> Response:
    """A text with a NUL, say, which PostgreSQL neither stores nor looks for."""
    log.warning(
        "%s %s sent what the database cannot hold: %s", request.method, request.path, error.orig
    )
    db.session.rollback()
    return answer_error(error_page(400))


def _database_error(error: OperationalError | InterfaceError) -> Response:
    log.error("the database did not answer %s %s: %s", request.method, request.path, error)
    db.session.rollback()
    answer = answer_error(error_page(503))
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer
