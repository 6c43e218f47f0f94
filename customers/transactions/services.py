"""Store transactions: every business event, so that the denominator is always known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked, insert_rows, update_rows
from core.clock import Week
from customers.comparison import Comparison, compare
from customers.errors import UnknownKeysError
from customers.models import Audience, NodeKind, ProductLine, Segment, Touchpoint, Transaction
from customers.queries import contact_ids, node_ids
from customers.rows import StoreCounts, TransactionRow
from customers.transactions.queries import stored_transactions

Progress = Callable[[int], object]
BATCH = 10_000


@dataclass(frozen=True)
class Known:
    """What transactions may point at: key → id."""

    touchpoints: dict[str, int]
    partners: dict[str, int]
    end_users: dict[str, int]
    product_lines: dict[str, int]
    segments: dict[str, int]


def store_transactions(
    session: Session,
    rows: Sequence[TransactionRow],
    now: datetime,
    *,
    stated: Collection[str] | None = None,
    import_id: int | None = None,
    progress: Progress | None = None,
) -> StoreCounts:
    """Add and change transactions; `progress` is told how many rows each step has done.

    A channel partner, end user, product line or segment that is not there is stored as unknown:
    leaving the transaction out would falsify the denominator. An unknown touchpoint raises
    UnknownKeysError.
    """
    known = known_parties(session, rows)
    unknown = {row.touchpoint_key for row in rows} - known.touchpoints.keys()
    if unknown:
        raise UnknownKeysError("touchpoint", unknown)
    plan = plan_transactions(session, rows, known, stated)
    known = _with_kept_end_users(session, known, plan.changed)
    made = {"imported_at": now, "import_id": import_id}
    for batch in chunked(plan.new, BATCH):
        insert_rows(session, Transaction, [_columns(row, known) | made for row in batch])
        _tell(progress, len(batch))
    for batch in chunked(plan.changed, BATCH):
        values = [_columns(row, known) for row in batch]
        update_rows(session, Transaction, Transaction.key, values)
        _tell(progress, len(batch))
    _tell(progress, plan.unchanged_count)
    return plan.counts


def plan_transactions(
    session: Session,
    rows: Sequence[TransactionRow],
    known: Known,
    stated: Collection[str] | None,
) -> Comparison[TransactionRow]:
    rows = [_without_unknown(row, known) for row in rows]
    return compare(rows, stored_transactions(session, (row.key for row in rows)), stated)


def _tell(progress: Progress | None, count: int) -> None:
    if progress is not None and count:
        progress(count)


def known_parties(session: Session, rows: Sequence[TransactionRow]) -> Known:
    """The ids of everything the rows may point at."""
    end_user_keys = {row.end_user_key for row in rows if row.end_user_key}
    return Known(
        touchpoints=_ids(session, Touchpoint),
        partners=node_ids(session, NodeKind.PARTNER),
        end_users=contact_ids(session, Audience.END_USER, end_user_keys),
        product_lines=_ids(session, ProductLine),
        segments=_ids(session, Segment),
    )


def _ids(session: Session, listed: type[Touchpoint | ProductLine | Segment]) -> dict[str, int]:
    return dict(session.execute(sa.select(listed.key, listed.id)).all())


def _with_kept_end_users(
    session: Session, known: Known, changed: Sequence[TransactionRow]
) -> Known:
    """A changed row that says nothing of its end user keeps the one who is stored."""
    kept = {row.end_user_key for row in changed if row.end_user_key} - known.end_users.keys()
    if not kept:
        return known
    stored = contact_ids(session, Audience.END_USER, kept)
    return replace(known, end_users={**known.end_users, **stored})


def _without_unknown(row: TransactionRow, known: Known) -> TransactionRow:
    """The row as it can be stored: parties that are not there become None."""
    pointed_at = (
        (row.partner_key, known.partners),
        (row.end_user_key, known.end_users),
        (row.product_line_key, known.product_lines),
        (row.segment_key, known.segments),
    )
    given = tuple(key for key, _ in pointed_at)
    there = tuple(_there(key, ids) for key, ids in pointed_at)
    if there == given:
        return row
    partner_key, end_user_key, product_line_key, segment_key = there
    return replace(
        row,
        partner_key=partner_key,
        end_user_key=end_user_key,
        product_line_key=product_line_key,
        segment_key=segment_key,
    )


def _there(key: str | None, ids: dict[str, int]) -> str | None:
    return key if key is not None and key in ids else None


def _columns(row: TransactionRow, known: Known) -> dict[str, Any]:
    return {
        "key": row.key,
        "week": _week(row.occurred_on),
        "occurred_on": row.occurred_on,
        "occurred_at": row.occurred_at,
        "touchpoint_id": known.touchpoints[row.touchpoint_key],
        "partner_id": known.partners[row.partner_key] if row.partner_key else None,
        "end_user_id": known.end_users[row.end_user_key] if row.end_user_key else None,
        "product_line_id": (
            known.product_lines[row.product_line_key] if row.product_line_key else None
        ),
        "segment_id": known.segments[row.segment_key] if row.segment_key else None,
        "joint_key": row.joint_key,
        "amount": row.amount,
        "currency": row.currency,
        "promised_on": row.promised_on,
        "is_late": row.is_late,
        "has_complaint": row.has_complaint,
        "is_returned": row.is_returned,
        "outcome_detail": row.outcome_detail,
    }


@lru_cache(maxsize=4096)
def _week(day: date) -> str:
    return str(Week.of(day))
