from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.clock import Week
from demo.calendar import DemoCalendar, last_complete_week

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def calendar() -> DemoCalendar:
    return DemoCalendar(Week(2026, 46), 53, BERLIN)


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (datetime(2026, 11, 15, 22, 59, tzinfo=UTC), Week(2026, 45)),
        (datetime(2026, 11, 15, 23, 0, tzinfo=UTC), Week(2026, 46)),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), Week(2026, 46)),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), Week(2026, 52)),
        (datetime(2027, 1, 4, 12, 0, tzinfo=UTC), Week(2026, 53)),
    ],
)
def test_the_last_complete_week_is_over_in_the_programmes_own_zone(
    now: datetime, week: Week
) -> None:
    assert last_complete_week(now, BERLIN) == week


def test_the_last_of_the_weeks_is_the_open_one(calendar: DemoCalendar) -> None:
    assert calendar.week(52) == Week(2026, 46)
    assert calendar.week(0) == Week(2025, 46)


def test_two_draws_cover_each_day_of_a_week_once(calendar: DemoCalendar) -> None:
    first, second = calendar.draws(52)
    days = [calendar.day(52, weekday) for weekday in range(7)]

    assert [first.covers(day) + second.covers(day) for day in days] == [1] * 7
    assert first.at.date() == date(2026, 11, 12)
    assert second.at.date() == date(2026, 11, 16)


def test_all_weeks_before_the_open_one_are_final_when_the_open_one_is_over(
    calendar: DemoCalendar,
) -> None:
    over_at = calendar.week(52).ends_at(BERLIN)

    assert calendar.final_at(51, 7) == over_at
    assert calendar.final_at(52, 7) > over_at
