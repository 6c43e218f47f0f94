"""The time, handed in. Nothing below the edge asks the system for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

# Far enough from the first and the last date there is for weeks before and after to exist.
YEARS = range(1900, 3000)


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set; for the demo's history and for tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week, written 2018-W20. Weeks order by time and know their days."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read "2018-W20"; raises ValueError with the expected form."""
        year, separator, number = text.strip().upper().partition("-W")
        if not (separator and year.isdecimal() and number.isdecimal() and len(year) == 4):
            raise ValueError(f"{text!r} is not a week. Write it as 2018-W20.")
        if int(year) not in YEARS:
            raise ValueError(f"{text!r}: write a year from {YEARS[0]} to {YEARS[-1]}.")
        try:
            date.fromisocalendar(int(year), int(number), 1)
        except ValueError:
            raise ValueError(f"{text!r}: the year {year} has no week {number}.") from None
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Week:
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def shifted(self, weeks: int) -> Week:
        return Week.of(self.monday + timedelta(weeks=weeks))

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first instant after the week, in UTC: Sunday 24:00 in the programme's zone."""
        return start_of_day(self.monday + timedelta(days=7), zone)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Midnight of `day` in `zone`, as a UTC instant."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
