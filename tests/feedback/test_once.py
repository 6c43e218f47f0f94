"""One link, one response: sheets sent again, changed, late, forged, or without their key."""

from __future__ import annotations

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
from surveys.links import invitation_path
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

    assert [transaction_of(response).key for response in stored_responses(session)] == [
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
    page = respondent.send(respondent.token(), {**GOOD, "comment": "x" * 5_000_000})

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
