from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.database import writing
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.factory import publish_edition, publish_programme, suppressed
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_the_newest_final_is_compared_with_the_one_before(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/compare")

    assert "the two weeks cannot be told apart in any figure" in text
    assert "Week 44, 2026" in text
    assert "Week 45, 2026" in text


def test_a_difference_beyond_chance_is_called(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        row = session.query(Estimate).filter_by(
            edition_id=published[0].id, audience="end_user", window=1, level="network",
            node_key="", touchpoint_key="", metric="nps",
        ).one()  # fmt: skip
        row.value, row.ci_low, row.ci_high = 80.0, 75.0, 85.0

    text = page_text(executive, "/compare?week=2026-W45&against=2026-W44")

    assert "end-user recommendation is lower" in text
    assert "q < .01" in text


def test_the_order_of_the_two_weeks_does_not_matter(
    published: list[Edition], executive: FlaskClient
) -> None:
    one = page_text(executive, "/compare?week=2026-W45&against=2026-W44")
    other = page_text(executive, "/compare?week=2026-W44&against=2026-W45")

    assert one == other


def test_periods_are_laid_beside_the_newest_that_shares_no_week(
    session: Session, now: datetime, executive: FlaskClient
) -> None:
    publish_programme(session, now, final_count=5)

    text = page_text(executive, "/compare?window=4&week=2026-W45")

    assert "Weeks 38–41, 2026" in text
    assert "the two periods cannot be told apart in any figure" in text


CAUTIONS = (
    ("one week twice", "week=2026-W45&against=2026-W45", "one and the same week"),
    ("a flash and a final", "week=2026-W46&against=2026-W45", "One of the two is a flash"),
    ("windows that share weeks", "week=2026-W45&against=2026-W44&window=4", "share weeks"),
)


@pytest.mark.parametrize(
    ("query", "said"), [row[1:] for row in CAUTIONS], ids=[row[0] for row in CAUTIONS]
)
def test_what_cannot_be_compared_is_shown_and_says_why(
    published: list[Edition], executive: FlaskClient, query: str, said: str
) -> None:
    text = page_text(executive, f"/compare?{query}")

    assert said in text
    assert "Higher" not in text
    assert "Not compared" in text


PLACES = ("country:Spain", "region:Spain/Aragon", "partner:ribera", "product_line:screw",
          "segment:public", "network")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_any_place_can_be_compared(
    published: list[Edition], executive: FlaskClient, place: str
) -> None:
    text = page_text(executive, f"/compare?week=2026-W45&against=2026-W44&place={quote(place)}")

    assert "Recommendation" in text


def test_a_partners_figures_have_one_window_whatever_the_address_says(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/compare?place=partner:ribera&window=1")

    assert "4 weeks each" in text
    assert "One week" not in text


def test_a_hidden_figure_says_why_and_is_not_compared(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in session.query(Estimate).filter_by(
            edition_id=published[0].id, window=1, level="network", touchpoint_key="", metric="nps"
        ):
            suppressed(row, "7 answers, fewer than 10")

    text = page_text(executive, "/compare?week=2026-W45&against=2026-W44")

    assert "Not shown: 7 answers, fewer than 10." in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("place=country:Atlantis", "There is no such place, product line or segment."),
        ("place=%00", "There is no such place, product line or segment."),
        ("place=galaxy:x", "There is no such place, product line or segment."),
        ("touchpoint=none", "There is no such touchpoint."),
        ("window=7", "Figures are made over 1, 4 and 13 weeks, not 7."),
        ("window=<script>", "not &lt;script&gt;".replace("&lt;", "<").replace("&gt;", ">")),
        ("week=2031-W01", "No edition of 2031-W01 is published."),
        ("against=nonsense", "is not a week"),
    ],
)
def test_a_mangled_address_explains_itself(
    published: list[Edition], executive: FlaskClient, query: str, said: str
) -> None:
    assert said in page_text(executive, f"/compare?{query}", status=404)


def test_without_an_edition_the_page_says_what_comes_first(executive: FlaskClient) -> None:
    assert "Compare" not in page_text(executive, "/compare")


def test_a_partner_does_not_compare_the_network(
    published: list[Edition], client_as: ClientAs
) -> None:
    assert client_as(Role.CHANNEL_PARTNER, "ribera").get("/compare").status_code == 403


def test_the_week_page_leads_to_the_comparison_of_its_own_place(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/level/country/Spain").get_data(as_text=True)

    assert "/compare?week=2026-W45&amp;against=2026-W44&amp;place=country%3ASpain" in page


def test_a_revision_takes_the_place_of_the_final_that_it_corrects(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 44), "final", revision=1)

    text = page_text(executive, "/compare?week=2026-W45&against=2026-W44")

    assert "2026-W44: Final, revision 1" in text
