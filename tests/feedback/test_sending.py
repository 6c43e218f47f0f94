"""Sending the page: what is stored, what is refused, and that it happens once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.database import writing
from core.keys import KeyRing
from feedback.paradata import network_hash_of
from surveys.models import Invitation
from tests.factories import transaction_of
from tests.feedback.browsing import (
    GOOD,
    Respondent,
    chosen,
    stored_answers,
    stored_responses,
    token_of,
    written,
)

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Mobile/15E148"


def test_answers_are_stored_exactly_as_given_and_thanked_for(
    respondent: Respondent, session: Session
) -> None:
    text = " Two men came.\nThe line stood still – <b>until</b> Friday 😀 "
    sent = respondent.send(
        respondent.token(),
        {"recommend": "0", "satisfaction": "5", "reason": "price", "comment": text},
    )
    thanks = respondent.client.get(sent.location)

    assert sent.status_code == 303
    assert thanks.status_code == 200
    assert "Thank you. Your answers are saved." in thanks.text
    assert "Friday" not in thanks.text
    assert stored_answers(session) == {
        "recommend": 0,
        "satisfaction": 5,
        "reason": "price",
        "comment": text,
    }


def test_a_response_knows_its_invitation_and_how_it_was_answered(
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    clock: FixedClock,
    invitation: Invitation,
    other_invitation: Invitation,
) -> None:
    opened_at = clock.now()
    token = respondent.token()
    clock.at = opened_at + timedelta(seconds=42)

    respondent.client.post(
        f"{respondent.path}?lang=en",
        data={"sheet": token, **GOOD},
        headers={"User-Agent": PHONE},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )

    [response] = stored_responses(session)
    assert response.invitation_id == invitation.id
    assert transaction_of(response).key == "delivery-1"
    assert response.version_id == invitation.version_id
    assert (response.source, response.audience) == ("link", "end_user")
    assert (response.language, response.promise) == ("en", "confidential")
    assert (response.served_at, response.answered_at) == (opened_at, clock.now())
    assert response.invited_at == invitation.invited_at
    assert response.device_class == "phone"
    assert response.network_hash == network_hash_of(keys, "192.0.2.7")


def test_the_time_of_the_letter_is_the_time_of_inviting(
    respondent: Respondent, session: Session, clock: FixedClock
) -> None:
    sent_at = clock.now() - timedelta(hours=3)
    with writing(session):
        session.execute(sa.update(Invitation).values(sent_at=sent_at))

    respondent.send(respondent.token())

    assert stored_responses(session)[0].invited_at == sent_at


def test_a_clock_that_jumped_back_makes_the_time_unknown(
    respondent: Respondent, session: Session, clock: FixedClock
) -> None:
    token = respondent.token()
    clock.at -= timedelta(minutes=5)

    respondent.send(token)

    assert stored_responses(session)[0].served_at is None


def test_questions_left_open_leave_no_answer(respondent: Respondent, session: Session) -> None:
    respondent.send(respondent.token(), {**GOOD, "comment": "  ", "reason": ""})

    assert stored_answers(session) == {"recommend": 9, "satisfaction": 4}


def test_fields_that_nobody_asked_for_are_ignored(respondent: Respondent, session: Session) -> None:
    answer = respondent.send(
        respondent.token(), {**GOOD, "audience": "channel_partner", "data": "1", "errors": "1"}
    )

    assert answer.status_code == 303
    assert set(stored_answers(session)) == {"recommend", "satisfaction"}


HOSTILE: tuple[tuple[str, dict[str, str | Sequence[str]], str], ...] = (
    ("nothing at all", {}, "Not answered yet: please choose one."),
    ("above the scale", {**GOOD, "recommend": "11"}, "is not one of those offered"),
    ("below the scale", {**GOOD, "satisfaction": "0"}, "is not one of those offered"),
    ("text for a score", {**GOOD, "recommend": "ten"}, "is not one of those offered"),
    ("decimal", {**GOOD, "recommend": "9.0"}, "is not one of those offered"),
    ("not a number", {**GOOD, "recommend": "NaN"}, "is not one of those offered"),
    ("huge number", {**GOOD, "recommend": "9" * 5000}, "is not one of those offered"),
    ("script", {**GOOD, "recommend": "<script>alert(1)</script>"}, "is not one of those offered"),
    ("two answers", {**GOOD, "recommend": ["1", "10"]}, "More than one answer arrived"),
    ("unknown choice", {**GOOD, "reason": "weather"}, "is not one of those offered"),
    ("NUL in a score", {**GOOD, "recommend": "9\x00"}, "is not one of those offered"),
    ("NUL in a text", {**GOOD, "comment": "a\x00b"}, "a hidden character that cannot be kept"),
    ("long text", {**GOOD, "comment": "x" * 4001}, "has 4001 characters and 4000 fit"),
    ("two texts", {**GOOD, "comment": ["one", "two"]}, "More than one answer arrived"),
)


@pytest.mark.parametrize(
    ("answers", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_a_hostile_or_missing_value_is_told_and_nothing_is_stored(
    respondent: Respondent,
    session: Session,
    answers: dict[str, str | Sequence[str]],
    words: str,
) -> None:
    page = respondent.send(respondent.token(), answers)

    assert page.status_code == 422
    assert words in page.text
    assert "<script>alert" not in page.text
    assert stored_responses(session) == []


def test_all_other_answers_are_still_there_after_an_error(respondent: Respondent) -> None:
    long = "The technician came alone.\n" * 200

    page = respondent.send(
        respondent.token(), {"recommend": "6", "reason": "advice", "comment": long}
    )

    assert page.status_code == 422
    assert chosen(page, "recommend") == ["6"]
    assert chosen(page, "reason") == ["advice"]
    assert written(page, "comment") == long


def test_an_error_is_named_in_the_title_in_the_summary_and_beside_the_question(
    respondent: Respondent,
) -> None:
    page = respondent.send(respondent.token(), {"recommend": "6"}).text

    assert "<title>Please check: How was your delivery?" in page
    assert '<div class="alert" role="alert">' in page
    assert '<a href="#satisfaction-first">Question 2: Not answered yet' in page
    assert 'id="satisfaction-first"' in page
    assert 'aria-invalid="true" aria-describedby="satisfaction-error"' in page
    assert '<span class="oops" id="satisfaction-error">Not answered yet' in page


def test_a_sheet_that_was_corrected_is_the_same_sheet(
    respondent: Respondent, session: Session, clock: FixedClock
) -> None:
    opened_at = clock.now()
    first = respondent.token()
    clock.at += timedelta(seconds=30)
    corrected = token_of(respondent.send(first, {"recommend": "6"}))

    respondent.send(corrected)

    assert corrected == first
    assert stored_responses(session)[0].served_at == opened_at
