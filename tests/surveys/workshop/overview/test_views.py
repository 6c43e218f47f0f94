from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.database import writing
from surveys.models import QuestionnaireVersion
from surveys.questionnaires import READY_FOLDER
from surveys.questionnaires.queries import load_content
from surveys.services import load_and_open
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import content_of
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def surveys(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)


def draft(session: Session) -> QuestionnaireDraft:
    session.rollback()
    return session.scalars(sa.select(QuestionnaireDraft)).one()


def test_without_a_programme_the_workshop_says_what_to_do(manager: FlaskClient) -> None:
    assert "Set up the programme first" in manager.get("/workshop").text
    assert "There is no programme yet" in manager.get("/workshop/new").text


def test_every_questionnaire_stands_there_with_its_version_and_where_it_is_asked(
    manager: FlaskClient, surveys: None
) -> None:
    page = manager.get("/workshop").text

    assert page.count('value="version:') == 16
    assert 'data-l="In the field">Delivery' in page


def test_editing_begins_with_the_newest_version_and_its_every_text(
    manager: FlaskClient, session: Session, surveys: None
) -> None:
    version = session.scalars(sa.select(QuestionnaireVersion)).first()
    assert version is not None
    key = version.questionnaire.key

    answer = manager.post("/workshop/new", data={"key": key, "start": f"version:{version.id}"})

    begun = draft(session)
    assert answer.location == f"/workshop/{begun.id}"
    assert begun.based_on_id == version.id
    assert content_of(begun) == load_content(session, version.id)
    assert "Go on writing" in manager.get("/workshop").text


def test_a_copy_for_another_audience_takes_everything_but_the_name(
    manager: FlaskClient, session: Session, surveys: None
) -> None:
    manager.post(
        "/workshop/new",
        data={"key": "channel_partner.sale", "start": "ready:end_user.repair_visit"},
    )

    begun = content_of(draft(session))
    assert begun.key == "channel_partner.sale"
    assert begun.questions
    assert {"en", "de", "es"} <= set(begun.languages)


def test_a_new_questionnaire_can_begin_with_nothing(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    make_programme(session, now)

    manager.post("/workshop/new", data={"key": "end_user.delivery", "start": "empty"})

    assert content_of(draft(session)).questions == ()
    assert "Nothing is asked yet" in manager.get(f"/workshop/{draft(session).id}").text


@pytest.mark.parametrize(
    ("key", "start", "status", "words"),
    [
        ("", "empty", 400, "Choose the audience"),
        ("everybody.delivery", "empty", 400, "Choose the audience"),
        ("end_user.delivery", "", 400, "Choose what to begin with"),
        ("end_user.delivery", "ready:nothing", 400, "Choose what to begin with"),
        ("end_user.delivery", "version:4711", 404, "no questionnaire version 4711"),
        ("end_user.delivery", "version:" + "9" * 5000, 404, "no such version"),
    ],
)
def test_what_cannot_be_begun_is_said_in_words(
    manager: FlaskClient, surveys: None, key: str, start: str, status: int, words: str
) -> None:
    answer = manager.post("/workshop/new", data={"key": key, "start": start})

    assert answer.status_code == status
    assert words in answer.text


def test_who_begins_a_second_draft_is_told_who_writes_the_first(
    manager: FlaskClient, session: Session, surveys: None
) -> None:
    begin = {"key": "end_user.delivery", "start": "empty"}
    manager.post("/workshop/new", data=begin)

    answer = manager.post("/workshop/new", data=begin)

    assert answer.status_code == 409
    assert "is writing end_user.delivery already" in answer.text


def test_a_draft_is_discarded_after_a_question_and_on_record(
    manager: FlaskClient, session: Session, surveys: None
) -> None:
    manager.post("/workshop/new", data={"key": "end_user.delivery", "start": "empty"})
    path = f"/workshop/{draft(session).id}/discard"

    asked = manager.get(path).text
    manager.post(path, data={"revision": "1"})

    assert "Discard this draft?" in asked
    session.rollback()
    assert session.scalars(sa.select(QuestionnaireDraft)).all() == []
    deeds = session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert list(deeds)[-2:] == ["begin draft", "discard draft"]
