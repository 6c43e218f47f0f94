from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.config import Settings
from metrics.integrity.overrules.rows.queries import overrules_of_week
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text, text_of
from tests.metrics.integrity.overrules.rows.test_judged import write_week

ClientAs = Callable[..., FlaskClient]
ROWS = "/integrity/rows?week=2026-W45"
GIVEN: dict[str, Any] = {
    "response": ["30", "20"],
    "verdict": "use",
    "reason": "Answered by a child",
}


@pytest.fixture(autouse=True)
def _edition(session: Session, now: datetime, settings: Settings) -> None:
    """The final of 2026-W45 has four answers, one of them used."""
    publish_programme(session, now)
    folder = settings.weeks_folder / "2026-W45-final"
    folder.mkdir(parents=True)
    write_week(folder)


@pytest.fixture
def manager(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER)


def test_answers_that_were_set_aside_are_listed_with_reason_and_flags(
    manager: FlaskClient,
) -> None:
    text = page_text(manager, ROWS)

    assert "1 to 3 of 3 answers" in text
    assert "all that were set aside (3)" in text
    assert "page speed, longstring" in text
    assert "recommends 3, satisfied 4" in text
    assert "5 November 2026, 11:09 41 s, phone" in text


def test_answers_are_filtered_by_what_became_of_them_partner_and_customer(
    manager: FlaskClient,
) -> None:
    texts = {
        query: page_text(manager, f"{ROWS}&{query}")
        for query in ("reason=used", "partner=nord", "audience=channel_partner", "partner=nobody")
    }

    shown = {
        query: re.findall(r"(\d+) to \d+ of (\d+) answer", text) for query, text in texts.items()
    }
    assert shown == {
        "reason=used": [("1", "1")],
        "partner=nord": [("1", "1")],
        "audience=channel_partner": [("1", "1")],
        "partner=nobody": [],
    }
    assert "No such answer in this edition." in texts["partner=nobody"]


@pytest.mark.parametrize("page", ["0", "-3", "99999999999999999999", "two", ""])
def test_any_page_number_shows_a_page(manager: FlaskClient, page: str) -> None:
    assert "of 3 answers" in page_text(manager, f"{ROWS}&page={page}")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing ticked": ({"response": []}, "Tick the answers"),
    "no reason": ({"reason": ""}, "Say why."),
    "no decision": ({"verdict": ""}, "Choose what becomes"),
    "another decision": ({"verdict": "burn"}, "Not a valid choice"),
    "not to be used": ({"response": ["40", "30"]}, "cannot be used whatever anybody decides"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    manager: FlaskClient, session: Session, case: str
) -> None:
    changes, said = WRONG[case]
    data = {**GIVEN, **changes}

    answer = manager.post(ROWS, data=data)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert said in text_of(page)
    assert f'value="{data["reason"]}"' in page
    assert set(re.findall(r'value="(\d+)" checked', page)) == {*data["response"]}
    assert overrules_of_week(session, "2026-W45") == ()


@pytest.mark.parametrize("response", ["77", "9" * 30])
def test_an_answer_of_another_edition_is_missing(manager: FlaskClient, response: str) -> None:
    answer = manager.post(ROWS, data={**GIVEN, "response": [response]})

    assert answer.status_code == 404
    assert "no such answer in this edition" in text_of(answer.get_data(as_text=True))


def test_an_edition_without_its_files_says_what_to_restore(manager: FlaskClient) -> None:
    text = page_text(manager, "/integrity/rows?week=2026-W44", 400)

    assert "Restore the week's folder from a backup" in text


def test_single_answers_are_for_those_who_run_the_programme(client_as: ClientAs) -> None:
    for role, key in ((Role.EXECUTIVE, None), (Role.CHANNEL_PARTNER, "ribera")):
        client = client_as(role, key)
        assert client.get(ROWS).status_code == 403
        assert client.post(ROWS, data=GIVEN).status_code == 403


def test_without_its_token_the_form_decides_nothing(
    app: Flask, manager: FlaskClient, session: Session
) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)

    assert manager.post(ROWS, data=GIVEN).status_code == 400
    assert overrules_of_week(session, "2026-W45") == ()
    assert manager.get(ROWS).get_data(as_text=True).count('name="csrf_token"') == 2
