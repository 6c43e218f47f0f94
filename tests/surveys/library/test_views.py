from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import command_line_scope
from core.database import writing
from customers.models import Audience
from surveys.questionnaires.content import QuestionnaireContent
from surveys.workshop.services import create_draft
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.mark.parametrize(
    ("query", "shown", "missing"),
    [
        pytest.param("", "Likelihood to recommend", "Nothing fits", id="all"),
        pytest.param("?q=juster", "Purchase probability", "Cleanliness", id="a source"),
        pytest.param("?q=GARANTIEFALL", "Ease of warranty claims", "Training", id="a German word"),
        pytest.param("?audience=end_user&q=visit", "Courtesy", "Margin", id="an audience"),
        pytest.param("?topic=complaints", "fairness of the outcome", "Training", id="a topic"),
        pytest.param("?topic=none&audience=x", "Training", "Nothing fits", id="nonsense"),
        pytest.param("?q=zzz", "Nothing fits", "Training", id="nothing"),
    ],
)
def test_questions_are_found_by_word_audience_and_topic(
    manager: FlaskClient, query: str, shown: str, missing: str
) -> None:
    page = manager.get(f"/library{query}").text

    assert shown in page
    assert missing not in page


def test_a_question_is_shown_in_every_language_with_its_source(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    make_programme(session, now, name="Acme & Sons")

    page = manager.get("/library/questions/recommend").text

    assert "Reichheld 2003" in page
    assert "No single predictor".lower() in page.lower()
    assert "Wie wahrscheinlich ist es, dass Sie Acme &amp; Sons" in page
    assert "Nothing is being written at present." in page


def test_a_question_is_taken_into_a_draft(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    empty = QuestionnaireContent("end_user.delivery", Audience.END_USER, (), {"en": {}})
    with writing(session):
        draft = create_draft(session, empty, command_line_scope("test"), now)

    answer = manager.post("/library/questions/courtesy/use", data={"draft_id": draft.id})

    assert answer.status_code == 302
    session.refresh(draft)
    assert draft.content["questions"][0]["key"] == "courtesy"


def test_a_draft_that_is_gone_or_was_not_chosen_is_said_so(manager: FlaskClient) -> None:
    gone = manager.post("/library/questions/courtesy/use", data={"draft_id": "99"})
    none = manager.post("/library/questions/courtesy/use", follow_redirects=True)

    assert gone.status_code == 404
    assert "There is no such draft" in gone.text
    assert "Choose the draft that the question is for." in none.text


def test_a_question_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    assert manager.get("/library/questions/nothing").status_code == 404
    assert manager.post("/library/questions/nothing/use").status_code == 404
    assert manager.get("/library/ready/end_user.nothing").status_code == 404


def test_the_sixteen_ready_questionnaires_are_listed_and_shown_with_sources(
    manager: FlaskClient,
) -> None:
    listed = manager.get("/library/ready").text
    shown = manager.get("/library/ready/end_user.repair_visit?lang=de").text

    assert listed.count("/library/ready/") >= 16
    assert "Wie war Ihr Reparaturbesuch?" in shown
    assert "Checked: nothing found." in shown
    assert "Juster 1966" in shown
    assert "House item, not yet tested." in shown


def test_what_is_checked_stands_with_examples_and_limits(manager: FlaskClient) -> None:
    page = manager.get("/library/checks").text

    assert "Two questions in one" in page
    assert "a screen and no verdict" in page


def test_an_executive_has_no_business_here(client_as: SignIn) -> None:
    assert client_as(Role.EXECUTIVE, None).get("/library").status_code == 403
