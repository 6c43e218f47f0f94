"""The course of a sheet, whatever kind of link it came through: shown, gone through, kept, sent.

Opening writes nothing. Going on and back saves the draft of a personal link; a draft that cannot be
saved stops nobody, since the form carries every answer itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Flask, Response, current_app, redirect, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core.context import current_context
from core.database import db
from core.errors import NotSavedError
from core.group_commit import GroupCommit
from feedback.answering.drawing import draw_notice, draw_sheet
from feedback.answering.links import OpenedLink
from feedback.answering.turns import Deed, Turn, read_turn, sheet_of
from feedback.drafts.services import SheetSoFar, drop_draft, keep_draft, read_draft
from feedback.drawn_questions import Values
from feedback.errors import SecondSheetError
from feedback.forms import SheetForm
from feedback.pages import SheetState
from feedback.rows import SentSheet
from feedback.services import (
    SubmitOutcome,
    outcome_of_repeat,
    require_open,
    require_sendable,
    store_sheets,
)
from feedback.tokens import new_token, sign_token
from feedback.trail import Trail, sign_trail

log = logging.getLogger(__name__)

INTAKE = "twofold_intake"

# Far above what any question takes: a text that is too long is told so with everything kept.
LARGEST_SHEET_BYTES = 4 * 1024 * 1024

Store = Callable[[Turn, SheetForm], ResponseReturnValue]


def prepare_intake(state: BlueprintSetupState) -> None:
    """Set up where the sheets of this process meet on their way to the disk."""
    assert isinstance(state.app, Flask)
    with state.app.app_context():
        state.app.extensions[INTAKE] = GroupCommit(db.engine, store_sheets)


def _intake() -> GroupCommit[SentSheet, SubmitOutcome]:
    intake: GroupCommit[SentSheet, SubmitOutcome] = current_app.extensions[INTAKE]
    return intake


def take_long_texts() -> None:
    """Let this request be as large as a sheet may; call before anything of its form is read."""
    request.max_content_length = request.max_form_memory_size = LARGEST_SHEET_BYTES


def show_sheet(link: OpenedLink) -> ResponseReturnValue:
    """The sheet's first page, or where its draft stopped; raises ClosedLinkError."""
    asked, now = link.asked, current_context().clock.now()
    if asked.stored is not None:
        return draw_notice("used", link.language, 200, asked.programme)
    require_open(asked, now)
    if asked.draft is None:
        so_far = SheetSoFar(new_token(asked.version_id, now), 0, _preselected(link), ())
    else:
        so_far = read_draft(asked.draft, asked.version_id)
    return draw_sheet(link, _opened(link, so_far, now))


def receive_sheet(link: OpenedLink, store: Store | None = None) -> ResponseReturnValue:
    """Do what the pressed button says; raises ClosedLinkError, SecondSheetError.

    A finished sheet goes to `store`, to the database unless told otherwise.
    """
    turn = read_turn(link, current_context().clock.now())
    asked = turn.link.asked
    if asked.stored is not None:
        return _answer(turn, _outcome_on_used_link(turn))
    if turn.is_repaired:
        require_open(asked, turn.now)
        return _draw(turn, turn.page, 400, alert=turn.link.ready.wording.page_too_old)
    require_sendable(asked, turn.token.served_at, turn.now)
    if turn.deed is Deed.SEND:
        return _send(turn, store or _store)
    return DEEDS[turn.deed](turn)


def _opened(link: OpenedLink, so_far: SheetSoFar, now: datetime) -> SheetState:
    keys, asked = current_context().keys, link.asked
    given = SheetForm(link.ready, _as_sent(so_far.values)).given if so_far.values else {}
    walk = link.ready.course.walk(given, asked.facts)
    is_there = walk.page(so_far.page) or so_far.page == walk.closing_page
    page = so_far.page if is_there else walk.first_page()
    # From nowhere to this page: to come back to it counts as a visit.
    trail = Trail(0, now, so_far.looks).at(page, now)
    return SheetState(
        page=page,
        token=sign_token(keys, asked.subject, so_far.token),
        trail=sign_trail(keys, so_far.token.key, trail),
        values=so_far.values,
        walk=walk,
        resumed_at=asked.draft.saved_at if asked.draft else None,
    )


