"""Which mail is due, and how the outbox stands."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.outbox.models import MailState, OutgoingMail


def due_mail(now: datetime) -> tuple[sa.Select[OutgoingMail], ...]:
    """What may be claimed, the first due first: waiting mail, then mail whose lease ran out."""
    waiting = sa.select(OutgoingMail).where(
        OutgoingMail.state == MailState.QUEUED, OutgoingMail.not_before_at <= now
    )
    abandoned = sa.select(OutgoingMail).where(
        OutgoingMail.state == MailState.SENDING, OutgoingMail.lease_until_at <= now
    )
    return tuple(
        statement.order_by(OutgoingMail.not_before_at, OutgoingMail.id).limit(1)
        for statement in (waiting, abandoned)
    )


def is_mail_due(session: Session, now: datetime) -> bool:
    return any(session.scalar(statement) is not None for statement in due_mail(now))


def count_by_state(session: Session) -> dict[str, int]:
    rows = session.execute(
        sa.select(OutgoingMail.state, sa.func.count()).group_by(OutgoingMail.state)
    )
    return dict(rows.all())
