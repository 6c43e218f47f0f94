from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from customers.imports.cells import Rules
from customers.imports.dates import Moment, instant_at, read_day, read_moment
from customers.imports.errors import CellError

BERLIN = ZoneInfo("Europe/Berlin")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
TODAY = date(2026, 11, 16)
RULES = Rules(BERLIN, BERLIN, TODAY)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        pytest.param("2026-03-31", date(2026, 3, 31), id="ISO"),
        pytest.param("31.3.2026", date(2026, 3, 31), id="with points, day first"),
        pytest.param("3/31/2026", date(2026, 3, 31), id="month first, since 31 is no month"),
        pytest.param("31/03/2026", date(2026, 3, 31), id="day first, since 31 is no month"),
        pytest.param("05/05/2026", date(2026, 5, 5), id="the same either way"),
    ],
)
def test_a_day_without_a_time_is_that_day(cell: str, day: date) -> None:
    assert read_moment(cell, RULES) == Moment(day, None)


@pytest.mark.parametrize(
    ("cell", "rules", "moment"),
    [
        pytest.param(
            "2026-05-17 23:30:00",
            RULES,
            Moment(date(2026, 5, 17), datetime(2026, 5, 17, 21, 30, tzinfo=UTC)),
            id="in the programme's zone",
        ),
        pytest.param(
            "2026-05-17 23:30:00",
            Rules(SAO_PAULO, SAO_PAULO, TODAY),
            Moment(date(2026, 5, 17), datetime(2026, 5, 18, 2, 30, tzinfo=UTC)),
            id="Sunday in Brasília, Monday in UTC",
        ),
        pytest.param(
            "2026-05-17 23:30:00",
            Rules(SAO_PAULO, BERLIN, TODAY),
            Moment(date(2026, 5, 18), datetime(2026, 5, 18, 2, 30, tzinfo=UTC)),
            id="the file's zone, the programme's day",
        ),
        pytest.param(
            "2026-05-17T23:30:00Z",
            RULES,
            Moment(date(2026, 5, 18), datetime(2026, 5, 17, 23, 30, tzinfo=UTC)),
            id="with a zone of its own",
        ),
        pytest.param(
            "17.05.2026 23:30",
            RULES,
            Moment(date(2026, 5, 17), datetime(2026, 5, 17, 21, 30, tzinfo=UTC)),
            id="points and a time",
        ),
    ],
)
def test_an_instant_falls_on_its_day_in_the_programmes_zone(
    cell: str, rules: Rules, moment: Moment
) -> None:
    assert read_moment(cell, rules) == moment


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        pytest.param("05/04/2026", "day/month or month/day", id="readable two ways"),
        pytest.param("2026-02-30", "not a day that exists", id="30 February"),
        pytest.param("31.13.2026", "not a day that exists", id="month 13"),
        pytest.param("45992", "not a date", id="a spreadsheet's number"),
        pytest.param("next week", "not a date", id="words"),
        pytest.param("1900-01-01", "no date", id="a system's empty date"),
        pytest.param("9999-12-31 23:59:59", "no date", id="a system's end of time"),
        pytest.param("2026-11-18", "in the future", id="the day after tomorrow"),
    ],
)
def test_a_date_that_cannot_be_trusted_is_refused(cell: str, words: str) -> None:
    with pytest.raises(CellError, match=words):
        read_moment(cell, RULES)


def test_a_format_named_in_the_map_decides_what_is_ambiguous() -> None:
    rules = Rules(BERLIN, BERLIN, TODAY, date_formats=("%d/%m/%Y", "%d/%m/%Y %H:%M"))

    assert read_day("05/04/2026", rules) == date(2026, 4, 5)
    assert read_day("05/04/2026 10:00", rules) == date(2026, 4, 5)
    with pytest.raises(CellError, match="as the column map writes it"):
        read_day("2026-04-05", rules)


def test_a_promise_may_lie_in_the_future() -> None:
    assert read_day("2027-01-31", RULES) == date(2027, 1, 31)


def test_an_answer_known_by_its_day_alone_counts_as_the_end_of_that_day() -> None:
    read = instant_at(time(23, 59, 59))

    assert read("2026-05-17", RULES) == datetime(2026, 5, 17, 21, 59, 59, tzinfo=UTC)
