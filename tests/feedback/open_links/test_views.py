"""What came through a link, on its page and in the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.keys import KeyRing
from customers.models import Transaction
from feedback.open_links import pages
from surveys.links import open_link_path
from surveys.open_links.models import OpenLink
from surveys.open_links.references import named_path
from tests.feedback.browsing import GOOD, Respondent

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


def facts_of(page: str) -> dict[str, str]:
    parts = page.partition('<dl class="facts">')[2].partition("</dl>")[0].split("<dt>")[1:]
    return {part.partition("<")[0]: part.partition("<dd>")[2].partition("<")[0] for part in parts}


def test_answers_are_counted_and_the_flagged_ones_listed(
    manager: FlaskClient,
    respondent: Respondent,
    session: Session,
    keys: KeyRing,
    link: OpenLink,
    transaction: Transaction,
) -> None:
    named = Respondent(respondent.client, named_path(keys, link.id, transaction.id))
    for one in (respondent, respondent, named, named):
        one.send(one.token())
    other = Respondent(respondent.client, open_link_path(keys, link.id - 1))
    other.send(other.token())

    page = manager.get(f"/surveys/open-links/{link.id}").text
    listed = manager.get("/surveys/open-links").text

    facts = facts_of(page)
    assert (facts["Answers"], facts["That name a transaction"]) == ("4", "2")
    assert facts["Flagged as repeated"] == "2"
    assert "16\xa0November 2026, 10:00" in facts["Last answered"]
    assert "the same answers from the same network" in page
    assert "its transaction was answered before, through this link" in page
    assert '<td class="r">4</td><td class="r">2</td>' in listed
    assert '<td class="r">1</td><td class="r">0</td>' in listed


def test_a_link_without_answers_says_so_by_nought(manager: FlaskClient, link: OpenLink) -> None:
    facts = facts_of(manager.get(f"/surveys/open-links/{link.id}").text)

    assert (facts["Answers"], facts["Last answered"]) == ("0", "–")


def test_a_crowd_from_one_network_is_pointed_out(
    manager: FlaskClient,
    respondent: Respondent,
    link: OpenLink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "MANY_FROM_ONE_NETWORK", 2)
    respondent.send(respondent.token())
    before = manager.get(f"/surveys/open-links/{link.id}").text

    respondent.send(respondent.token(), {"recommend": "3", "satisfaction": "3"})

    after = manager.get(f"/surveys/open-links/{link.id}").text
    assert "came from one network" not in before
    assert "2\xa0answers of the last day came from one network" in after


def test_people_whose_network_is_not_known_are_no_crowd(
    manager: FlaskClient,
    respondent: Respondent,
    link: OpenLink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "MANY_FROM_ONE_NETWORK", 1)

    respondent.client.post(
        respondent.path,
        data={"sheet": respondent.token(), **GOOD},
        environ_overrides={"REMOTE_ADDR": "unknown"},
    )

    page = manager.get(f"/surveys/open-links/{link.id}").text
    assert facts_of(page)["Answers"] == "1"
    assert "came from one network" not in page


def test_the_list_goes_on_where_a_page_ends(
    manager: FlaskClient, link: OpenLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.open_links.views.SHOWN_ON_A_PAGE", 1)
    monkeypatch.setattr(pages, "SHOWN_ON_A_PAGE", 1)

    first = manager.get("/surveys/open-links?state=open").text
    second = manager.get("/surveys/open-links?state=open&page=2").text

    assert 'href="?state=open&amp;page=2"' in first
    assert 'href="?state=open&amp;page=1"' in second
    assert "page=3" not in second


def test_a_link_that_does_not_exist_is_not_found(manager: FlaskClient, link: OpenLink) -> None:
    assert manager.get("/surveys/open-links/99").status_code == 404