def _preselected(link: OpenedLink) -> Values:
    """Scores tapped in a mail. Only scores: nobody puts words into somebody's mouth by a link."""
    return {
        question.key: (request.args[question.key],)
        for question in link.ready.sheet.questions
        if question.scores is not None and question.key in request.args
    }


def _as_sent(values: Values) -> MultiDict[str, str]:
    return MultiDict([(name, value) for name, each in values.items() for value in each])


def _send(turn: Turn, store: Store) -> ResponseReturnValue:
    """Store the sheet, unless a shown question is not right yet or a page was not seen yet."""
    form = turn.checked()
    if not form.validate():
        first_wrong = next(iter(form.problems)).partition(".")[0]
        return _draw(turn, turn.walk.page_of(first_wrong), 422, form.problems)
    unseen = turn.walk.page_after(turn.page)
    if unseen is not None:
        return _move(turn, unseen)
    return store(turn, form)


def _store(turn: Turn, form: SheetForm) -> ResponseReturnValue:
    try:
        outcome = _intake().submit(sheet_of(turn, form))
    except NotSavedError:
        return _draw(turn, turn.page, 503, alert=turn.link.ready.wording.not_saved)
    return _answer(turn, outcome)


def _next(turn: Turn) -> ResponseReturnValue:
    """Go on when this page is right; after the last answer there is a page to send from."""
    form = turn.checked(turn.page)
    if not form.validate():
        _save_if_possible(turn, turn.page)
        return _draw(turn, turn.page, 422, form.problems)
    return _move(turn, turn.walk.page_after(turn.page) or turn.walk.closing_page)


def _back(turn: Turn) -> ResponseReturnValue:
    return _move(turn, turn.walk.page_before(turn.page) or turn.page)


def _keep(turn: Turn) -> ResponseReturnValue:
    if not _save_if_possible(turn, turn.page):
        return _draw(turn, turn.page, 503, alert=turn.link.ready.wording.not_saved)
    link = turn.link
    return draw_notice("kept", link.language, 200, link.asked.programme, go_on_url=link.url)


def _save(turn: Turn) -> ResponseReturnValue:
    return Response(status=204 if _save_if_possible(turn, turn.page) else 503)


def _again(turn: Turn) -> ResponseReturnValue:
    return _draw(turn, turn.page)


def _begin_again(turn: Turn) -> ResponseReturnValue:
    try:
        drop_draft(db.engine, turn.link.asked)
    except NotSavedError:
        return _draw(turn, turn.page, 503, alert=turn.link.ready.wording.not_saved)
    return redirect(turn.link.url, 303)


DEEDS: Mapping[Deed, Callable[[Turn], ResponseReturnValue]] = {
    Deed.NEXT: _next,
    Deed.BACK: _back,
    Deed.KEEP: _keep,
    Deed.SAVE: _save,
    Deed.AGAIN: _again,
    Deed.FRESH: _begin_again,
}


def _move(turn: Turn, page: int) -> Response:
    _save_if_possible(turn, page)
    return _draw(turn, page)


def _save_if_possible(turn: Turn, page: int) -> bool:
    """Save the draft of a personal link with any answer; False when it could not be saved."""
    asked = turn.link.asked
    if not asked.keeps_drafts or not turn.form.given:
        return True
    try:
        keep_draft(db.engine, asked, turn.link.language, turn.so_far(page), turn.now)
    except NotSavedError:
        log.warning("a draft could not be saved; its answers stay in the page")
        return False
    return True


def _draw(
    turn: Turn,
    page: int,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
    alert: str | None = None,
) -> Response:
    state = turn.state(page, problems)
    return draw_sheet(turn.link, state.with_alert(alert) if alert else state, status)


def _outcome_on_used_link(turn: Turn) -> SubmitOutcome:
    """The same sheet again, or another one."""
    stored = turn.link.asked.stored
    assert stored is not None
    if turn.is_repaired or turn.deed is not Deed.SEND:
        return SubmitOutcome.LINK_USED
    form = turn.checked()
    answers = form.answers() if form.validate() else ()
    return outcome_of_repeat(stored, turn.token.key, answers)


def _answer(turn: Turn, outcome: SubmitOutcome) -> ResponseReturnValue:
    link = turn.link
    if outcome is SubmitOutcome.LINK_USED:
        raise SecondSheetError(link.language, link.asked.programme)
    return redirect(link.thanks_url(turn.token.key), 303)
