from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import FixedClock, SystemClock, Week, start_of_day

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2018, 5, 14), "2018-W20"),
        (date(2018, 5, 20), "2018-W20"),
        (date(2018, 12, 31), "2019-W01"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2016, 1, 1), "2015-W53"),
    ],
)
def test_a_day_lies_in_its_iso_week(day: date, week: str) -> None:
    assert str(Week.of(day)) == week


@given(DAYS)
def test_a_week_is_read_back_from_how_it_is_written(day: date) -> None:
    week = Week.of(day)

    assert Week.parse(str(week)) == week
    assert week.monday <= day <= week.sunday
    assert week.monday.isoweekday() == 1


@given(DAYS, st.integers(-200, 200))
def test_shifting_there_and_back_is_the_same_week(day: date, weeks: int) -> None:
    week = Week.of(day)

    assert week.shifted(weeks).shifted(-weeks) == week
    assert (week.shifted(weeks) > week) is (weeks > 0)


def test_a_year_of_53_weeks_is_followed_by_week_one() -> None:
    assert str(Week(2020, 53).shifted(1)) == "2021-W01"


@pytest.mark.parametrize("text", [" 2018-w20 ", "2018-W20", "2018-W020"])
def test_a_week_may_be_written_carelessly(text: str) -> None:
    assert Week.parse(text) == Week(2018, 20)


@pytest.mark.parametrize(
    "text", ["", "2018", "2018-20", "18-W20", "2018-W", "2018-Wxx", "2018-W-1", "20.5.2018"]
)
def test_what_is_no_week_is_refused_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(ValueError, match="2018-W20"):
        Week.parse(text)


@pytest.mark.parametrize("text", ["0001-W01", "1899-W52", "3000-W01", "9999-W52"])
def test_a_week_at_the_end_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="from 1900 to 2999"):
        Week.parse(text)


@pytest.mark.parametrize("text", ["2018-W00", "2018-W53", "2020-W54"])
def test_a_week_that_its_year_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="has no week"):
        Week.parse(text)


@pytest.mark.parametrize(
    ("week", "zone", "ends_at"),
    [
        (Week(2018, 20), "Europe/Berlin", datetime(2018, 5, 20, 22, tzinfo=UTC)),
        # Both clock changes fall on the last hours of a week.
        (Week(2018, 12), "Europe/Berlin", datetime(2018, 3, 25, 22, tzinfo=UTC)),
        (Week(2018, 43), "Europe/Berlin", datetime(2018, 10, 28, 23, tzinfo=UTC)),
        (Week(2018, 20), "America/Sao_Paulo", datetime(2018, 5, 21, 3, tzinfo=UTC)),
    ],
)
def test_a_week_ends_at_midnight_in_the_programmes_zone(
    week: Week, zone: str, ends_at: datetime
) -> None:
    assert week.ends_at(ZoneInfo(zone)) == ends_at


def test_the_week_of_a_clock_change_has_an_hour_less_or_more() -> None:
    zone = ZoneInfo("Europe/Berlin")

    def length(week: Week) -> timedelta:
        return week.ends_at(zone) - start_of_day(week.monday, zone)

    assert length(Week(2018, 12)) == timedelta(days=7, hours=-1)
    assert length(Week(2018, 43)) == timedelta(days=7, hours=1)
    assert length(Week(2018, 20)) == timedelta(days=7)


def test_the_systems_time_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_stands_still_until_it_is_set() -> None:
    clock = FixedClock(datetime(2026, 11, 16, tzinfo=UTC))
    before = clock.now()

    clock.at += timedelta(days=1)

    assert (before, clock.now()) == (
        datetime(2026, 11, 16, tzinfo=UTC),
        datetime(2026, 11, 17, tzinfo=UTC),
    )
