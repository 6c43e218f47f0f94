from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from surveys.models import Survey
from surveys.questionnaires import READY_FOLDER
from surveys.services import load_and_open
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import newest_version
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]
KEY = "end_user.delivery"
LEADING = "How great was your visit to our award-winning showroom?"


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def draft_path(session: Session, now: datetime, manager: FlaskClient) -> str:
    """Of a draft of a questionnaire that is in the field."""
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
    version = newest_version(session, KEY)
    assert version is not None
    begin = {"key": KEY, "start": f"version:{version.id}"}
    return manager.post("/workshop/new", data=begin).location


def change_text(manager: FlaskClient, path: str, key: str, text: str) -> None:
    page = manager.get(f"{path}/questions/{key}").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    labels = {
        "option_value": page.split('name="option_value" value="')[1:],
        "option_label": page.split('name="option_label" value="')[1:],
    }
    form = {name: [value.partition('"')[0] for value in found] for name, found in labels.items()}
    ends = {
        end: page.partition(f'name="{end}" value="')[2].partition('"')[0] for end in ("low", "high")
    }
    boxes = {"required": "on", "metric": "on"}
    sent = manager.post(
        f"{path}/questions/{key}",
        data={**form, **ends, **boxes, "seen": seen, "text": text},
    )
    assert sent.status_code == 302


def test_the_page_says_what_a_change_does_to_the_trends(
    manager: FlaskClient, draft_path: str
) -> None:
    change_text(manager, draft_path, "satisfaction", "How was it?")

    page = manager.get(f"{draft_path}/publish").text

    assert "<b>NPS</b>: the series goes on." in page
    assert "<b>CSAT</b>: the series breaks." in page
    assert "<b>Repurchase intent</b>: please look." in page


def test_a_sound_draft_goes_into_the_field_by_its_button(
    manager: FlaskClient, session: Session, draft_path: str
) -> None:
    change_text(manager, draft_path, "recommend", "Would you recommend us to a friend?")

    page = manager.post(
        f"{draft_path}/publish",
        data={"revision": "2", "reason": "The client’s own words, tested."},
        follow_redirects=True,
    ).text

    assert "Version 2 of end_user.delivery is published." in page
    assert "asked at Delivery" in page
    session.rollback()
    asked = session.scalars(sa.select(Survey)).all()
    assert {one.version.number for one in asked if one.version.questionnaire.key == KEY} == {2}


def test_errors_need_a_reason_which_then_stands_beside_the_version(
    manager: FlaskClient, session: Session, draft_path: str
) -> None:
    change_text(manager, draft_path, "recommend", LEADING)

    refused = manager.post(f"{draft_path}/publish", data={"revision": "2", "reason": "no time"})
    page = manager.post(
        f"{draft_path}/publish",
        data={"revision": "2", "reason": "The board decided on these very words."},
        follow_redirects=True,
    ).text

    assert refused.status_code == 400
    assert "no time" in refused.text
    assert "The board decided on these very words." in page
    assert "What rules saw when it was published" in page


def test_a_draft_that_cannot_be_answered_has_no_button_and_is_refused(
    manager: FlaskClient, session: Session, draft_path: str
) -> None:
    change_text(manager, draft_path, "recommend", "")

    page = manager.get(f"{draft_path}/publish").text
    answer = manager.post(f"{draft_path}/publish", data={"revision": "2"})

    assert "To do first" in page
    assert "Publish version 2</button>" not in page
    assert answer.status_code == 400
    session.rollback()
    assert len(session.scalars(sa.select(QuestionnaireDraft)).all()) == 1


@pytest.mark.parametrize(("revision", "words"), [("1", "word for word"), ("7", "has changed")])
def test_what_is_nothing_new_or_not_what_was_seen_is_not_published(
    manager: FlaskClient, draft_path: str, revision: str, words: str
) -> None:
    answer = manager.post(f"{draft_path}/publish", data={"revision": revision})

    assert answer.status_code == 409
    assert words in answer.text


def test_the_history_shows_versions_their_difference_and_their_paper(
    manager: FlaskClient, session: Session, draft_path: str
) -> None:
    change_text(manager, draft_path, "recommend", "Would you recommend us to a friend?")
    reason = "The client’s own words, tested."
    manager.post(f"{draft_path}/publish", data={"revision": "2", "reason": reason})

    page = manager.get(f"/workshop/questionnaires/{KEY}").text
    compare = page.partition('href="/workshop/difference?')[2].partition('"')[0]
    difference = manager.get(f"/workshop/difference?{compare.replace('&amp;', '&')}").text
    version = newest_version(session, KEY)
    assert version is not None
    paper = manager.get(f"/workshop/versions/{version.id}/paper?lang=de").text

    assert page.index("Version 2") < page.index("Version 1")
    assert "read from a file" in page
    assert "<del>" in difference
    assert "<ins>" in difference
    assert 'lang="de"' in paper


@pytest.mark.parametrize("query", ["", "?old=1", "?old=1&new=x", "?old=1&new=" + "9" * 5000])
def test_versions_that_do_not_exist_are_not_compared(
    manager: FlaskClient, draft_path: str, query: str
) -> None:
    assert manager.get(f"/workshop/difference{query}").status_code == 404
    assert manager.get("/workshop/questionnaires/nothing").status_code == 404
