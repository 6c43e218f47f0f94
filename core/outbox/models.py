"""Mail that is to leave, by what it is about: never its text, its link or its address."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class MailState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutgoingMail(Base):
    __tablename__ = "outgoing_mails"
    __table_args__ = (
        sa.UniqueConstraint("kind", "reference", name="uq_outgoing_mails_kind_reference"),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'cancelled')", name="state_known"
        ),
        sa.Index("ix_outgoing_mails_state_not_before_at", "state", "not_before_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    reference: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=MailState.QUEUED)
    queued_at: Mapped[datetime]
    not_before_at: Mapped[datetime]
    lease_until_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempt_count: Mapped[int] = mapped_column(default=0)
    # Attempts that may have arrived, since nobody said that they did not.
    unanswered_count: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None]
