"""Drafts that nobody can go on with any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from feedback.models import Response, SheetDraft
from surveys.models import Invitation

# As long as somebody who opened the page in time may finish it, and not longer.
KEPT_AFTER_CLOSING = timedelta(hours=2)


def are_over(now: datetime) -> sa.ColumnElement[bool]:
    """Drafts of links that were sent, have expired, were withdrawn or refused."""
    closed = sa.select(Invitation.id).where(
        sa.or_(
            Invitation.expires_at <= now - KEPT_AFTER_CLOSING,
            Invitation.revoked_at.is_not(None),
            Invitation.refused_at.is_not(None),
        )
    )
    sent = sa.select(Response.invitation_id).where(Response.invitation_id.is_not(None))
    return sa.or_(SheetDraft.invitation_id.in_(closed), SheetDraft.invitation_id.in_(sent))


def find_any_over(session: Session, now: datetime) -> bool:
    found = session.scalar(sa.select(SheetDraft.invitation_id).where(are_over(now)).limit(1))
    session.rollback()
    return found is not None
