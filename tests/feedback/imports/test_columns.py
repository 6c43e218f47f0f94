"""Files whose responses answer every type of question."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.database import writing
from customers.imports.column_maps import NO_MAP
from customers.imports.report import ImportPlan
from customers.imports.services import Source, carry_out, plan_import
from feedback.imports.columns import answer_fields
from feedback.imports.responses import ResponsesImport
from feedback.imports.rows import FileResponse
from feedback.models import Answer
from surveys.questionnaires.services import store_version
from tests.factories import make_partner, make_programme, make_transaction
from tests.feedback.gallery import BY_KEY, OPTIONAL, gallery

KIND = ResponsesImport()
OWN = "key,transaction,audience,answered_at,"


@pytest.fixture(autouse=True)
def version(session: Session, now: datetime) -> None:
    make_programme(session, now)
    make_partner(session, now, "p1")
    make_transaction(session, now, "t1", partner_key="p1")
    with writing(session):
        store_version(session, gallery(OPTIONAL), now)


def _plan(session: Session, now: datetime, columns: str, cells: str) -> ImportPlan[FileResponse]:
    text = f"{OWN}{columns}\nr1,t1,end_user,2026-11-12,{cells}\n"
    return plan_import(session, KIND, Source("r.csv", text.encode(), NO_MAP), now)


def _stored(session: Session, now: datetime, columns: str, cells: str) -> dict[str, object]:
    planned = _plan(session, now, columns, cells)
    with writing(session):
        carry_out(session, KIND, planned, command_line_scope(), now, leave_out_rejected=True)
    return {
        f"{each.question_key}.{each.part}".rstrip("."): each.score
        if each.score is not None
        else each.choice or each.text or each.number or each.day
        for each in session.scalars(sa.select(Answer))
    }


@pytest.mark.parametrize(
    ("columns", "cells", "answers"),
    [
        pytest.param(
            "recommend,running,agreed",
            "9,yes,given",
            {"recommend": 9, "running": "yes", "agreed": "given"},
            id="one value",
        ),
        pytest.param(
            "used", "app;phone", {"used.app": "app", "used.phone": "phone"}, id="several in one"
        ),
        pytest.param("used.app,used.desk", "1,0", {"used.app": "app"}, id="several by flags"),
        pytest.param(
            "first", "advice;speed", {"first.advice": 1, "first.speed": 2}, id="ranking in one"
        ),
        pytest.param(
            "first.advice,first.speed", "1,2", {"first.advice": 1, "first.speed": 2}, id="places"
        ),
        pytest.param(
            "quality.speed,quality.advice",
            "3,not_applicable",
            {"quality.speed": 3, "quality.advice": "not_applicable"},
            id="grid",
        ),
        pytest.param('years', '"3,5"', {"years": 3.5}, id="number"),
        pytest.param("since", "29.02.2024", {"since": date(2024, 2, 29)}, id="day as the file has"),
        pytest.param("since,town", "not_applicable,Bonn",
            {"since": "not_applicable", "town": "Bonn"}, id="not applicable"),
    ],
)  # fmt: skip
def test_answers_of_every_kind_come_from_a_file(
    session: Session, now: datetime, columns: str, cells: str, answers: dict[str, object]
) -> None:
    assert _stored(session, now, columns, cells) == answers


@pytest.mark.parametrize(
    ("columns", "cells", "reason"),
    [
        pytest.param("recommend", "11", "recommend cannot be taken: not offered", id="score"),
        pytest.param("used", "app;fax", "used cannot be taken: not offered", id="option"),
        pytest.param("used", "app;none", "used cannot be taken: not together", id="exclusive"),
        pytest.param("first", "app", "first.app cannot be taken: not offered", id="not ranked"),
        pytest.param("first.speed,first.price", "1,1", "same place", id="one place twice"),
        pytest.param("quality.speed", "6", "quality.speed cannot be taken", id="row"),
        pytest.param("years", "12 500", "years cannot be taken: grouped", id="thousands"),
        pytest.param("since", "2019-01-01", "too early, 2020-01-01 fits", id="day"),
        pytest.param("used,used.app", "app,1", "more than one", id="whole and in parts"),
    ],
)
def test_a_cell_that_is_no_answer_names_question_and_reason(
    session: Session, now: datetime, columns: str, cells: str, reason: str
) -> None:
    rejection = _plan(session, now, columns, cells).rejections[0]

    assert reason in rejection.problems[0].reason


def test_a_statement_has_no_column() -> None:
    assert answer_fields(BY_KEY["hello"]) == ()
