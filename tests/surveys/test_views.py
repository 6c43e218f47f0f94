from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.database import writing
from surveys.models import FrameEntry, Invitation, Survey
from surveys.questionnaires import READY_FOLDER
from surveys.services import load_and_open
from tests.factories import (
    make_end_user,
    make_partner,
    make_partner_contact,
    make_programme,
    make_transaction,
)

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def surveys(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)


@pytest.fixture
def week(session: Session, now: datetime, surveys: None) -> None:
    """2026-W46 with one transaction that has both customers, and one nobody is known of."""
    make_partner(session, now, "nordhaus")
    make_partner_contact(session, now, "c1", "nordhaus")
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", partner_key="nordhaus", end_user_key="u1")
    make_transaction(session, now, "t2")


def _survey_id(session: Session, key: str) -> int:
    surveys = session.scalars(sa.select(Survey)).all()
    return next(one.id for one in surveys if one.version.questionnaire.key == key)


def test_without_a_programme_both_pages_say_what_to_do(manager: FlaskClient) -> None:
    assert "There is no programme yet" in manager.get("/surveys").text
    assert "There are no transactions yet" in manager.get("/ask").text


def test_ready_made_surveys_are_opened_by_a_button(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    make_programme(session, now)
    empty = manager.get("/surveys").text

    answer = manager.post("/surveys/ready-made", follow_redirects=True)

    assert "Open the ready-made surveys" in empty
    assert "16 surveys opened" in answer.text
    session.rollback()
    assert len(session.scalars(sa.select(Survey)).all()) == 16
    assert session.scalars(sa.select(AuditEntry.deed)).all()[-1] == "open surveys"


@pytest.mark.usefixtures("surveys")
def test_a_survey_shows_what_it_asks_in_every_language(
    manager: FlaskClient, session: Session
) -> None:
    path = f"/surveys/{_survey_id(session, 'end_user.repair_visit')}"

    english, german = manager.get(path).text, manager.get(f"{path}?lang=de").text

    assert "How was your repair visit?" in english
    assert "Very difficult · Difficult · Rather difficult" in english
    assert "0 = Not at all likely · 10 = Extremely likely" in english
    assert "Wie war Ihr Reparaturbesuch?" in german


@pytest.mark.usefixtures("surveys")
def test_a_changed_plan_is_stored_and_noted(manager: FlaskClient, session: Session) -> None:
    survey_id = _survey_id(session, "end_user.sale")
    form = {"is_active": "y", "method": "simple_random", "percent": "25"}

    answer = manager.post(f"/surveys/{survey_id}", data=form, follow_redirects=True)

    session.rollback()
    survey = session.get_one(Survey, survey_id)
    assert "The plan is changed." in answer.text
    assert (survey.method, survey.share, survey.is_active) == ("simple_random", 0.25, True)
    assert session.scalars(sa.select(AuditEntry.subject)).all()[-1] == "end_user at sale"
    assert "A random 25 % of those eligible" in manager.get("/surveys").text


@pytest.mark.usefixtures("surveys")
@pytest.mark.parametrize(
    "form",
    [
        {"method": "simple_random", "percent": ""},
        {"method": "simple_random", "percent": "0"},
        {"method": "simple_random", "percent": "101"},
        {"method": "simple_random", "percent": "many"},
        {"method": "quota"},
        {},
    ],
)
def test_a_plan_that_cannot_be_drawn_is_refused_beside_its_field(
    manager: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    survey_id = _survey_id(session, "end_user.sale")

    answer = manager.post(f"/surveys/{survey_id}", data={"is_active": "y", **form})

    assert answer.status_code == 400
    assert 'class="oops"' in answer.text
    session.rollback()
    assert session.get_one(Survey, survey_id).method == "all"


@pytest.mark.usefixtures("week")
def test_a_week_is_drawn_by_a_button_and_then_shows_what_became_of_it(
    manager: FlaskClient, session: Session
) -> None:
    before = manager.get("/ask").text

    answer = manager.post("/ask/2026-W46/draw", follow_redirects=True)

    assert "4 entries have no frame status yet" in before
    assert "4 entries were added to the frame and 2 invitations queued." in answer.text
    assert ">Drawn<" in answer.text
    assert "Drawn: 2 invitations." in answer.text
    assert "Draw and invite</button>" not in answer.text
    session.rollback()
    assert len(session.scalars(sa.select(Invitation)).all()) == 2


@pytest.mark.usefixtures("week")
def test_a_week_drawn_twice_at_once_is_drawn_once(manager: FlaskClient, session: Session) -> None:
    manager.post("/ask/2026-W46/draw")

    answer = manager.post("/ask/2026-W46/draw", follow_redirects=True)

    assert "0 entries were added to the frame" in answer.text
    session.rollback()
    assert len(session.scalars(sa.select(FrameEntry)).all()) == 4


@pytest.mark.usefixtures("week")
def test_a_week_whose_field_period_is_over_cannot_be_drawn(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    make_transaction(session, now, "t3", occurred_on=date(2026, 11, 4))

    shown = manager.get("/ask?week=2026-W45").text
    sent = manager.post("/ask/2026-W45/draw")

    assert "the field period is over" in shown
    assert "Draw and invite</button>" not in shown
    assert sent.status_code == 409
    assert "Draw a week before its field period ends." in sent.text
    session.rollback()
    assert session.scalars(sa.select(FrameEntry)).all() == []


@pytest.mark.usefixtures("week")
def test_another_week_is_shown_on_request(manager: FlaskClient) -> None:
    answer = manager.get("/ask?week=2026-W44")

    assert "Nothing happened in 2026-W44" in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/surveys/99"),
        ("post", "/surveys/99"),
        ("get", "/ask?week=soon"),
        ("post", "/ask/2026-W99/draw"),
    ],
)
def test_what_does_not_exist_is_not_found(
    manager: FlaskClient, session: Session, now: datetime, method: str, path: str
) -> None:
    make_programme(session, now)

    assert manager.open(path, method=method.upper()).status_code == 404


@pytest.mark.usefixtures("week")
def test_executives_and_partners_do_not_ask(client_as: SignIn) -> None:
    for client in (client_as(Role.EXECUTIVE, None), client_as(Role.CHANNEL_PARTNER, "nordhaus")):
        assert client.get("/surveys").status_code == 403
        assert client.post("/ask/2026-W46/draw").status_code == 403
