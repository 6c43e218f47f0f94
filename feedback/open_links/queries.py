"""What came through open links, and what of it looks repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from feedback.models import Response


@dataclass(frozen=True)
class LinkCounts:
    """The responses of one link: all, those that name a transaction, those flagged."""

    response_count: int = 0
    named_count: int = 0
    flagged_count: int = 0
    last_answered_at: datetime | None = None


@dataclass(frozen=True)
class FlaggedResponse:
    """A response that seems to repeat an earlier one; both are kept."""

    answered_at: datetime
    earlier_at: datetime
    device_class: str | None
    is_same_transaction: bool
    is_same_link: bool


def count_responses(session: Session, open_link_ids: Sequence[int]) -> Mapping[int, LinkCounts]:
    """Counts of those links that have any response."""
    rows = session.execute(
        sa.select(
            Response.open_link_id,
            sa.func.count(),
            sa.func.count(Response.transaction_id),
            sa.func.count(Response.duplicate_of_id),
            sa.func.max(Response.answered_at, type_=Response.answered_at.type),
        )
        .where(Response.open_link_id.in_(open_link_ids))
        .group_by(Response.open_link_id)
    )
    return {row[0]: LinkCounts(row[1], row[2], row[3], row[4]) for row in rows if row[0]}


def flagged_responses(session: Session, open_link_id: int, limit: int) -> list[FlaggedResponse]:
    """The newest that were flagged."""
    earlier = aliased(Response)
    rows = session.execute(
        sa.select(
            Response.answered_at,
            earlier.answered_at,
            Response.device_class,
            sa.func.coalesce(Response.transaction_id == earlier.transaction_id, sa.false()),
            sa.func.coalesce(Response.open_link_id == earlier.open_link_id, sa.false()),
        )
        .join(earlier, earlier.id == Response.duplicate_of_id)
        .where(Response.open_link_id == open_link_id)
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(limit)
    )
    return [
        FlaggedResponse(at, earlier_at, device, bool(transaction), bool(link))
        for at, earlier_at, device, transaction, link in rows
    ]


def most_from_one_network(session: Session, open_link_id: int, since: datetime) -> int:
    """The largest number of responses that one known network sent since then."""
    counts = (
        sa.select(sa.func.count().label("count"))
        .where(
            Response.open_link_id == open_link_id,
            Response.answered_at >= since,
            Response.network_hash.is_not(None),
        )
        .group_by(Response.network_hash)
        .subquery()
    )
    return session.scalar(sa.select(sa.func.max(counts.c.count))) or 0
