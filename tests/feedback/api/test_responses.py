"""Responses collected elsewhere, sent by a program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from access.models import Role
from feedback.models import Answer, Response, ResponseSource
from tests.factories import make_programme, make_transaction, make_version
from tests.programs import Program, make_program

GIVEN = {
    "key": "r1",
    "transaction": "t1",
    "audience": "end_user",
    "answered_at": "2026-11-12T10:00:00+01:00",
    "language": "de",
    "answers": {"recommend": 9, "reason": "price", "comment": "  Gut.  "},
}


@pytest.fixture
def desk(app: Flask, session: Session, now: datetime) -> Program:
    make_programme(session, now)
    make_transaction(session, now, "t1")
    make_version(session, now)
    return make_program(app, session, Role.PROGRAMME_MANAGER, None, now)


def send(program: Program, *rows: Mapping[str, Any]) -> Any:
    return program.post("/responses", {"responses": rows})


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count(Response.id))) or 0


def test_a_response_is_stored_with_its_answers_as_given(desk: Program, session: Session) -> None:
    answer = send(desk, GIVEN)

    session.rollback()
    response = session.scalars(sa.select(Response)).one()
    comment = session.scalars(sa.select(Answer).where(Answer.question_key == "comment")).one()
    assert answer.get_json()["new"] == 1
    assert (response.source, response.language) == (ResponseSource.IMPORT, "de")
    assert response.answered_at.hour == 9
    assert comment.text == "  Gut.  "


def test_sent_twice_it_is_once_and_other_answers_are_refused(
    desk: Program, session: Session
) -> None:
    send(desk, GIVEN)

    again = send(desk, GIVEN)
    other = send(desk, {**GIVEN, "answers": {"recommend": 2}})

    assert again.get_json()["unchanged"] == 1
    assert other.status_code == 422
    assert "Answers are never changed" in other.get_json()["errors"][0]["reason"]
    assert count(session) == 1


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"transaction": "nowhere"}, "transaction", "there is no transaction 'nowhere'"),
        ({"transaction": None}, "", "names no transaction"),
        ({"audience": "employee"}, "audience", "Use one of"),
        ({"answered_at": "2031-01-01"}, "answered_at", "in the future"),
        ({"answers": {"recommend": 11}}, "", "recommend cannot be taken"),
        ({"answers": {"mood": 3}}, "mood", "is not known here"),
        ({"answers": {"reason": {"price": 1}}}, "reason.price", "is not known here"),
        ({"answers": {"recommend": [1]}}, "recommend", "must be a text"),
        ({"answers": {}}, "answers", "must be an object"),
        ({"answers": [9]}, "answers", "must be an object"),
        ({"answers": {"audience": "end_user"}}, "answers", "which is no question"),
        ({"recommend": 9}, "answers", "stands beside 'recommend'"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_stored(
    desk: Program, session: Session, change: Mapping[str, Any], field: str, said: str
) -> None:
    answer = send(desk, {**GIVEN, "key": "r0"}, {**GIVEN, **change})

    errors = answer.get_json()["errors"]
    assert answer.status_code == 422
    assert [(one["row"], one.get("field", "")) for one in errors] == [(2, field)]
    assert said in errors[0]["reason"]
    assert count(session) == 0
