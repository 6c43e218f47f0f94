"""How often signing in failed lately."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import SignInFailure

BRAKE_WINDOW = timedelta(minutes=15)


def braked_until(session: Session, subject: str, limit: int, now: datetime) -> datetime | None:
    """When the subject may try again; None when it may now.

    The brake lets go once fewer than `limit` failures lie inside the window, that is when the
    `limit`-th newest one leaves it.
    """
    decisive = session.scalar(
        sa.select(SignInFailure.failed_at)
        .where(SignInFailure.subject == subject, SignInFailure.failed_at > now - BRAKE_WINDOW)
        .order_by(SignInFailure.failed_at.desc(), SignInFailure.id.desc())
        .offset(limit - 1)
        .limit(1)
    )
    return None if decisive is None else decisive + BRAKE_WINDOW
