"""A touchpoint in a place has a page of its own, and longer periods say what a week is too short
for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
REPAIR_IN_SPAIN = "/touchpoint/repair_visit/country/Spain"


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def heard_in_spain(session: Session, edition: Edition, touchpoint: str) -> None:
    """The network's figures of a touchpoint, once more as a country's."""
    copied = [column.key for column in sa.inspect(Estimate).column_attrs if column.key != "id"]
    with writing(session):
        for row in session.query(Estimate).filter_by(
            edition_id=edition.id, level="network", touchpoint_key=touchpoint
        ):
            facts = {name: getattr(row, name) for name in copied}
            session.add(Estimate(**facts | {"level": "country", "node_key": "Spain"}))


def test_the_ways_down_keep_what_was_chosen(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    """From a touchpoint to a place, and from a place to a touchpoint, one page is reached."""
    heard_in_spain(session, published[1], "repair_visit")

    by_touchpoint = executive.get("/touchpoint/repair_visit").get_data(as_text=True)
    by_place = executive.get("/level/country/Spain").get_data(as_text=True)

    assert f'href="{REPAIR_IN_SPAIN}?week=2026-W45"' in by_touchpoint
    assert f'href="{REPAIR_IN_SPAIN}?week=2026-W45"' in by_place
    page = executive.get(REPAIR_IN_SPAIN)
    assert page.status_code == 200
    text = page_text(executive, REPAIR_IN_SPAIN)
    assert "Week 45 – Spain, Repair visit" in text
    assert "these are all touchpoints together" in page_text(executive, "/touchpoint/repair_visit")
    crumbs = page.get_data(as_text=True)
    assert 'href="/level/country/Spain?week=2026-W45">Spain</a>' in crumbs


PLACES = ("country/Spain", "region/Spain/Aragon", "product_line/screw", "segment/public")


@pytest.mark.parametrize("place", PLACES)
def test_a_touchpoint_can_be_read_in_any_place_and_printed(
    published: list[Edition], executive: FlaskClient, place: str
) -> None:
    page = executive.get(f"/touchpoint/delivery/{place}")
    level, _, key = place.partition("/")

    assert page.status_code == 200
    paper = executive.get(f"/week.pdf?touchpoint=delivery&level={level}&key={key}")
    assert paper.mimetype == "application/pdf"


@pytest.mark.parametrize(
    "address",
    ["/touchpoint/nothing/country/Spain", "/touchpoint/delivery/country/Atlantis",
     "/touchpoint/delivery/partner/ribera", "/touchpoint/delivery/planet/Mars"],
)  # fmt: skip
def test_what_there_is_not_is_explained(
    published: list[Edition], executive: FlaskClient, address: str
) -> None:
    answer = executive.get(address)

    assert answer.status_code == 404
    assert "Start from the week and choose one" in answer.get_data(as_text=True)


def test_a_channel_partner_has_no_such_page(published: list[Edition], client_as: ClientAs) -> None:
    assert client_as(Role.CHANNEL_PARTNER, "ribera").get(REPAIR_IN_SPAIN).status_code == 403


def test_what_a_week_is_too_short_for_is_named_over_thirteen(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    """In the table's title, in the first sentences, and with the same verdict on its own page."""
    with writing(session):
        for row in session.query(Estimate).filter_by(
            edition_id=published[1].id, audience="end_user", level="country", touchpoint_key="",
            metric="nps",
        ):  # fmt: skip
            is_low = row.node_key == "Spain" and row.window == 13
            row.value = 20.0 if is_low else 45.0
            row.ci_low, row.ci_high = row.value - 9, row.value + 9

    week, spain = page_text(executive, "/"), page_text(executive, "/level/country/Spain")

    assert "over 13 weeks end users are below it for certain in Spain Recommendation" in week
    first = week[: week.index("1 How are we doing")]
    assert "; Spain." in first[first.index("over 13 weeks Sale") :]
    assert "over 13 weeks end users in recommendation" in spain[: spain.index("1 How are")]
