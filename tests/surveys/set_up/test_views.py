from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from customers.models import Programme
from surveys.models import Survey
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]
GOOD = {"name": "Customer voice", "time_zone": "Europe/Berlin", "field_period_days": "10"}


@pytest.fixture
def administrator(client_as: SignIn) -> FlaskClient:
    return client_as(Role.ADMINISTRATOR, None)


def test_setting_up_makes_the_programme_and_a_survey_for_both_customers_everywhere(
    administrator: FlaskClient, session: Session
) -> None:
    answer = administrator.post("/set-up", data=GOOD)

    session.rollback()
    programme = session.scalars(sa.select(Programme)).one()
    assert answer.status_code == 302
    assert (programme.name, programme.field_period_days) == ("Customer voice", 10)
    assert session.scalar(sa.select(sa.func.count()).select_from(Survey)) == 16
    assert "set up the programme" in session.scalars(sa.select(AuditEntry.deed)).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"name": ""}, "Give it a name", id="no name"),
        pytest.param({"time_zone": "Berlin"}, "is not a time zone", id="no zone"),
        pytest.param({"field_period_days": "99"}, "Give 1 to 60 days", id="too long"),
        pytest.param({"field_period_days": "x"}, "Not a valid integer", id="no number"),
    ],
)
def test_what_cannot_be_used_is_said_on_the_page(
    administrator: FlaskClient, session: Session, changes: dict[str, str], words: str
) -> None:
    answer = administrator.post("/set-up", data={**GOOD, **changes})

    assert answer.status_code == 400
    assert words in answer.text
    assert session.scalars(sa.select(Programme)).all() == []


def test_a_second_programme_is_refused(
    administrator: FlaskClient, session: Session, now: datetime
) -> None:
    make_programme(session, now)

    assert administrator.get("/set-up").status_code == 302
    assert administrator.post("/set-up", data=GOOD).status_code == 409


def test_the_command_sets_up_the_same(runner: FlaskCliRunner, session: Session) -> None:
    arguments = ["set-up", "--name", "Voice", "--time-zone", "America/Sao_Paulo"]

    first = runner.invoke(args=arguments)
    second = runner.invoke(args=arguments)

    assert first.exit_code == 0, first.output
    assert "16 surveys ready" in first.output
    assert (second.exit_code, "already has its programme" in second.output) == (1, True)
    assert session.scalars(sa.select(Programme.time_zone)).one() == "America/Sao_Paulo"
