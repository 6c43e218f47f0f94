"""Where the simulated weeks lie in time: the last complete week before today is the open one.

Only dates shift from day to day; every value depends on the week's index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clock import Week, start_of_day

# Transactions reach the platform, and invitations leave, twice a week at this local hour: on
# Thursday for Monday to Wednesday, on the next Monday for Thursday to Sunday.
MORNING = time(7)


@dataclass(frozen=True)
class Draw:
    """The days whose transactions are imported and drawn together, and when."""

    first_on: date
    last_on: date
    at: datetime

    def covers(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class DemoCalendar:
    open_week: Week
    week_count: int
    zone: ZoneInfo

    def week(self, index: int) -> Week:
        return self.open_week.shifted(index - (self.week_count - 1))

    def day(self, index: int, weekday: int) -> date:
        return self.week(index).monday + timedelta(days=weekday)

    def instant(self, day: date, minute: int) -> datetime:
        """A minute of a day in the programme's zone; minutes run from 7:00, never near a clock
        change."""
        return start_of_day(day, self.zone) + timedelta(minutes=minute)

    def draws(self, index: int) -> tuple[Draw, Draw]:
        """The two draws of a week, in order."""
        monday = self.week(index).monday
        thursday, next_monday = monday + timedelta(days=3), monday + timedelta(days=7)
        return (
            Draw(monday, thursday - timedelta(days=1), self._morning(thursday)),
            Draw(thursday, next_monday - timedelta(days=1), self._morning(next_monday)),
        )

    def final_at(self, index: int, field_period_days: int) -> datetime:
        """When a week's fieldwork is over."""
        monday = self.week(index).monday + timedelta(days=7 + field_period_days)
        return start_of_day(monday, self.zone)

    @property
    def starts_at(self) -> datetime:
        """When the programme was set up: the Monday before the first week."""
        return self._morning(self.week(-1).monday)

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, MORNING, tzinfo=self.zone)


def last_complete_week(now: datetime, zone: ZoneInfo) -> Week:
    return Week.of(now.astimezone(zone).date()).shifted(-1)
