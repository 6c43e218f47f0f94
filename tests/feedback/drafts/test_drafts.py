"""Drafts of personal links: kept while one answers, resumed on any device, gone when they must."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.database import db, glancing, writing, writing_core
from feedback.answers import GivenAnswer
from feedback.asked import Asked
from feedback.drafts.services import SheetSoFar, keep_draft, sweep_drafts
from feedback.models import SheetDraft
from feedback.queries import find_asked
from feedback.rows import SentSheet
from feedback.services import store_sheets
from feedback.tokens import SheetToken, new_token
from surveys.models import Invitation
from tests.feedback.answering.conftest import Ask
from tests.feedback.answering.factory import TURNING, make_content
from tests.feedback.browsing import (
    GOOD,
    Respondent,
    chosen,
    press,
    sheet_of,
    stored_answers,
    stored_responses,
    token_of,
    written,
)
from tests.feedback.troubles import READ_ONLY, every_connection


def _drafts(session: Session) -> list[SheetDraft]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(sa.select(SheetDraft)))


def _sent(asked: Asked, token: SheetToken, now: datetime) -> SentSheet:
    return SentSheet(
        key=token.key,
        source=asked.source,
        audience=asked.audience,
        invitation_id=asked.invitation_id,
        open_link_id=None,
        transaction_id=asked.transaction_id,
        version_id=asked.version_id,
        language=asked.language,
        promise=asked.promise,
        invited_at=asked.invited_at,
        served_at=now,
        received_at=now,
        device_class=None,
        network_hash=None,
        pages=None,
        answers=(GivenAnswer("recommend", score=9),),
    )


def _half(respondent: Respondent) -> None:
    """Page two of three with something typed, and saved for later."""
    second = press(respondent.client, respondent.open(), "next", {"recommend": "3"})
    kept = press(respondent.client, second, "keep", {"story": "It rained.\nFor days 🌧"})
    assert kept.status_code == 200
    assert "Saved, but not sent yet." in kept.text


def test_a_sheet_goes_on_where_it_stopped_on_another_device(
    app: Flask, respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    _half(respondent)
    elsewhere = Respondent(app.test_client(), respondent.path)

    second = elsewhere.open()
    third = press(elsewhere.client, second, "next", {"reason": "time"})
    press(elsewhere.client, third, "send", {"satisfaction": "1"})

    assert "You began on 16 November at 10:00." in second.text
    assert written(second, "story") == "It rained.\nFor days 🌧"
    assert stored_answers(session) == {
        "recommend": 3,
        "reason": "time",
        "story": "It rained.\nFor days 🌧",
        "satisfaction": 1,
    }


def test_the_draft_goes_with_the_answers_that_are_stored(
    respondent: Respondent, session: Session
) -> None:
    first = respondent.open()
    press(respondent.client, first, "keep", {"recommend": "9"})
    kept = len(_drafts(session))

    respondent.send(token_of(first))
    page = respondent.open()

    assert kept == 1
    assert _drafts(session) == []
    assert "This link has been used." in page.text


def test_nothing_is_kept_of_a_sheet_on_which_nothing_was_answered(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))

    press(respondent.client, respondent.open(), "keep")
    press(respondent.client, respondent.open(), "next")

    assert _drafts(session) == []


def test_opening_and_reading_in_another_language_keep_nothing(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING, german={"title": "Wie war es?"}))

    press(respondent.client, respondent.open(), "de", {"recommend": "3"}, name="_lang")

    assert _drafts(session) == []


def test_a_page_that_is_not_right_yet_is_kept_as_well(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    second = press(respondent.client, respondent.open(), "next", {"recommend": "3"})

    press(respondent.client, second, "next", {"story": "no reason given"})

    assert written(respondent.open(), "story") == "no reason given"


def test_the_script_s_own_saving_answers_in_no_words(
    respondent: Respondent, session: Session
) -> None:
    token = respondent.token()

    saved = respondent.client.post(
        respondent.path, data={"sheet": token, "_go": "save", "recommend": "7", "comment": "So"}
    )

    assert (saved.status_code, saved.data) == (204, b"")
    assert chosen(respondent.open(), "recommend") == ["7"]
    assert len(_drafts(session)) == 1


def test_beginning_again_deletes_the_draft(respondent: Respondent, session: Session) -> None:
    press(respondent.client, respondent.open(), "keep", {"recommend": "2"})
    page = respondent.open()

    again = respondent.client.post(respondent.path, data={"sheet": token_of(page), "_go": "fresh"})

    assert again.status_code == 303
    assert chosen(respondent.client.get(again.location), "recommend") == []
    assert _drafts(session) == []


def test_a_draft_is_read_in_the_language_it_was_written_in(
    respondent: Respondent, ask: Ask
) -> None:
    ask(make_content(*TURNING, german={"title": "Wie war es?"}))
    german = press(respondent.client, respondent.open(), "de", name="_lang")

    press(respondent.client, german, "next", {"recommend": "3"})

    assert '<html lang="de">' in respondent.open().text


def test_a_sheet_sent_from_two_devices_is_one_response(
    app: Flask, respondent: Respondent, session: Session
) -> None:
    press(respondent.client, respondent.open(), "keep", dict(GOOD))
    elsewhere = Respondent(app.test_client(), respondent.path)
    here, there = respondent.open(), elsewhere.open()

    first = press(respondent.client, here, "send")
    same = press(elsewhere.client, there, "send")
    changed = press(elsewhere.client, there, "send", {"recommend": "0"})

    assert [page.status_code for page in (first, same, changed)] == [303, 303, 409]
    assert len(stored_responses(session)) == 1


def test_the_time_of_both_sittings_is_the_time_of_the_page(
    respondent: Respondent, session: Session, clock: FixedClock
) -> None:
    page = respondent.open()
    clock.at += timedelta(seconds=10)
    press(respondent.client, page, "keep", dict(GOOD))
    clock.at += timedelta(hours=20)
    page = respondent.open()
    clock.at += timedelta(seconds=3)

    press(respondent.client, page, "send")

    assert stored_responses(session)[0].pages == [{"page": 1, "seconds": 13.0, "visits": 2}]


def test_saving_after_sending_keeps_nothing(respondent: Respondent, session: Session) -> None:
    token = respondent.token()
    respondent.send(token)

    late = respondent.client.post(
        respondent.path, data={"sheet": token, "_go": "save", "recommend": "1"}
    )

    assert late.status_code == 409
    assert _drafts(session) == []


@pytest.mark.parametrize("column", ["revoked_at", "refused_at", "expires_at"])
def test_the_draft_of_a_closed_link_is_not_shown_and_soon_deleted(
    respondent: Respondent, session: Session, clock: FixedClock, column: str
) -> None:
    press(respondent.client, respondent.open(), "keep", {"recommend": "2", "comment": "private"})
    with writing(session):
        session.execute(sa.update(Invitation).values({column: clock.now()}))
    clock.at += timedelta(hours=3)

    page = respondent.open()
    gone = sweep_drafts(session, clock.now())

    assert page.status_code == 410
    assert "private" not in page.text
    assert gone == 1
    assert _drafts(session) == []


def test_sweeping_leaves_the_drafts_of_open_links(
    respondent: Respondent, session: Session, now: datetime
) -> None:
    press(respondent.client, respondent.open(), "keep", {"recommend": "2"})

    gone = sweep_drafts(session, now)

    assert gone == 0
    assert len(_drafts(session)) == 1


def test_a_draft_saved_while_its_sheet_is_being_stored_does_not_outlive_it(
    app: Flask, invitation: Invitation, session: Session, now: datetime
) -> None:
    with app.app_context():
        engine = db.engine
    with glancing(engine) as connection:
        asked = find_asked(connection, invitation.id)
    assert asked is not None
    token = new_token(asked.version_id, now)
    so_far = SheetSoFar(token, 1, {"recommend": ("9",)}, ())

    with ThreadPoolExecutor(1) as saver:
        with writing_core(engine) as connection:
            store_sheets(connection, [_sent(asked, token, now)])
            saving = saver.submit(keep_draft, engine, asked, "en", so_far, now)
            wait([saving], timeout=1)
        saving.result()

    assert len(stored_responses(session)) == 1
    assert _drafts(session) == []


def test_saving_for_later_says_so_when_it_could_not_be_saved(
    app: Flask, respondent: Respondent
) -> None:
    page = respondent.open()

    with every_connection(app, lambda engine: READ_ONLY[engine.dialect.name]):
        kept = press(respondent.client, page, "keep", {"recommend": "3", "comment": "still here"})

    assert kept.status_code == 503
    assert "Not saved yet, please try again." in kept.text
    assert written(kept, "comment") == "still here"


def test_a_sheet_of_several_pages_is_never_lost_when_nothing_can_be_saved(
    app: Flask, respondent: Respondent, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    first = respondent.open()

    with every_connection(app, lambda engine: READ_ONLY[engine.dialect.name]):
        second = press(respondent.client, first, "next", {"recommend": "3"})
        third = press(respondent.client, second, "next", {"reason": "time", "story": "Every word"})
        unsaved = press(respondent.client, third, "send", {"satisfaction": "2"})

    assert (second.status_code, third.status_code, unsaved.status_code) == (200, 200, 503)
    assert chosen(unsaved, "satisfaction") == ["2"]
    assert {("recommend", "3"), ("reason", "time"), ("story", "Every word")} <= set(
        sheet_of(unsaved).fields
    )
