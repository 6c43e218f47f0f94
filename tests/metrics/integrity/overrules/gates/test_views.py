from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from metrics.integrity.overrules.gates.queries import decisions_of_week
from metrics.models import Edition
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text, text_of
from tests.metrics.integrity.overrules.gates.test_services import REASON, add_finding

ClientAs = Callable[..., FlaskClient]
DECISIONS = "/integrity/decisions?week=2026-W45"


@pytest.fixture
def final(session: Session, now: datetime) -> Edition:
    return publish_programme(session, now)[1]


@pytest.fixture
def address(session: Session, final: Edition) -> str:
    return f"/integrity/decisions/{add_finding(session, final)}"


@pytest.fixture
def manager(final: Edition, client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER)


def test_what_stops_figures_is_listed_with_what_it_does(manager: FlaskClient, address: str) -> None:
    text = page_text(manager, DECISIONS)

    assert "Ribera Aire, end users; withholds the figures it concerns" in text
    assert "Unusual pattern, please review." in text
    assert "Decide about Unusual pattern" in text


def test_a_manager_publishes_all_the_same_and_withdraws(
    manager: FlaskClient, session: Session, address: str
) -> None:
    manager.post(address, data={"reason": REASON})
    published = page_text(manager, address)
    manager.post(f"{address}/withdraw", data={"reason": "There was no trade fair"})

    decided = decisions_of_week(session, "2026-W45")
    assert "Withdraw the decision" in published
    assert [(one.publishes, one.reason, one.decided_by) for one in decided] == [
        (True, REASON, "Programme_Manager"),
        (False, "There was no trade fair", "Programme_Manager"),
    ]
    assert "Partners as gatekeepers, Ribera Aire: withdrawn" in page_text(manager, DECISIONS)


def test_a_reason_that_says_nothing_is_refused_and_not_lost(
    manager: FlaskClient, session: Session, address: str
) -> None:
    answer = manager.post(address, data={"reason": "it’s ok"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Say why in a few words" in text_of(page)
    assert 'value="it’s ok"' in page
    assert decisions_of_week(session, "2026-W45") == []


def test_executives_look_and_decide_nothing(
    client_as: ClientAs, session: Session, address: str
) -> None:
    client = client_as(Role.EXECUTIVE)

    assert "Publish all the same" not in page_text(client, address)
    assert client.post(address, data={"reason": REASON}).status_code == 403
    assert client.post(f"{address}/withdraw", data={"reason": REASON}).status_code == 403
    assert decisions_of_week(session, "2026-W45") == []


def test_without_its_token_the_form_decides_nothing(
    app: Flask, manager: FlaskClient, session: Session, address: str
) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)

    assert manager.post(address, data={"reason": REASON}).status_code == 400
    assert decisions_of_week(session, "2026-W45") == []
    assert manager.get(address).get_data(as_text=True).count('name="csrf_token"') == 2


@pytest.mark.parametrize("week", ["2026-W30", "spring", "", "2026-W99"])
def test_a_week_without_an_edition_is_said(manager: FlaskClient, week: str) -> None:
    answer = manager.get(f"/integrity/decisions?week={week}")

    assert answer.status_code == (404 if week else 200)


def test_damaged_frozen_files_are_said_and_the_findings_shown(
    manager: FlaskClient, address: str
) -> None:
    text = page_text(manager, DECISIONS)  # the factory's editions have no folder

    assert "Restore the week's folder from a backup" in text
    assert "What stops figures" in text


def test_before_anything_is_published_the_page_says_so(client_as: ClientAs) -> None:
    assert client_as(Role.EXECUTIVE).get("/integrity/decisions").status_code == 200


def test_what_protects_people_is_no_managers_to_publish_over(
    manager: FlaskClient, session: Session, final: Edition
) -> None:
    finding_id = add_finding(
        session, final, check_key="disclosure", level="network", node_key="", severity="block"
    )
    address = f"/integrity/decisions/{finding_id}"

    text = page_text(manager, address)
    refused = manager.post(address, data={"reason": REASON})

    assert "Nobody can publish in spite of this check" in text
    assert "Publish all the same" not in text
    assert refused.status_code in (400, 409)
    assert decisions_of_week(session, "2026-W45") == []


def test_what_follows_from_one_partner_is_folded_up_behind_the_way_to_it(
    manager: FlaskClient, session: Session, final: Edition, address: str
) -> None:
    for line in ("piston", "screw", "vacuum", "rotary"):
        add_finding(
            session, final, check_key="flagged_weight", severity="block", level="product_line",
            node_key=line, what="Partners withheld for review hold 20 % of this total's weight.",
        )  # fmt: skip

    page = manager.get(DECISIONS).get_data(as_text=True)

    cause, _, rest = page.partition("<details><summary>")
    assert 'href="/integrity/partners/ribera"' in cause
    assert rest.startswith("Weight of partners under review: 4 findings</summary>")
    assert rest.partition("</section>")[0].count("<p>Partners withheld for review hold") == 4
