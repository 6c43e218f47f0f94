"""The managers' pages of open links: made, listed, printed, closed, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.keys import KeyRing
from customers.models import Node
from surveys.links import open_link_path
from surveys.models import Survey
from surveys.open_links.models import OpenLink
from tests.factories import make_partner, make_product_line, make_programme
from tests.surveys.open_links.factory import make_open_link

SignIn = Callable[[Role, str | None], FlaskClient]
LIST = "/surveys/open-links"


def links(session: Session) -> list[OpenLink]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(sa.select(OpenLink).order_by(OpenLink.id)))


def form_of(survey: Survey, **changes: str | int) -> dict[str, str | int]:
    return {
        "survey_id": survey.id,
        "for_whom": "nobody",
        "partner_id": 0,
        "product_line_id": 0,
        "label": "",
        "language": "en",
        "promise": "confidential",
        "closes_on": "",
        **changes,
    }


def test_without_surveys_and_links_the_pages_say_what_to_do(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    make_programme(session, now)

    assert "There is no open link yet" in manager.get(LIST).text
    assert "Open a survey first." in manager.get(f"{LIST}/new").text
    assert "There is nothing to print" in manager.get(f"{LIST}/print").text


def test_a_link_is_made_and_shown_with_its_address(
    manager: FlaskClient, session: Session, survey: Survey, partner: Node, keys: KeyRing
) -> None:
    form = form_of(survey, for_whom="one_partner", partner_id=partner.id, label="Box")

    page = manager.post(f"{LIST}/new", data=form, follow_redirects=True)

    (link,) = links(session)
    assert "1 link is made." in page.text
    assert f"http://localhost{open_link_path(keys, link.id)}" in page.text
    assert "Nordhaus &amp; Söhne (Box)" in page.text
    assert "set aside from every published figure" in page.text
    assert "openssl" not in page.text
    assert link.created_by == "programme_manager.house@example.com"


def test_links_for_every_partner_are_made_at_once(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey, partner: Node
) -> None:
    make_open_link(session, now, survey, partner_id=partner.id)
    make_partner(session, now, "suedhaus")

    page = manager.post(
        f"{LIST}/new", data=form_of(survey, for_whom="every_partner"), follow_redirects=True
    )

    assert "1 link is made. Left out, since they have one of this kind: 1." in page.text
    assert len(links(session)) == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("survey_id", 99, "Not a valid choice"),
        ("survey_id", "x", "Invalid Choice"),
        ("for_whom", "all", "Not a valid choice"),
        ("for_whom", "one_partner", "Choose the channel partner"),
        ("partner_id", 99, "Not a valid choice"),
        ("language", "xx", "Not a valid choice"),
        ("promise", "everything", "Not a valid choice"),
        ("closes_on", "soon", "Write the day as 2026-12-31."),
        ("closes_on", "2020-01-01", "lies in the past"),
        ("label", "x" * 121, "longer than 120"),
    ],
)
def test_what_cannot_be_made_is_said_and_the_form_is_kept(
    manager: FlaskClient,
    session: Session,
    survey: Survey,
    partner: Node,
    field: str,
    value: str | int,
    words: str,
) -> None:
    form = {"label": "my label", **form_of(survey, takes_references="y"), field: value}

    page = manager.post(f"{LIST}/new", data=form)

    assert page.status_code == 400
    assert words in page.text
    assert re.search(r'name="takes_references"[^>]*checked|checked[^>]*name="takes_ref', page.text)
    assert links(session) == []


def test_a_link_that_takes_references_shows_how_to_sign(
    manager: FlaskClient, session: Session, survey: Survey
) -> None:
    page = manager.post(
        f"{LIST}/new", data=form_of(survey, takes_references="y"), follow_redirects=True
    )

    assert "openssl dgst -sha256 -hmac" in page.text
    assert "def link_for" in page.text


def test_the_list_is_narrowed_down(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey, partner: Node
) -> None:
    make_open_link(session, now, survey, partner_id=partner.id)
    make_open_link(session, now, survey, label="Counter")

    found = manager.get(f"{LIST}?q=counter&state=open&survey={survey.id}").text
    none = manager.get(f"{LIST}?state=revoked").text
    wrong = manager.get(f"{LIST}?state=x&survey=x&page=x&q=%00").text

    assert "Counter" in found
    assert "Nordhaus &amp; Söhne" not in found
    assert "No link fits" in none
    assert "2\xa0links." in wrong


def test_a_page_beyond_the_last_leads_back(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey
) -> None:
    make_open_link(session, now, survey)

    assert "No link fits" in manager.get(f"{LIST}?page=99").text


def test_chosen_links_are_closed_and_opened_again_by_their_last_day(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey
) -> None:
    link = make_open_link(session, now, survey)

    closed = manager.post(
        f"{LIST}/selection", data={"id": [link.id], "deed": "close"}, follow_redirects=True
    )
    opened = manager.post(
        f"{LIST}/{link.id}/closing", data={"closes_on": "2026-12-31"}, follow_redirects=True
    )

    assert "1 link takes no more answers." in closed.text
    assert 'value="2026-12-31"' in opened.text
    assert "<b>open</b> until" in opened.text


@pytest.mark.parametrize("day", ["2020-01-01", "soon"])
def test_a_last_day_that_cannot_be_is_said(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey, day: str
) -> None:
    link = make_open_link(session, now, survey)

    page = manager.post(f"{LIST}/{link.id}/closing", data={"closes_on": day}, follow_redirects=True)

    assert 'role="alert"' in page.text
    assert links(session)[0].closes_at is None


def test_nothing_chosen_is_said(manager: FlaskClient, survey: Survey) -> None:
    page = manager.post(f"{LIST}/selection", data={"id": ["x"]}, follow_redirects=True)

    assert "Nothing was chosen." in page.text


def test_a_link_is_revoked_after_a_question_and_stays_so(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey
) -> None:
    link = make_open_link(session, now, survey)

    asked = manager.get(f"{LIST}/{link.id}/revoke").text
    before = links(session)[0].revoked_at
    done = manager.post(f"{LIST}/{link.id}/revoke", follow_redirects=True)
    again = manager.post(f"{LIST}/{link.id}/closing", data={"closes_on": ""})

    assert "Revoke this link?" in asked
    assert before is None
    assert "The link is revoked" in done.text
    assert "Revoke for good" not in done.text
    assert again.status_code == 409
    session.rollback()
    assert session.scalars(sa.select(AuditEntry.deed)).all()[-1] == "revoke open link"


def test_the_script_for_web_pages_is_small_and_may_be_loaded_by_them(client: FlaskClient) -> None:
    script = client.get("/embed.js")

    assert script.mimetype in {"text/javascript", "application/javascript"}
    assert len(script.data) <= 1024
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in script.headers


def test_executives_and_partners_make_no_links(
    client_as: SignIn, session: Session, now: datetime, survey: Survey
) -> None:
    make_product_line(session, now, "pumps")
    make_partner(session, now, "nordhaus")
    for client in (client_as(Role.EXECUTIVE, None), client_as(Role.CHANNEL_PARTNER, "nordhaus")):
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}/new", data=form_of(survey)).status_code == 403
