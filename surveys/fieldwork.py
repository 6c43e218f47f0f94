"""When a week may still be answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.clock import Week, start_of_day
from customers.models import Programme


def fieldwork_ends_at(week: Week, programme: Programme) -> datetime:
    """The end of a week's field period, when its links expire: midnight in the programme's zone."""
    last_on = week.sunday + timedelta(days=programme.field_period_days)
    return start_of_day(last_on + timedelta(days=1), ZoneInfo(programme.time_zone))
