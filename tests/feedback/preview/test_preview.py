"""The preview of a questionnaire that is being written: as in earnest, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from feedback.models import SheetDraft
from surveys.questionnaires import QuestionnaireContent, QuestionType
from surveys.questionnaires.formats.own import write_content
from surveys.questionnaires.shapes import QuestionShape
from surveys.workshop.models import QuestionnaireDraft
from tests.factories import make_programme
from tests.feedback.answering.factory import DELAY, RECOMMEND, TURNING, make_content
from tests.feedback.browsing import press, sheet_of, stored_responses

Write = Callable[[QuestionnaireContent], str]
BROKEN = QuestionShape("which", QuestionType.CHOICE, options=())


@pytest.fixture
def write(session: Session, now: datetime) -> Write:
    """Put content into a draft; returns the path of its preview."""
    make_programme(session, now)

    def write_one(content: QuestionnaireContent) -> str:
        with writing(session):
            draft = QuestionnaireDraft(
                key=content.key,
                audience=content.audience,
                content=write_content(content),
                revision=1,
                created_at=now,
                edited_at=now,
                edited_by="ann@example.com",
            )
            session.add(draft)
            session.flush()
            return f"/workshop/{draft.id}/preview"

    return write_one


@pytest.fixture
def manager(client_as: Callable[..., FlaskClient]) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER)


def test_conditions_are_tried_and_nothing_is_stored(
    manager: FlaskClient, write: Write, session: Session
) -> None:
    path = write(make_content(*TURNING))

    first = manager.get(path)
    second = press(manager, first, "next", {"recommend": "2"})
    third = press(manager, second, "next", {"reason": "time"})
    end = press(manager, third, "send", {"satisfaction": "3"})

    assert "Preview: nothing is stored." in first.text
    assert sheet_of(second).controls == {"reason", "story"}
    assert end.status_code == 200
    assert "This was a preview: nothing was stored." in end.text
    assert stored_responses(session) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(SheetDraft)) == 0


def test_what_is_required_is_asked_for_as_in_earnest(manager: FlaskClient, write: Write) -> None:
    first = manager.get(write(make_content(*TURNING)))

    assert press(manager, first, "next").status_code == 422


def test_every_language_is_shown_with_what_is_missing_in_english(
    manager: FlaskClient, write: Write
) -> None:
    path = write(make_content(*TURNING, german={"title": "Wie war es?"}))

    page = manager.get(f"{path}?lang=de").text

    assert '<html lang="de">' in page
    assert "Wie war es?" in page
    assert "recommend.text" in page


def test_facts_of_a_transaction_can_be_supposed(manager: FlaskClient, write: Write) -> None:
    path = write(make_content(RECOMMEND, DELAY))

    without = sheet_of(manager.get(path)).controls
    late = manager.get(f"{path}?is_late=yes")
    corrected = press(manager, late, "send")

    assert without == {"recommend"}
    assert sheet_of(late).controls == {"recommend", "delay"}
    assert sheet_of(corrected).controls == {"recommend", "delay"}


def test_questions_that_cannot_be_asked_yet_spoil_no_preview(
    manager: FlaskClient, write: Write
) -> None:
    content = make_content(RECOMMEND, BROKEN)
    unwritten = replace(content, texts={})

    page = manager.get(write(unwritten))

    assert page.status_code == 200
    assert sheet_of(page).controls == {"recommend"}


def test_only_pages_of_our_own_may_frame_it(manager: FlaskClient, write: Write) -> None:
    headers = manager.get(write(make_content(RECOMMEND))).headers

    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "'sha256-" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_draft_that_is_not_there_is_missing(manager: FlaskClient, write: Write) -> None:
    write(make_content(RECOMMEND))

    assert manager.get("/workshop/999/preview").status_code == 404


def test_nobody_but_managers_sees_it(
    client: FlaskClient, client_as: Callable[..., FlaskClient], write: Write
) -> None:
    path = write(make_content(RECOMMEND))

    assert client.get(path).status_code in {302, 401, 403}
    assert client_as(Role.EXECUTIVE).get(path).status_code == 403
