"""The present week and zone, as decisions about weeks need them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.clock import Week
from customers.queries import get_programme


def programme_zone(session: Session) -> ZoneInfo:
    """The reporting zone; UTC before there is a programme."""
    programme = get_programme(session)
    return ZoneInfo(programme.time_zone if programme else "UTC")


def current_week(now: datetime, zone: ZoneInfo) -> Week:
    return Week.of(now.astimezone(zone).date())
