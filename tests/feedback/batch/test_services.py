"""Responses in bulk: all or none, once each, by the same rules as the answering page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Audience
from feedback.errors import RowsRefusedError
from feedback.rows import ResponseRow, StoreCounts
from feedback.services import find_row_problems, record_responses
from surveys.models import Invitation
from tests.factories import make_transaction, transaction_of
from tests.feedback.browsing import GOOD, Respondent, stored_answers, stored_responses


@pytest.fixture
def row(session: Session, now: datetime, version_id: int) -> ResponseRow:
    make_transaction(session, now, "noise")
    make_transaction(session, now, "order-1", partner_key="nordhaus")
    return _row(version_id, now)


def test_a_row_is_stored_as_a_response_of_its_transaction(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    counts = _record(session, [row], now)

    [response] = stored_responses(session)
    assert counts == StoreCounts(new=1)
    assert (response.key, transaction_of(response).key) == ("review-1", "order-1")
    assert (response.source, response.audience) == ("import", "end_user")
    assert response.answered_at == now - timedelta(days=1)
    assert response.received_at == now
    assert response.invitation_id is None
    assert stored_answers(session) == {"satisfaction": 5, "comment": "Chegou rápido"}


def test_the_same_row_again_changes_nothing(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    _record(session, [row], now)

    counts = _record(session, [row, row], now + timedelta(days=1))

    assert counts == StoreCounts(unchanged=2)
    assert stored_responses(session)[0].received_at == now
    assert len(stored_answers(session)) == 2


def test_a_row_that_stands_twice_in_one_batch_is_stored_once(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    counts = _record(session, [row, row], now)

    assert counts == StoreCounts(new=1, unchanged=1)
    assert len(stored_responses(session)) == 1


def test_a_simulated_response_belongs_to_its_invitation(
    session: Session, now: datetime, invitation: Invitation
) -> None:
    row = ResponseRow(
        key="simulated-1",
        audience=Audience.END_USER,
        version_id=invitation.version_id,
        answered_at=now,
        served_at=now - timedelta(seconds=40),
        pages=[{"page": 1, "seconds": 40.0, "visits": 1}],
        answers={"recommend": 3},
        transaction_key="delivery-1",
        invitation_id=invitation.id,
    )

    _record(session, [row], now)

    [response] = stored_responses(session)
    assert response.invitation_id == invitation.id
    assert response.served_at == now - timedelta(seconds=40)
    assert response.pages == [{"page": 1, "seconds": 40.0, "visits": 1}]


def test_a_transaction_may_be_named_by_its_number(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    number = make_transaction(session, now, "order-2").id

    _record(session, [replace(row, transaction_key=None, transaction_id=number)], now)

    assert transaction_of(stored_responses(session)[0]).key == "order-2"


def test_a_negative_time_to_answer_is_unknown(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    _record(session, [replace(row, served_at=now + timedelta(days=1))], now)

    assert stored_responses(session)[0].served_at is None


def test_required_questions_may_be_open_since_another_questionnaire_asked(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    _record(session, [replace(row, answers={"satisfaction": "2"})], now)

    assert stored_answers(session) == {"satisfaction": 2}


REFUSED: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    ("score above the scale", {"answers": {"satisfaction": 6}}, "satisfaction cannot be taken"),
    ("score of another kind", {"answers": {"satisfaction": "good"}}, "satisfaction cannot"),
    ("unknown question", {"answers": {"weather": 3}}, "does not ask weather"),
    ("no answer", {"answers": {}}, "holds no answer"),
    ("only blank answers", {"answers": {"comment": " "}}, "holds no answer"),
    ("text too long", {"answers": {"comment": "x" * 4001}}, "too long"),
    ("NUL in a text", {"answers": {"comment": "a\x00"}}, "unstorable"),
    ("unknown transaction", {"transaction_key": "order-9"}, "no transaction order-9"),
    ("no transaction", {"transaction_key": None}, "no transaction"),
    ("number of no transaction", {"transaction_id": 999}, "no transaction"),
    ("unknown version", {"version_id": 999}, "no questionnaire version 999"),
    ("unknown invitation", {"invitation_id": 999}, "no invitation 999"),
)


@pytest.mark.parametrize(
    ("changes", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_one_row_that_does_not_fit_stops_the_batch_and_is_named(
    session: Session, now: datetime, row: ResponseRow, changes: Mapping[str, Any], words: str
) -> None:
    good, bad = row, replace(row, **{"key": "review-2", **changes})

    with pytest.raises(RowsRefusedError) as raised:
        _record(session, [good, bad], now)

    assert [problem.key for problem in raised.value.problems] == ["review-2"]
    assert words in raised.value.problems[0].text
    assert find_row_problems(session, [good, bad]) == raised.value.problems
    assert stored_responses(session) == []


def test_answers_are_never_changed_by_a_later_batch(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    _record(session, [row], now)

    with pytest.raises(RowsRefusedError, match="never changed"):
        _record(session, [replace(row, answers={"satisfaction": 1})], now)

    assert stored_answers(session)["satisfaction"] == 5


def test_one_key_with_two_sets_of_answers_is_refused(
    session: Session, now: datetime, row: ResponseRow
) -> None:
    with pytest.raises(RowsRefusedError, match="stands twice"):
        _record(session, [row, replace(row, answers={"satisfaction": 1})], now)


def test_an_invitation_is_answered_once(
    session: Session, now: datetime, row: ResponseRow, invitation: Invitation
) -> None:
    first = replace(row, invitation_id=invitation.id)
    second = replace(first, key="review-2")

    with pytest.raises(RowsRefusedError, match="answers the same invitation"):
        _record(session, [first, second], now)
    _record(session, [first], now)
    with pytest.raises(RowsRefusedError, match="was answered before, by review-1"):
        _record(session, [second], now)


def test_many_rows_keep_their_own_answers(session: Session, now: datetime, version_id: int) -> None:
    keys = [f"order-{number}" for number in range(25)]
    for key in keys:
        make_transaction(session, now, key)
    rows = [
        replace(
            _row(version_id, now),
            key=f"review of {key}",
            transaction_key=key,
            answers={"recommend": number % 11, "comment": key},
        )
        for number, key in enumerate(keys)
    ]

    counts = _record(session, rows, now)

    assert counts == StoreCounts(new=25)
    for response in stored_responses(session):
        score, comment = response.answers
        assert transaction_of(response).key == comment.text
        assert score.score == int(str(comment.text).removeprefix("order-")) % 11


def test_the_same_answers_have_the_same_hash_by_page_and_by_batch(
    session: Session, now: datetime, row: ResponseRow, respondent: Respondent
) -> None:
    respondent.send(respondent.token(), {**GOOD, "comment": "one\r\ntwo"})

    _record(session, [replace(row, answers={"comment": "one\ntwo", **GOOD})], now)

    by_page, by_batch = stored_responses(session)
    assert by_page.sheet_hash == by_batch.sheet_hash


def test_an_empty_batch_is_no_trouble(session: Session, now: datetime) -> None:
    assert _record(session, [], now) == StoreCounts()


def _row(version_id: int, now: datetime) -> ResponseRow:
    return ResponseRow(
        key="review-1",
        audience=Audience.END_USER,
        version_id=version_id,
        answered_at=now - timedelta(days=1),
        answers={"satisfaction": 5, "comment": "Chegou rápido"},
        transaction_key="order-1",
        language="pt",
    )


def _record(session: Session, rows: list[ResponseRow], now: datetime) -> StoreCounts:
    with writing(session):
        return record_responses(session, rows, now)
