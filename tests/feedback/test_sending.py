"""Sending the page: what is stored, what is refused, and that it happens once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.database import writing
from core.keys import KeyRing
from feedback.models import Answer
from feedback.paradata import network_hash_of
from surveys.links import invitation_path
from surveys.models import Invitation
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
    assert response.transaction.key == "delivery-1"
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
    assert "<script>" not in page.text
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


def test_the_same_sheet_sent_again_is_one_response_and_the_same_thanks(
    respondent: Respondent, session: Session
) -> None:
    token = respondent.token()

    first, second = respondent.send(token), respondent.send(token)

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert second.status_code == 303
    assert len(stored_responses(session)) == 1
    assert len(stored_answers(session)) == 2


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"recommend": "1", "satisfaction": "1"}, id="other answers"),
        pytest.param({**GOOD, "comment": "one more thing"}, id="an answer more"),
        pytest.param({"recommend": "1"}, id="an answer less"),
        pytest.param({}, id="none"),
    ],
)
def test_a_changed_sheet_on_a_used_link_is_not_stored_and_says_so(
    respondent: Respondent, session: Session, answers: dict[str, str]
) -> None:
    token = respondent.token()
    respondent.send(token)

    page = respondent.send(token, answers)

    assert page.status_code == 409
    assert "These answers were not saved." in page.text
    assert stored_answers(session) == {"recommend": 9, "satisfaction": 4}


def test_a_second_sheet_on_a_used_link_is_not_stored_and_says_so(
    respondent: Respondent, session: Session
) -> None:
    first, second = respondent.token(), respondent.token()
    respondent.send(first)

    page = respondent.send(second)

    assert page.status_code == 409
    assert len(stored_responses(session)) == 1


def test_a_used_link_answers_the_same_to_a_sheet_without_a_key(respondent: Respondent) -> None:
    respondent.send(respondent.token())

    page = respondent.send("")

    assert page.status_code == 409


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\x00", "x" * 100_000])
def test_a_sheet_without_its_key_is_kept_and_gets_a_new_one(
    respondent: Respondent, session: Session, token: str
) -> None:
    page = respondent.send(token, {**GOOD, "comment": "kept"})
    repaired = respondent.send(token_of(page), {**GOOD, "comment": "kept"})

    assert page.status_code == 400
    assert "this page had lost its key" in page.text
    assert chosen(page, "recommend") == ["9"]
    assert written(page, "comment") == "kept"
    assert repaired.status_code == 303
    assert len(stored_responses(session)) == 1


def test_the_key_of_another_link_s_sheet_opens_nothing(
    respondent: Respondent, session: Session, keys: KeyRing, other_invitation: Invitation
) -> None:
    other = Respondent(respondent.client, invitation_path(keys, other_invitation.id))

    page = respondent.send(other.token())

    assert page.status_code == 400
    assert stored_responses(session) == []


def test_two_links_are_two_responses(
    respondent: Respondent, session: Session, keys: KeyRing, other_invitation: Invitation
) -> None:
    other = Respondent(respondent.client, invitation_path(keys, other_invitation.id))

    respondent.send(respondent.token())
    other.send(other.token(), {"recommend": "2", "satisfaction": "2"})

    assert [response.transaction.key for response in stored_responses(session)] == [
        "delivery-1",
        "delivery-2",
    ]


@pytest.mark.parametrize(
    ("late", "status"),
    [
        pytest.param(timedelta(hours=2), 303, id="within two hours"),
        pytest.param(timedelta(hours=2, milliseconds=1), 410, id="after two hours"),
    ],
)
def test_a_page_opened_in_time_may_be_finished(
    respondent: Respondent,
    session: Session,
    clock: FixedClock,
    invitation: Invitation,
    late: timedelta,
    status: int,
) -> None:
    clock.at = invitation.expires_at - timedelta(milliseconds=1)
    token = respondent.token()
    clock.at += late

    page = respondent.send(token)

    assert page.status_code == status
    assert len(stored_responses(session)) == (status == 303)


@pytest.mark.parametrize("column", ["revoked_at", "refused_at"])
def test_a_link_closed_while_its_page_was_open_takes_no_answers(
    respondent: Respondent, session: Session, clock: FixedClock, column: str
) -> None:
    token = respondent.token()
    with writing(session):
        session.execute(sa.update(Invitation).values({column: clock.now()}))

    page = respondent.send(token)

    assert page.status_code == 410
    assert stored_responses(session) == []


def test_what_was_saved_is_thanked_for_even_after_the_link_has_closed(
    respondent: Respondent, clock: FixedClock, invitation: Invitation
) -> None:
    token = respondent.token()
    respondent.send(token)
    clock.at = invitation.expires_at + timedelta(days=30)

    again = respondent.send(token)

    assert again.status_code == 303
    assert respondent.client.get(again.location).status_code == 200


def test_a_forged_link_takes_no_answers(respondent: Respondent, session: Session) -> None:
    token = respondent.token()

    page = respondent.client.post(respondent.path[:-1], data={"sheet": token, **GOOD})

    assert page.status_code == 404
    assert stored_responses(session) == []


def test_a_flood_of_text_is_refused_before_it_is_read(
    respondent: Respondent, session: Session
) -> None:
    page = respondent.send(respondent.token(), {**GOOD, "comment": "x" * 300_000})

    assert page.status_code == 413
    assert "that was too much text" in page.text
    assert stored_responses(session) == []


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_body_that_is_no_form_is_answered_with_the_form(
    respondent: Respondent, session: Session, kind: str
) -> None:
    page = respondent.client.post(respondent.path, data=b'{"recommend": 9}', content_type=kind)

    assert page.status_code == 400
    assert "<form" in page.text
    assert stored_responses(session) == []


def test_answering_is_safe_from_other_sites_without_the_session_s_token(
    app: Flask, client: FlaskClient, path: str, session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    respondent = Respondent(client, path)

    forged = client.post(path, data=GOOD)
    genuine = respondent.send(respondent.token())

    assert (forged.status_code, genuine.status_code) == (400, 303)
    assert len(stored_responses(session)) == 1


def test_no_answer_is_ever_without_its_response(respondent: Respondent, session: Session) -> None:
    respondent.send(respondent.token(), {**GOOD, "comment": "x"})

    orphans = session.scalar(
        sa.select(sa.func.count()).where(
            Answer.response_id.not_in([response.id for response in stored_responses(session)])
        )
    )
    assert orphans == 0
