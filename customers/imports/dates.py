"""Read one cell that holds a day or an instant.

A time without a zone is read in the zone of the column map; a date without a time is that date and
is never converted; an instant falls on its date in the programme's zone (methods 0.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from customers.imports.cells import Rules, shown
from customers.imports.errors import CellError

EARLIEST = date(1990, 1, 1)
LATEST = date(2200, 1, 1)
# A clock or a zone somewhere may be ahead of ours.
A_DAY_OF_GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """A day in the programme's zone, with its instant where a time was given."""

    day: date
    at: datetime | None


def read_moment(cell: str, rules: Rules) -> Moment:
    """When something was experienced: a day, or an instant; not in the future."""
    value = _date_or_instant(cell, rules)
    if isinstance(value, datetime):
        moment = Moment(value.astimezone(rules.programme_zone).date(), value.astimezone(UTC))
    else:
        moment = Moment(value, None)
    if moment.day > rules.today + A_DAY_OF_GRACE:
        raise CellError(f"{shown(cell)} is in the future: only what has happened can be imported")
    return moment


def read_day(cell: str, rules: Rules) -> date:
    """A day; of an instant, its day in the programme's zone."""
    value = _date_or_instant(cell, rules)
    if isinstance(value, datetime):
        return value.astimezone(rules.programme_zone).date()
    return value


def instant_at(time_of_day: time) -> Callable[[str, Rules], datetime]:
    """Reads an instant in UTC, not in the future; a day alone counts as that time of the day."""

    def read(cell: str, rules: Rules) -> datetime:
        value = _date_or_instant(cell, rules)
        if not isinstance(value, datetime):
            value = datetime.combine(value, time_of_day, tzinfo=rules.zone)
        if value.astimezone(rules.programme_zone).date() > rules.today + A_DAY_OF_GRACE:
            raise CellError(f"{shown(cell)} is in the future")
        return value.astimezone(UTC)

    return read


ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?")


def _date_or_instant(cell: str, rules: Rules) -> date | datetime:
    value = _by_formats(cell, rules.date_formats) if rules.date_formats else _by_shape(cell)
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=rules.zone)
    day = value.date() if isinstance(value, datetime) else value
    if not EARLIEST <= day < LATEST:
        raise CellError(
            f"{shown(cell)} is outside 1990 to 2199, often a system's way to say 'no date'. Leave "
            "it empty, or list it under empty in the column map"
        )
    return value


TIME_CODES = ("%H", "%I", "%c", "%X", "%T", "%R")


def _by_formats(cell: str, formats: tuple[str, ...]) -> date | datetime:
    for written in formats:
        try:
            value = datetime.strptime(cell, written)  # noqa: DTZ007 - the caller adds the zone
        except ValueError:
            continue
        return value if any(code in written for code in TIME_CODES) else value.date()
    raise CellError(
        f"{shown(cell)} is not a date as the column map writes it: {', '.join(formats)}"
    )


def _by_shape(cell: str) -> date | datetime:
    try:
        if ISO_DAY.fullmatch(cell):
            return date.fromisoformat(cell)
        if ISO_DAY.match(cell):
            return datetime.fromisoformat(cell)
        if match := DOTTED.fullmatch(cell):
            day, month, year, clock = match.groups()
            return _written(int(year), int(month), int(day), clock)
        if match := SLASHED.fullmatch(cell):
            return _slashed(cell, *match.groups())
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError(f"{shown(cell)} is not a day that exists") from None
    raise CellError(
        f"{shown(cell)} is not a date. Write it as 2026-03-31 or 31.03.2026, or name its format in "
        "the column map ([dates] formats)"
    )


def _slashed(cell: str, first: str, second: str, year: str, clock: str | None) -> date | datetime:
    one, two = int(first), int(second)
    if one <= 12 and two <= 12 and one != two:
        raise CellError(
            f"{shown(cell)} can be read as day/month or month/day. Name the format in the column "
            'map ([dates] formats = ["%d/%m/%Y"])'
        )
    day, month = (one, two) if one > 12 else (two, one)
    return _written(int(year), month, day, clock)


def _written(year: int, month: int, day: int, clock: str | None) -> date | datetime:
    if clock is None:
        return date(year, month, day)
    hour, minute, second = (int(part) for part in f"{clock}:00".split(":")[:3])
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the caller adds it
