"""What became of a week's transactions in the sampling frame, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from customers.models import Audience, Transaction
from surveys.models import FrameEntry, FrameStatus, Survey


@dataclass(frozen=True)
class FrameCounts:
    """One audience's transactions of a week: by frame status, and those without one yet.

    `unasked_count` are those at touchpoints where this audience is not asked.
    """

    audience: Audience
    transaction_count: int
    by_status: Mapping[FrameStatus, int]
    open_count: int

    @property
    def unasked_count(self) -> int:
        return self.transaction_count - sum(self.by_status.values()) - self.open_count


def count_frame(session: Session, week: Week) -> tuple[FrameCounts, ...]:
    """The counts of every audience."""
    total = session.scalar(
        sa.select(sa.func.count()).select_from(Transaction).where(Transaction.week == str(week))
    )
    return tuple(
        FrameCounts(
            audience,
            total or 0,
            _count_by_status(session, week, audience),
            _count_open(session, week, audience),
        )
        for audience in Audience
    )


def weeks_with_transactions(session: Session, limit: int) -> list[Week]:
    """The newest weeks in which anything happened, the newest first."""
    found = session.scalars(
        sa.select(Transaction.week).distinct().order_by(Transaction.week.desc()).limit(limit)
    )
    return [Week.parse(text) for text in found]


def _count_by_status(session: Session, week: Week, audience: Audience) -> dict[FrameStatus, int]:
    rows = session.execute(
        sa.select(FrameEntry.status, sa.func.count())
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .where(Transaction.week == str(week), FrameEntry.audience == audience)
        .group_by(FrameEntry.status)
    )
    return {FrameStatus(status): count for status, count in rows}


def _count_open(session: Session, week: Week, audience: Audience) -> int:
    asked = sa.select(Survey.touchpoint_id).where(Survey.audience == audience, Survey.is_active)
    has_entry = sa.exists().where(
        FrameEntry.transaction_id == Transaction.id, FrameEntry.audience == audience
    )
    count = session.scalar(
        sa.select(sa.func.count())
        .select_from(Transaction)
        .where(Transaction.week == str(week), Transaction.touchpoint_id.in_(asked), ~has_entry)
    )
    return count or 0
