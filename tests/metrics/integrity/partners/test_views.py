from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from metrics.integrity.partners.queries import kiosk_partners, last_statements
from metrics.models import Edition
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text, text_of
from tests.metrics.integrity.overrules.gates.test_services import add_finding

ClientAs = Callable[..., FlaskClient]
HOUSE = "/integrity/partners/ribera?week=2026-W45"
WORDS = "We had a <trade> fair."


@pytest.fixture(autouse=True)
def final(session: Session, now: datetime) -> Edition:
    edition = publish_programme(session, now)[1]
    add_finding(session, edition, what="Unusual pattern, please review: contacts for 20 of 80.")
    return edition


@pytest.fixture
def ribera(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


@pytest.fixture
def manager(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER)


def test_a_partner_finds_on_its_mirror_what_was_seen_and_the_way_to_answer(
    ribera: FlaskClient,
) -> None:
    page = ribera.get("/partner").get_data(as_text=True)

    assert "Unusual pattern, please review" in page
    assert 'href="/review"' in page
    assert "Contacts for 20 of 80" in page_text(ribera, "/review")


def test_a_partner_is_not_told_what_the_house_is_to_do(ribera: FlaskClient) -> None:
    text = page_text(ribera, "/review")

    assert "Hear the partner" not in text
    assert "The figures behind it" not in text


def test_an_answer_is_stored_and_read_by_both(
    ribera: FlaskClient, manager: FlaskClient, session: Session
) -> None:
    answer = ribera.post("/review", data={"text": WORDS})

    assert answer.status_code == 302
    assert last_statements(session)["ribera"].said_by == "Channel_Partner"
    for client, path in ((ribera, "/review"), (manager, HOUSE)):
        assert WORDS in page_text(client, path)
    assert "waits for a reply" in page_text(manager, "/integrity/partners")


def test_the_house_replies_and_the_partner_reads_it(
    ribera: FlaskClient, manager: FlaskClient
) -> None:
    manager.post(HOUSE, data={"text": "Thank you. Which days?"})

    assert "Thank you. Which days?" in page_text(ribera, "/review")
    assert "waits for a reply" not in page_text(manager, "/integrity/partners")


def test_another_partner_sees_neither_finding_nor_thread(
    ribera: FlaskClient, client_as: ClientAs
) -> None:
    ribera.post("/review", data={"text": WORDS})
    harz = client_as(Role.CHANNEL_PARTNER, "harz")

    for path in ("/review", "/partner"):
        text = page_text(harz, path)
        assert "trade" not in text
        assert "Unusual pattern" not in text
    statuses = {
        harz.get(f"/integrity/partners/{key}").status_code for key in ("ribera", "x", "a/b")
    }
    assert statuses == {403}


def test_a_partner_of_whom_nothing_is_asked_is_told_so(client_as: ClientAs) -> None:
    harz = client_as(Role.CHANNEL_PARTNER, "harz")

    answer = harz.post("/review", data={"text": WORDS})

    assert answer.status_code == 400
    assert "nothing to answer" in text_of(answer.get_data(as_text=True))
    assert "No unusual pattern at present" in page_text(harz, "/review")


def test_an_answer_that_is_too_long_is_refused_and_not_lost(
    ribera: FlaskClient, session: Session
) -> None:
    answer = ribera.post("/review", data={"text": "word " * 1000 + "end"})

    assert answer.status_code == 400
    assert "word end</textarea>" in answer.get_data(as_text=True)
    assert last_statements(session) == {}


def test_the_house_sees_what_it_can_release_and_the_ladder(manager: FlaskClient) -> None:
    text = page_text(manager, HOUSE)

    assert "withholds the figures it concerns" in text
    assert "Release or keep" in text
    assert "Transactions" in text


def test_a_manager_declares_a_device_and_ends_it(manager: FlaskClient, session: Session) -> None:
    given = {"wanted": "yes", "reason": "A tablet on the counter"}
    for _ in range(2):
        manager.post("/integrity/kiosks/ribera", data=given)
    declared = kiosk_partners(session)
    session.rollback()

    manager.post("/integrity/kiosks/ribera", data={"wanted": "no", "reason": "It was stolen"})

    assert (declared, kiosk_partners(session)) == (("ribera",), ())
    assert "A tablet on the counter" in page_text(manager, HOUSE)


WRONG = {
    "no reason": ({"wanted": "yes", "reason": ""}, "Say why."),
    "neither yes nor no": ({"wanted": "maybe", "reason": "A tablet there"}, "Press one of"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_declaration_that_cannot_be_is_refused(
    manager: FlaskClient, session: Session, case: str
) -> None:
    data, said = WRONG[case]

    answer = manager.post("/integrity/kiosks/ribera", data=data)

    assert answer.status_code == 400
    assert said in text_of(answer.get_data(as_text=True))
    assert kiosk_partners(session) == ()


def test_a_partner_that_nobody_imported_is_missing(manager: FlaskClient) -> None:
    for path in ("/integrity/partners/nowhere", "/integrity/kiosks/nowhere"):
        data = {"text": WORDS, "wanted": "yes", "reason": "A tablet on the counter"}
        assert manager.post(path, data=data).status_code == 404
    assert manager.get("/integrity/partners/nowhere").status_code == 404


def test_executives_look_and_say_nothing(client_as: ClientAs, session: Session) -> None:
    client = client_as(Role.EXECUTIVE)

    assert "No device is declared" in page_text(client, HOUSE)
    assert client.post(HOUSE, data={"text": WORDS}).status_code == 403
    assert client.post("/integrity/kiosks/ribera", data={}).status_code == 403


def test_without_its_token_nothing_is_said(
    app: Flask, ribera: FlaskClient, session: Session
) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)

    assert ribera.post("/review", data={"text": WORDS}).status_code == 400
    assert last_statements(session) == {}
    assert ribera.get("/review").get_data(as_text=True).count('name="csrf_token"') == 2
