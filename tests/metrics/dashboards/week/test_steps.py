"""What changed in a place: this period against the newest that shares no week with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.dashboards.compare import families
from metrics.models import Decision, Edition, Estimate
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
SPAIN = "/level/country/Spain"


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def row_of(session: Session, edition: Edition, level: str, key: str, window: int) -> Estimate:
    return session.query(Estimate).filter_by(
        edition_id=edition.id, audience="end_user", window=window, level=level, node_key=key,
        touchpoint_key="", metric="nps",
    ).one()  # fmt: skip


def move(
    session: Session, edition: Edition, level: str, key: str, window: int, to: float = 80.0
) -> None:
    with writing(session):
        row = row_of(session, edition, level, key, window)
        row.value, row.ci_low, row.ci_high = to, to - 5, to + 5


def test_a_place_in_which_nothing_moved_says_so_in_its_first_words(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, SPAIN)

    assert "Nothing changed for certain this week." in text
    assert "No detectable change from week 44, 2026 in " in text


def test_a_change_beyond_chance_is_told_as_two_weeks_beside_each_other_tell_it(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    move(session, published[0], "country", "Spain", 1)

    text = page_text(executive, SPAIN)
    two = page_text(executive, "/compare?week=2026-W45&against=2026-W44&place=country:Spain")

    assert "End users’ recommendation fell this week." in text
    assert "End-user recommendation fell by " in text
    assert "One change is real; in " in text
    assert "end-user recommendation is lower than in week 44, 2026" in two


def test_a_place_is_judged_among_all_of_its_level_here_and_beside_another_week(
    published: list[Edition],
    executive: FlaskClient,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with writing(session):
        for edition, value in zip(published[:2], (59.0, 40.0), strict=True):
            row = row_of(session, edition, "country", "Spain", 1)
            row.value, row.ci_low, row.ci_high = value, value - 10, value + 10
    pages = (SPAIN, "/compare?week=2026-W45&against=2026-W44&place=country:Spain")

    among_all = [page_text(executive, page) for page in pages]
    monkeypatch.setattr(families, "is_shared", lambda place: False)
    alone = page_text(executive, pages[1])

    assert "No detectable change from week 44, 2026 in " in among_all[0]
    assert "the two weeks cannot be told apart in any figure" in among_all[1]
    assert all("all metrics of both customers in all countries" in text for text in among_all)
    assert "end-user recommendation is lower than in week 44, 2026" in alone


def test_every_touchpoint_says_what_changed(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/touchpoint/delivery")

    assert "No detectable change from week 44, 2026 in one comparison" in text


def test_periods_of_four_weeks_are_compared_with_the_four_before(
    session: Session, now: datetime, executive: FlaskClient
) -> None:
    finals = publish_programme(session, now, final_count=5)
    move(session, finals[0], "product_line", "screw", 4)

    text = page_text(executive, "/level/product_line/screw?week=2026-W45")

    assert "One change is real; in 7 comparisons no change can be detected" in text
    assert "against=2026-W41" in executive.get("/level/product_line/screw").get_data(as_text=True)


def test_without_an_earlier_period_it_says_why_nothing_is_compared(
    published: list[Edition], executive: FlaskClient
) -> None:
    line = page_text(executive, "/level/product_line/screw")
    flash = page_text(executive, f"{SPAIN}?week=2026-W46")

    assert "There is no final of an earlier period to compare this one with." in line
    assert "Finals are compared, and this week has none yet." in flash


@pytest.mark.parametrize(("place", "which"), [(0, "earlier"), (1, "newer")])
def test_a_figure_that_is_held_or_not_shown_is_not_compared(
    published: list[Edition], executive: FlaskClient, session: Session, place: int, which: str
) -> None:
    with writing(session):
        row = row_of(session, published[place], "country", "Spain", 1)
        row.decision, row.grade, row.reason = Decision.HOLD, "E", "Held"

    text = page_text(executive, SPAIN)

    assert f"Not compared: the {which} figure is held or not shown" in text


def test_a_channel_partner_reads_its_own_change(
    session: Session, now: datetime, client_as: ClientAs
) -> None:
    finals = publish_programme(session, now, final_count=5)
    partner = client_as(Role.CHANNEL_PARTNER, "ribera")
    before = page_text(partner, "/partner")

    move(session, finals[0], "partner", "ribera", 4)

    assert "No detectable change from weeks 38–41, 2026" in before
    assert "End-user recommendation fell by " in page_text(partner, "/partner")
