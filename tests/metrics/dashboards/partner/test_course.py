"""A partner's trend: what was noted for partners, and where the series starts anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.models import Edition, FindingRow
from metrics.notes.models import WeekNote
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def ribera(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


def _note(session: Session, now: datetime, text: str, **changes: object) -> None:
    facts = {"week": "2026-W45", "level": "network", "node_key": "", "is_for_partners": True}
    with writing(session):
        session.add(WeekNote(text=text, author="Mar Osei", created_at=now, **(facts | changes)))


@pytest.fixture
def long_published(session: Session, now: datetime) -> list[Edition]:
    """Finals of five weeks: two periods of four weeks each have a figure."""
    return publish_programme(session, now, final_count=5, with_flash=False)


NOTES: tuple[tuple[str, dict[str, object], bool], ...] = (
    ("the network, for partners", {}, True),
    ("the partner itself, for partners", {"level": "partner", "node_key": "ribera"}, True),
    ("a touchpoint, for partners", {"touchpoint_key": "delivery"}, True),
    ("a week early in the first period", {"week": "2026-W38"}, True),
    ("the house alone", {"is_for_partners": False}, False),
    ("another partner", {"level": "partner", "node_key": "nordhaus"}, False),
    ("a country", {"level": "country", "node_key": "Spain"}, False),
    ("a removed one", {"removed_by": "Mar Osei"}, False),
)


@pytest.mark.parametrize("role", [Role.CHANNEL_PARTNER, Role.EXECUTIVE])
@pytest.mark.parametrize(
    ("changes", "is_drawn"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES]
)
def test_a_partners_page_draws_what_was_noted_for_partners_and_nothing_else(
    long_published: list[Edition], client_as: ClientAs, session: Session, now: datetime,
    role: Role, changes: dict[str, object], is_drawn: bool,
) -> None:  # fmt: skip
    removed = {"removed_at": now} if "removed_by" in changes else {}
    _note(session, now, "Strike at the port", **changes, **removed)
    client = client_as(role, "ribera" if role is Role.CHANNEL_PARTNER else None)

    page = client.get("/partner/ribera").get_data(as_text=True)

    assert ("Strike at the port" in page) is is_drawn
    assert ('class="noted"' in page) is is_drawn
    assert "Osei, " not in page.split("Strike at the port")[-1][:200]


def test_a_note_about_a_touchpoint_names_it_and_never_its_author(
    long_published: list[Edition], ribera: FlaskClient, session: Session, now: datetime
) -> None:
    _note(session, now, "New crates", touchpoint_key="delivery")

    text = page_text(ribera, "/partner")

    assert "a 2026-W45, Delivery: New crates" in text
    assert "Mar Osei" not in text


def test_without_a_chart_what_was_noted_stands_by_itself(
    published: list[Edition], ribera: FlaskClient, session: Session, now: datetime
) -> None:
    _note(session, now, "Strike at the port")

    page = ribera.get("/partner").get_data(as_text=True)

    assert "2026-W45: Strike at the port" in page
    assert 'class="noted"' not in page


def test_a_partners_trend_starts_anew_at_a_break_and_tells_nothing_of_the_house(
    long_published: list[Edition], ribera: FlaskClient, session: Session
) -> None:
    with writing(session):
        for key, what in (("series_question", "The question was worded anew."),
                          ("series_thresholds", "Mar Osei: too strict.")):  # fmt: skip
            session.add(
                FindingRow(
                    edition_id=long_published[-1].id, check_key=key, family="analytics",
                    severity="caveat", state="warn", audience="", window=0, level="network",
                    node_key="", metric="", value=1.0, what=what, what_to_do="", overridden="",
                )
            )  # fmt: skip

    page = ribera.get("/partner").get_data(as_text=True)
    text = page_text(ribera, "/partner")

    assert page.count('class="broken"') == 2
    assert "New series The question was worded anew." in text
    assert "What stands below is not comparable with what stands above." in text
    assert "too strict" not in text
