from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from surveys.questionnaires.files import READY_FOLDER
from surveys.services import load_and_open
from surveys.strategy.models import Construct, Objective
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]
OBJECTIVE = {"name": "Ease", "weight": "2.5", "owner": "Mar", "decision": "Staff", "outcome": ""}


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


def test_without_a_strategy_the_pages_offer_the_example(
    manager: FlaskClient, session: Session
) -> None:
    empty = manager.get("/strategy/objectives").text

    answer = manager.post("/strategy/example", follow_redirects=True).text

    assert "No objectives yet" in empty
    assert "Start from the example" in empty
    assert "5 objectives and 5 constructs added." in answer
    assert "Right the first time" in answer
    assert "25%" in answer
    assert "Ease" in manager.get("/strategy/constructs").text


def test_an_objective_is_added_changed_and_removed(manager: FlaskClient, session: Session) -> None:
    manager.post("/strategy/objectives/add", data=OBJECTIVE)
    made = session.scalars(sa.select(Objective)).one()

    changed = manager.post(f"/strategy/objectives/{made.id}", data=OBJECTIVE | {"outcome": "Calls"})
    shown = manager.get("/strategy/objectives").text
    removed = manager.post(f"/strategy/objectives/{made.id}/remove", follow_redirects=True)

    assert changed.status_code == 302
    assert "Calls" in shown
    assert "“Ease” is removed." in removed.text
    session.rollback()
    assert session.scalars(sa.select(Objective)).all() == []


def test_a_construct_is_added_changed_and_removed(manager: FlaskClient, session: Session) -> None:
    manager.post("/strategy/constructs/add", data={"name": "Ease", "meaning": "How hard."})
    made = session.scalars(sa.select(Construct)).one()

    manager.post(f"/strategy/constructs/{made.id}", data={"name": "Effort", "meaning": ""})
    shown = manager.get("/strategy/constructs").text
    removed = manager.post(f"/strategy/constructs/{made.id}/remove", follow_redirects=True)

    assert "Effort" in shown
    assert "“Effort” is removed." in removed.text


@pytest.mark.parametrize("weight", ["0", "-1", "", "heavy", "nan", "inf", "1e400", "9" * 30])
def test_a_weight_that_is_no_positive_number_is_refused_and_what_was_typed_stays(
    manager: FlaskClient, session: Session, weight: str
) -> None:
    answer = manager.post("/strategy/objectives/add", data=OBJECTIVE | {"weight": weight})

    assert answer.status_code == 400
    assert 'value="Ease"' in answer.text
    assert session.scalars(sa.select(Objective)).all() == []


def test_a_blank_name_is_refused_and_a_hidden_character_is_dropped(
    manager: FlaskClient, session: Session
) -> None:
    blank = manager.post("/strategy/constructs/add", data={"name": "  "})
    hidden = manager.post("/strategy/constructs/add", data={"name": "Ea\x00se", "meaning": "x"})

    assert blank.status_code == 400
    assert hidden.status_code == 302
    assert session.scalars(sa.select(Construct.name)).all() == ["Ease"]


def test_a_name_that_is_taken_is_said_on_the_page(manager: FlaskClient) -> None:
    manager.post("/strategy/objectives/add", data=OBJECTIVE)

    answer = manager.post("/strategy/objectives/add", data=OBJECTIVE | {"owner": "Kept by me"})

    assert answer.status_code == 409
    assert "is there already" in answer.text
    assert "Kept by me" in answer.text


def test_removing_what_is_asked_for_is_refused_in_words(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
    objective = session.scalars(sa.select(Objective).where(Objective.key == "customers_return"))

    answer = manager.post(f"/strategy/objectives/{objective.one().id}/remove")

    assert answer.status_code == 409
    assert "published questions serve it" in answer.text
    assert "Publish versions without it first." in answer.text


def test_an_executive_reads_and_does_not_write(client_as: SignIn, session: Session) -> None:
    executive = client_as(Role.EXECUTIVE, None)

    pages = [executive.get(f"/strategy/{page}") for page in ("objectives", "constructs")]

    assert [page.status_code for page in pages] == [200, 200]
    assert "Start from the example" not in pages[0].text
    assert executive.post("/strategy/objectives/add", data=OBJECTIVE).status_code == 403


def test_what_does_not_exist_is_not_found(manager: FlaskClient) -> None:
    for path in ("objectives/99", "constructs/99"):
        assert manager.get(f"/strategy/{path}").status_code == 404
        assert manager.post(f"/strategy/{path}").status_code == 404
        assert manager.post(f"/strategy/{path}/remove").status_code == 404
