"""What state an open link is in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from surveys.open_links.models import OpenLink


class LinkState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REVOKED = "revoked"


def state_of(link: OpenLink, now: datetime) -> LinkState:
    if link.revoked_at is not None:
        return LinkState.REVOKED
    is_closed = link.closes_at is not None and link.closes_at <= now
    return LinkState.CLOSED if is_closed else LinkState.OPEN


def is_in_state(state: LinkState, now: datetime) -> sa.ColumnElement[bool]:
    """The same as a condition of a query."""
    is_revoked = OpenLink.revoked_at.is_not(None)
    is_closed = sa.func.coalesce(OpenLink.closes_at <= now, sa.false())
    match state:
        case LinkState.REVOKED:
            return is_revoked
        case LinkState.CLOSED:
            return sa.and_(~is_revoked, is_closed)
        case LinkState.OPEN:
            return sa.and_(~is_revoked, ~is_closed)
