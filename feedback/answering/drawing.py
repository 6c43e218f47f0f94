"""Answers in HTML: pages of sheets, and notices.

Past the context of the house's own pages: a respondent has no menu, and drawing these pages must
work when the database does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from flask import Response, current_app, make_response
from flask.blueprints import BlueprintSetupState
from jinja2 import Environment
from markupsafe import Markup

from core.web.errors import RETRY_AFTER_SECONDS
from feedback.answering.links import SHELF, OpenedLink
from feedback.drawn_questions import AskedQuestion
from feedback.pages import (
    NoticePage,
    SheetPage,
    SheetState,
    build_notice_page,
    build_sheet_page,
)
from feedback.sheets import SheetShelf
from feedback.wording import Notice, wording_of

STYLE = "twofold_sheet_style"
SCRIPT = "twofold_sheet_script"
DRAW_BLANK = "twofold_draw_blank_question"
QUESTIONS = "respond/questions.html"
KEPT_QUESTIONS = 2_000


def prepare_drawing(state: BlueprintSetupState) -> None:
    """Read the style and the script that go inside the pages, and set up the shelf."""
    environment = state.app.jinja_env
    assert environment.loader is not None
    for name, file in ((STYLE, "sheet.css"), (SCRIPT, "sheet.js")):
        source, _, _ = environment.loader.get_source(environment, f"respond/{file}")
        state.app.extensions[name] = small_source(source)
    state.app.extensions[SHELF] = SheetShelf()
    draw_blank = lru_cache(maxsize=KEPT_QUESTIONS)(partial(_draw_anew, environment))
    state.app.extensions[DRAW_BLANK] = draw_blank


def draw_sheet(link: OpenedLink, state: SheetState, status: int = 200) -> Response:
    page = build_sheet_page(link.asked, link.ready, link.address, state)
    return _respond("respond/sheet.html", page, status)


def draw_notice(
    name: str,
    language: str,
    status: int,
    programme: str | None = None,
    *,
    sent: Sequence[tuple[str, str]] = (),
    go_on_url: str | None = None,
) -> Response:
    notice = wording_of(language).notice(name)
    return draw_words(notice, language, status, programme, sent=sent, go_on_url=go_on_url)


def draw_words(
    notice: Notice,
    language: str,
    status: int,
    programme: str | None = None,
    *,
    sent: Sequence[tuple[str, str]] = (),
    go_on_url: str | None = None,
) -> Response:
    page = build_notice_page(notice, wording_of(language), programme, sent, go_on_url)
    return _respond("respond/notice.html", page, status)


def _respond(template: str, page: SheetPage | NoticePage, status: int) -> Response:
    drawn = current_app.jinja_env.get_template(template)
    body = drawn.render(
        page=page,
        draw_question=_draw_question,
        style=current_app.extensions[STYLE],
        script=current_app.extensions[SCRIPT],
    )
    response = make_response(body, status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _draw_question(question: AskedQuestion) -> Markup:
    """Drawing questions costs more than all the rest of a page, and for most people they look the
    same. Only blank ones are kept: nobody's answers stay in memory."""
    if not question.is_blank:
        return _draw_anew(current_app.jinja_env, question)
    drawn: Markup = current_app.extensions[DRAW_BLANK](question)
    return drawn


def _draw_anew(environment: Environment, question: AskedQuestion) -> Markup:
    macro: Callable[[AskedQuestion], Markup] = getattr(
        environment.get_template(QUESTIONS).module, question.template
    )
    return macro(question)


def small_source(source: str) -> str:
    """A stylesheet or script without its block comments and line ends."""
    without_comments = "".join(
        part.partition("*/")[2] if number else part
        for number, part in enumerate(source.split("/*"))
    )
    return " ".join(without_comments.split())
