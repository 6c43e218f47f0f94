"""Drafts that nobody can go on with any more."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from feedback.models import Response, SheetDraft
from feedback.queries import closed_links


def are_over(now: datetime) -> sa.ColumnElement[bool]:
    """Drafts of links that were sent or have closed."""
    sent = sa.select(Response.invitation_id).where(Response.invitation_id.is_not(None))
    return sa.or_(
        SheetDraft.invitation_id.in_(closed_links(now)), SheetDraft.invitation_id.in_(sent)
    )


def find_any_over(session: Session, now: datetime) -> bool:
    found = session.scalar(sa.select(SheetDraft.invitation_id).where(are_over(now)).limit(1))
    session.rollback()
    return found is not None
