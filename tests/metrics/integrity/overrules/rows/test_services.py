"""A named person decides about single answers; the last word about each holds."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.database import writing
from feedback.models import Response, ResponseSource
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.models import RowDecision
from metrics.integrity.overrules.rows.queries import overrules_of_week
from metrics.integrity.overrules.rows.services import RowVerdict, decide_rows
from metrics.integrity.signature import Signature
from metrics.weekly.models import Pseudonym
from tests.factories import (
    make_end_user,
    make_partner,
    make_programme,
    make_transaction,
    make_version,
)

WEEK, OTHER_WEEK = "2026-W46", "2026-W45"
REASON = "The mother answered with her child"
USE, SET_ASIDE, WITHDRAW = RowVerdict


@pytest.fixture(autouse=True)
def _three_answers(session: Session, now: datetime) -> None:
    """Two of 2026-W46 behind 101 and 102, one of the week before behind 201."""
    make_programme(session, now)
    make_partner(session, now, "nord")
    make_end_user(session, now, "eva")
    version = make_version(session, now)
    days = {101: date(2026, 11, 11), 102: date(2026, 11, 12), 201: date(2026, 11, 4)}
    for pseudonym, day in days.items():
        transaction = make_transaction(
            session, now, f"t{pseudonym}", partner_key="nord", end_user_key="eva", occurred_on=day
        )
        with writing(session):
            response = Response(
                key=f"r{pseudonym}", source=ResponseSource.IMPORT, audience="end_user",
                transaction_id=transaction.id, version_id=version, sheet_hash="", language="en",
                promise="confidential", answered_at=now, received_at=now,
            )  # fmt: skip
            session.add(response)
            session.flush()
            session.add(Pseudonym(pseudonym=pseudonym, kind="response", subject_id=response.id))


def decide(
    session: Session,
    now: datetime,
    statuses: dict[int, str],
    verdict: RowVerdict = USE,
    reason: str = REASON,
) -> int:
    signature = Signature("M. Osei", command_line_scope(), now)
    with writing(session):
        return decide_rows(session, WEEK, statuses, verdict, reason, signature)


def held(session: Session, week: str = WEEK) -> list[tuple[int, bool, str]]:
    return [(one.response, one.is_used, one.reason) for one in overrules_of_week(session, week)]


def test_answers_are_used_all_the_same_in_the_name_of_a_person(
    session: Session, now: datetime
) -> None:
    decide(session, now, {101: "careless", 102: "duplicate"})

    found = overrules_of_week(session, WEEK)
    assert held(session) == [(101, True, REASON), (102, True, REASON)]
    assert {(one.decided_by, one.decided_on) for one in found} == {("M. Osei", "2026-11-16")}
    assert held(session, OTHER_WEEK) == []


def test_the_deed_is_in_the_audit(session: Session, now: datetime) -> None:
    decide(session, now, {101: "careless"})

    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.deed, entry.subject) == ("decide about responses", WEEK)
    assert entry.detail == f"use: 1 of {WEEK}: {REASON}"


def test_the_last_word_holds(session: Session, now: datetime) -> None:
    decide(session, now, {101: "careless"})

    decide(session, now, {101: "careless"}, SET_ASIDE, "It was no child after all")

    assert held(session) == [(101, False, "It was no child after all")]


def test_a_decision_is_withdrawn_and_stays_on_record(session: Session, now: datetime) -> None:
    decide(session, now, {101: "careless", 102: "duplicate"})

    decide(session, now, {101: "careless"}, WITHDRAW, "Decided about the wrong one")

    assert held(session) == [(102, True, REASON)]
    assert session.scalar(sa.select(sa.func.count()).select_from(RowDecision)) == 3


def test_the_same_decision_sent_twice_is_stored_once(session: Session, now: datetime) -> None:
    counts = [decide(session, now, {101: "careless"}) for _ in range(2)]

    assert counts == [1, 0]
    assert session.scalar(sa.select(sa.func.count()).select_from(RowDecision)) == 1


def test_withdrawing_what_nobody_decided_stores_nothing(session: Session, now: datetime) -> None:
    assert decide(session, now, {101: "careless"}, WITHDRAW) == 0


@pytest.mark.parametrize(
    "status", ["self_selected", "not_in_frame", "before_experience", "out_of_range"]
)
def test_what_is_outside_the_population_is_not_used_whatever_anybody_decides(
    session: Session, now: datetime, status: str
) -> None:
    with pytest.raises(DecisionRefusedError, match="cannot be used whatever anybody decides"):
        decide(session, now, {101: "careless", 102: status})

    assert held(session) == []


REFUSED = {
    "nothing ticked": ({}, REASON, "Tick the answers"),
    "without a reason": ({101: "careless"}, "", "Say why in a few words"),
    "too many at once": (dict.fromkeys(range(101), "careless"), REASON, "100 answers at most"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_decision_that_cannot_be_is_refused_in_words(
    session: Session, now: datetime, case: str
) -> None:
    statuses, reason, said = REFUSED[case]

    with pytest.raises(DecisionRefusedError, match=said):
        decide(session, now, statuses, reason=reason)


def test_nobody_decides_about_an_answer_whose_thread_was_cut(
    session: Session, now: datetime
) -> None:
    with pytest.raises(NothingToDecideError, match="erased"):
        decide(session, now, {101: "careless", 999: "careless"})

    assert held(session) == []
