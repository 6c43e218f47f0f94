"""How both customers' answers spread, on the pages of the week."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.comparison.models import Distribution
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
TITLE = "20 % of end users and 12 % of channel partners answer 6 or less"


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


@pytest.mark.parametrize("path", ["/", "/level/country/Spain"])
def test_both_customers_stand_side_by_side_under_the_finding(
    published: list[Edition], executive: FlaskClient, path: str
) -> None:
    page = executive.get(path)

    text = page_text(executive, path)
    assert TITLE in text
    assert 'aria-label="End users, recommendation: 0–3: 8 %; 4–6: 12 %;' in page.text
    assert "9–10 45 %" in text


def test_what_may_not_be_shown_says_why(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in session.scalars(sa.select(Distribution)):
            if row.audience == "channel_partner":
                row.parts, row.reason = [], "4 answers, fewer than 10."

    text = page_text(executive, "/")

    assert "Not shown: 4 answers, fewer than 10." in text
    assert "20 % of end users answer 6 or less" in text


def test_where_neither_customers_may_be_shown_the_page_has_none(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in session.scalars(sa.select(Distribution)):
            row.parts, row.reason = [], "4 answers, fewer than 10."

    assert "Share of the answers at each value" not in page_text(executive, "/")


def test_where_an_edition_keeps_none_the_page_has_none(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        session.execute(sa.delete(Distribution))

    assert "Share of the answers at each value" not in page_text(executive, "/")


def test_a_channel_partner_sees_no_spread(published: list[Edition], client_as: ClientAs) -> None:
    ribera = client_as(Role.CHANNEL_PARTNER, "ribera")

    assert "answer 6 or less" not in page_text(ribera, "/partner")
