"""Queue mail, by what it is about."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.outbox.models import MailState, OutgoingMail


def queue_mail(
    session: Session,
    kind: str,
    reference: str,
    now: datetime,
    not_before_at: datetime | None = None,
) -> None:
    """Queue one mail of a registered kind about `reference`; each is queued once."""
    queue_mails(session, kind, [reference], now, not_before_at)


def queue_mails(
    session: Session,
    kind: str,
    references: Iterable[str],
    now: datetime,
    not_before_at: datetime | None = None,
) -> None:
    """Queue many mails of one kind at once; raises IntegrityError when one is queued already."""
    rows = [
        {
            "kind": kind,
            "reference": reference,
            "message_id": secrets.token_hex(16),
            "state": MailState.QUEUED,
            "queued_at": now,
            "not_before_at": not_before_at or now,
            "attempt_count": 0,
            "unanswered_count": 0,
        }
        for reference in references
    ]
    if rows:
        session.execute(sa.insert(OutgoingMail), rows)
