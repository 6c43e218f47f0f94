"""What belongs to a week, in programmes far from Greenwich."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.clock import Week
from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from customers.models import Audience
from customers.rows import TransactionRow
from customers.services import store_transactions
from feedback.rows import ResponseRow
from feedback.services import record_responses
from metrics.errors import WeekNotOverError
from metrics.models import Edition
from metrics.warehouse.files import read_table
from surveys.models import Survey
from tests.metrics.programmes import SmallProgramme

SUNDAY = date(2026, 11, 8)
ZONES: dict[str, tuple[str, datetime, datetime]] = {
    # The experience at 23:30 of the week's Sunday, and the answer a quarter of an hour later.
    "America/Sao_Paulo": (
        "2026-W45",
        datetime(2026, 11, 9, 2, 30, tzinfo=UTC),
        datetime(2026, 11, 9, 2, 45, tzinfo=UTC),
    ),
    "Asia/Kolkata": (
        "2026-W45",
        datetime(2026, 11, 8, 18, 0, tzinfo=UTC),
        datetime(2026, 11, 8, 18, 15, tzinfo=UTC),
    ),
}

Make = Callable[[str], SmallProgramme]


@pytest.fixture
def make(session: Session, keys: KeyRing, settings: Settings) -> Make:
    def small(zone: str) -> SmallProgramme:
        programme = SmallProgramme(session, keys, settings, time_zone=zone)
        programme.set_up()
        return programme

    return small


def record(programme: SmallProgramme, on: date, at: datetime, answered_at: datetime) -> None:
    session = programme.session
    row = TransactionRow("t1", "delivery", on, occurred_at=at, partner_key="nord")
    with writing(session):
        store_transactions(session, [row], answered_at)
        version = session.query(Survey).first()
        assert version is not None
        answer = ResponseRow(
            key="r1",
            audience=Audience.END_USER,
            version_id=version.version_id,
            answered_at=answered_at,
            answers={"recommend": 9},
            transaction_key="t1",
        )
        record_responses(session, [answer], answered_at)


@pytest.mark.parametrize("zone", ZONES)
def test_sunday_at_half_past_eleven_is_still_the_week(
    make: Make, settings: Settings, zone: str
) -> None:
    week, occurred_at, answered_at = ZONES[zone]
    programme = make(zone)
    record(programme, SUNDAY, occurred_at, answered_at)
    closed = Week.parse(week)

    with pytest.raises(WeekNotOverError):
        programme.close(closed, answered_at)
    edition = programme.close(closed, programme.monday_after(closed))

    assert _frozen(settings.weeks_folder, edition) == ([SUNDAY] * 2, [SUNDAY])
    assert edition.summary["set_aside"] == {"used": 1}


def test_an_answer_in_the_first_minutes_of_monday_is_not_from_before_the_experience(
    make: Make, settings: Settings
) -> None:
    monday, week = SUNDAY + timedelta(days=1), Week(2026, 46)
    programme = make("Asia/Kolkata")
    # 00:10 and 00:30 of Monday in Kolkata are still Sunday in UTC.
    at = datetime(2026, 11, 8, 18, 40, tzinfo=UTC)
    record(programme, monday, at, at + timedelta(minutes=20))

    edition = programme.close(week, programme.monday_after(week))

    assert _frozen(settings.weeks_folder, edition) == ([monday] * 2, [monday])
    assert edition.summary["set_aside"] == {"used": 1}


def _frozen(weeks_folder: Path, edition: Edition) -> tuple[list[date], list[date]]:
    frame, responses = (
        read_table(weeks_folder / edition.folder, name) for name in ("frame", "responses")
    )
    return frame.column("occurred_on").to_pylist(), responses.column("answered_on").to_pylist()


@pytest.mark.parametrize("week", [Week(2026, 53), Week(2026, 13), Week(2026, 43)])
def test_a_fifty_third_week_and_weeks_in_which_the_clocks_change_close_like_any_other(
    make: Make, week: Week
) -> None:
    programme = make("Europe/Berlin")
    programme.live_week(week, size=40)

    flash = programme.close(week, programme.monday_after(week))
    final = programme.close(week, programme.fieldwork_over(week))

    assert (flash.week, final.week) == (str(week), str(week))
    assert flash.transaction_count == final.transaction_count == 40
    assert final.response_count > 0
