from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from metrics.integrity.measures import MEASURES
from metrics.integrity.settings.pages import MARKS
from metrics.integrity.settings.queries import all_changes, settings_for
from metrics.method import THRESHOLDS
from tests.factories import make_programme
from tests.metrics.dashboards.pages import page_text, text_of

ClientAs = Callable[..., FlaskClient]
CARELESS = "/integrity/settings/careless"
GIVEN = {
    "warn": "0,12", "fail": "0.25", "reason": "Agreed with partners", "applies_from": "2026-W47",
}  # fmt: skip


@pytest.fixture
def manager(session: Session, now: datetime, client_as: ClientAs) -> FlaskClient:
    make_programme(session, now)
    return client_as(Role.PROGRAMME_MANAGER)


def test_every_limit_has_words_for_what_it_is_about_and_a_source() -> None:
    assert {*MEASURES} == {*THRESHOLDS}
    assert {own.source[0] for own in THRESHOLDS.values()} <= {*MARKS}


def test_the_list_has_every_check_with_limits_words_and_source(manager: FlaskClient) -> None:
    text = page_text(manager, "/integrity/settings")

    assert all(measure.title in text for measure in MEASURES.values())
    assert "above 0.1 above 0.2 convention of this product (methods 0.8; Meade" in text
    assert "below 0.8 below 0.5" in text
    assert "all limits are the method’s own" in text


def test_the_way_leads_to_what_was_found_and_what_is_to_be_done(manager: FlaskClient) -> None:
    page = manager.get("/integrity/settings").get_data(as_text=True)

    links = re.findall(
        r'href="([^"]+)"', page.split('aria-label="Integrity"')[1].split("</nav>")[0]
    )
    assert links[:2] == ["/integrity", "/integrity/worklist"]
    assert {manager.get(link).status_code for link in links} == {200}


def test_a_manager_changes_limits_with_a_decimal_comma(
    manager: FlaskClient, session: Session
) -> None:
    answer = manager.post(CARELESS, data=GIVEN)

    (setting,) = settings_for(session, "2026-W47")
    assert answer.status_code == 302
    assert (setting.warn, setting.fail) == (0.12, 0.25)
    assert setting.changed_by == "Programme_Manager"
    text = page_text(manager, "/integrity/settings")
    assert "Programme_Manager, from 2026-W47: Agreed with partners" in text
    assert "The method’s own: 0.1 and 0.2" in text


def test_back_to_the_methods_own_takes_one_click(manager: FlaskClient, session: Session) -> None:
    manager.post(CARELESS, data=GIVEN)
    page = manager.get(CARELESS).get_data(as_text=True)
    assert 'value="Back to the method’s own limits."' in page

    data = {"own-reason": "Back to the method’s own limits.", "own-applies_from": "2026-W47"}
    manager.post(f"{CARELESS}/own", data=data)

    assert settings_for(session, "2026-W47") == ()
    assert "the method’s own limits" in page_text(manager, CARELESS)


WRONG = {
    "words for a number": ({"warn": "a lot"}, "Write a number, as 0.15 or 0,15."),
    "infinity": ({"fail": "inf"}, "Write a number"),
    "a thousand": ({"warn": "1.234,5"}, "Write a number"),
    "nothing": ({"warn": ""}, "Write a number"),
    "out of range": ({"fail": "7"}, "not between 0 and 1"),
    "no reason": ({"reason": "\x00 "}, "Say why in a few words"),
    "too short a reason": ({"reason": "well"}, "Say why in a few words"),
    "no week": ({"applies_from": "next week"}, "is not a week"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    manager: FlaskClient, session: Session, case: str
) -> None:
    changes, said = WRONG[case]

    answer = manager.post(CARELESS, data={**GIVEN, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert said in text_of(page)
    kept = {**GIVEN, **{name: text.strip("\x00 ") for name, text in changes.items()}}
    assert all(f'value="{text}"' in page for text in kept.values())
    assert all_changes(session) == []


def test_an_unknown_check_has_no_page(manager: FlaskClient) -> None:
    assert manager.get("/integrity/settings/moon").status_code == 404
    assert manager.post("/integrity/settings/moon", data=GIVEN).status_code == 404


def test_executives_look_and_change_nothing(
    session: Session, now: datetime, client_as: ClientAs
) -> None:
    make_programme(session, now)
    client = client_as(Role.EXECUTIVE)

    text = page_text(client, CARELESS)

    assert "In force now" in text
    assert "Change the limits" not in text
    assert client.post(CARELESS, data=GIVEN).status_code == 403


def test_channel_partners_do_not_look(client_as: ClientAs) -> None:
    client = client_as(Role.CHANNEL_PARTNER, "nordhaus")

    assert client.get("/integrity/settings").status_code == 403


def test_without_its_token_the_form_changes_nothing(
    app: Flask, manager: FlaskClient, session: Session
) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)

    answer = manager.post(CARELESS, data=GIVEN)

    assert answer.status_code == 400
    assert all_changes(session) == []
    assert manager.get(CARELESS).get_data(as_text=True).count('name="csrf_token"') >= 2


def test_a_setting_of_no_check_is_shown_as_used_by_nothing(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    from core.database import writing
    from metrics.integrity.models import ThresholdChange

    with writing(session):
        session.add(
            ThresholdChange(
                check_key="moon", warn=1.0, fail=2.0, reason="An older program knew it",
                applies_from="2026-W01", changed_by="M. Osei", changed_at=now,
            )
        )  # fmt: skip

    text = page_text(manager, "/integrity/settings")

    assert "Settings of no check" in text
    assert "moon: 1 and 2, from 2026-W01" in text
