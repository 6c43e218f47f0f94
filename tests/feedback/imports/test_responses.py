from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.database import writing
from customers.imports.column_maps import NO_MAP, read_column_map
from customers.imports.errors import ColumnsRefusedError
from customers.imports.report import ImportPlan, ImportReport
from customers.imports.services import Source, carry_out, plan_import
from feedback.imports.responses import ResponsesImport
from feedback.models import Answer, Response
from tests.factories import (
    make_partner,
    make_programme,
    make_transaction,
    make_version,
    transaction_of,
)

HEADER = "key,transaction,audience,answered_at,satisfaction,comment\n"
KIND = ResponsesImport()


@pytest.fixture(autouse=True)
def version(session: Session, now: datetime) -> int:
    make_programme(session, now)
    make_partner(session, now, "p1")
    make_partner(session, now, "p2")
    make_transaction(session, now, "t1", partner_key="p1")
    make_transaction(session, now, "o1:p2", partner_key="p2", joint_key="o1")
    make_transaction(session, now, "o1:p1", partner_key="p1", joint_key="o1")
    return make_version(session, now)


def plan(
    session: Session, now: datetime, text: str, column_map: str | None = None
) -> ImportPlan[Any]:
    read = read_column_map(column_map.encode()) if column_map is not None else NO_MAP
    return plan_import(session, KIND, Source("r.csv", text.encode(), read), now)


def run(session: Session, now: datetime, text: str, column_map: str | None = None) -> ImportReport:
    planned = plan(session, now, text, column_map)
    with writing(session):
        return carry_out(session, KIND, planned, command_line_scope(), now, leave_out_rejected=True)


def test_a_response_is_stored_with_its_own_times_and_words(
    session: Session, now: datetime, version: int
) -> None:
    text = (
        "key,transaction,audience,answered_at,sent_at,satisfaction,comment\n"
        'r1,t1,end_user,2026-11-12 18:30,2026-11-12,2," Zu spät,\r\n""leider"" 😞 "\n'
    )

    run(session, now, text)

    stored = session.scalars(sa.select(Response)).one()
    answers = {a.question_key: a.score or a.text for a in session.scalars(sa.select(Answer))}
    assert stored.answered_at == datetime(2026, 11, 12, 17, 30, tzinfo=UTC)
    assert stored.invited_at == datetime(2026, 11, 11, 23, 0, tzinfo=UTC)
    assert (stored.source, stored.invitation_id, stored.version_id) == ("import", None, version)
    assert stored.import_id is not None
    assert answers == {"satisfaction": 2, "comment": ' Zu spät,\n"leider" 😞 '}


def test_a_response_to_a_joint_order_hangs_on_its_first_transaction(
    session: Session, now: datetime
) -> None:
    text = "key,joint,audience,answered_at,satisfaction\nr1,o1,end_user,2026-11-12,5\n"

    run(session, now, text)

    assert transaction_of(session.scalars(sa.select(Response)).one()).key == "o1:p1"


def test_two_responses_about_one_transaction_are_both_kept_and_noted(
    session: Session, now: datetime
) -> None:
    rows = "r1,t1,end_user,2026-11-12,5,\nr2,t1,end_user,2026-11-13,1,\n"

    report = run(session, now, HEADER + rows)

    assert report.counts.new == 2
    assert [note.count for note in report.notes] == [1]


def test_a_response_dated_before_its_experience_is_kept(session: Session, now: datetime) -> None:
    report = run(session, now, HEADER + "r1,t1,end_user,2026-11-01,1,\n")

    assert (report.counts.new, report.rejected_count) == (1, 0)


def test_the_same_file_twice_changes_nothing(session: Session, now: datetime) -> None:
    text = HEADER + "r1,t1,end_user,2026-11-12,5,good\n"
    run(session, now, text)

    report = run(session, now, text)

    assert report.changes_nothing
    assert session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1


def test_a_response_that_was_stored_is_never_changed(session: Session, now: datetime) -> None:
    run(session, now, HEADER + "r1,t1,end_user,2026-11-12,5,good\n")

    planned = plan(session, now, HEADER + "r1,t1,end_user,2026-11-12,1,bad\n")

    assert "never changed" in planned.rejections[0].problems[0].reason


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param("r1,t9,end_user,2026-11-12,5,", "no transaction 't9'", id="no transaction"),
        pytest.param("r1,,end_user,2026-11-12,5,", "names no transaction", id="nothing named"),
        pytest.param("r1,t1,employee,2026-11-12,5,", "Use one of", id="no such audience"),
        pytest.param("r1,t1,channel_partner,2026-11-12,5,", "no questionnaire", id="not asked"),
        pytest.param("r1,t1,end_user,2026-11-12,6,", "not offered", id="off the scale"),
        pytest.param("r1,t1,end_user,2026-11-12,good,", "not a whole number", id="a word"),
        pytest.param("r1,t1,end_user,2026-11-12,,", "no answer", id="nothing answered"),
        pytest.param("r1,t1,end_user,2026-12-24,5,", "in the future", id="not yet"),
        pytest.param("r1,t1,end_user,,5,", "is empty", id="no time"),
        pytest.param("r1,t1,end_user,2026-11-12,5," + "x" * 4001, "too long", id="a novel"),
    ],
)
def test_a_response_that_cannot_be_used_says_why(
    session: Session, now: datetime, row: str, words: str
) -> None:
    planned = plan(session, now, f"{HEADER}{row}\nr2,t1,end_user,2026-11-12,4,\n")

    assert [kept.key for kept in planned.rows] == ["r2"]
    assert words in planned.rejections[0].problems[0].reason


def test_a_named_questionnaire_is_used_instead_of_the_surveys(
    session: Session, now: datetime
) -> None:
    other = make_version(session, now, "end_user.review")
    column_map = '[defaults]\nquestionnaire = "end_user.review"\n'

    run(session, now, HEADER + "r1,t1,end_user,2026-11-12,5,\n", column_map)

    assert session.scalars(sa.select(Response.version_id)).one() == other


def test_a_question_that_nobody_asks_is_an_unknown_column(session: Session, now: datetime) -> None:
    text = "key,transaction,audience,answered_at,satisfacton\nr1,t1,end_user,2026-11-12,5\n"

    with pytest.raises(ColumnsRefusedError, match="did you mean 'satisfaction'"):
        plan(session, now, text)


def test_answers_sent_after_they_were_given_are_noted(session: Session, now: datetime) -> None:
    text = (
        "key,transaction,audience,answered_at,sent_at,satisfaction\n"
        "r1,t1,end_user,2026-11-12 10:00,2026-11-13,5\n"
    )

    report = run(session, now, text)

    assert "before they were sent" in report.notes[0].text
