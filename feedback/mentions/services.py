"""Take mentions in: each once, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.bulk import insert_rows
from core.errors import BatchRefusedError, FieldFault
from customers.rows import StoreCounts
from feedback.mentions.models import Mention
from feedback.mentions.queries import partner_ids, stored_mentions, touchpoint_ids
from feedback.mentions.rows import MentionRow

CHANGED = "was stored with other content before; mentions are never changed. Leave it out"


def find_problems(session: Session, rows: Sequence[MentionRow]) -> list[FieldFault]:
    """What keeps rows from being stored, by key: places that are not there, other content."""
    touchpoints, partners = touchpoint_ids(session), partner_ids(session, _partners(rows))
    stored = stored_mentions(session, [row.key for row in rows])
    return list(_problems(rows, touchpoints, partners, stored))


def _problems(
    rows: Sequence[MentionRow],
    touchpoints: dict[str, int],
    partners: dict[str, int],
    stored: dict[str, MentionRow],
) -> Iterator[FieldFault]:
    for row in rows:
        if row.touchpoint is not None and row.touchpoint not in touchpoints:
            known = ", ".join(sorted(touchpoints))
            reason = f"there is no touchpoint {row.touchpoint!r}. Known: {known}"
            yield FieldFault(reason, "touchpoint", key=row.key)
        elif row.partner is not None and row.partner not in partners:
            reason = (
                f"there is no channel partner {row.partner!r}. Import it first, or leave it out"
            )
            yield FieldFault(reason, "partner", key=row.key)
        elif stored.get(row.key, row) != row:
            yield FieldFault(CHANGED, "key", key=row.key)


def count_stored(session: Session, rows: Sequence[MentionRow]) -> StoreCounts:
    known = len(stored_mentions(session, [row.key for row in rows]))
    return StoreCounts(new=len(rows) - known, unchanged=known)


def store_mentions(session: Session, rows: Sequence[MentionRow], now: datetime) -> StoreCounts:
    """Store those that are new, inside the caller's write transaction.

    Raises BatchRefusedError where another request stored one of the keys meanwhile, differently.
    """
    stored = stored_mentions(session, [row.key for row in rows])
    changed = [row.key for row in rows if stored.get(row.key, row) != row]
    if changed:
        faults = [FieldFault(CHANGED, "key", key=key) for key in changed]
        raise BatchRefusedError(
            "Some mentions are here already, differently: none was stored.", faults
        )
    new = [row for row in rows if row.key not in stored]
    touchpoints, partners = touchpoint_ids(session), partner_ids(session, _partners(new))
    insert_rows(session, Mention, [_columns(row, touchpoints, partners, now) for row in new])
    return StoreCounts(new=len(new), unchanged=len(rows) - len(new))


def _partners(rows: Sequence[MentionRow]) -> set[str]:
    return {row.partner for row in rows if row.partner is not None}


def _columns(
    row: MentionRow, touchpoints: dict[str, int], partners: dict[str, int], now: datetime
) -> dict[str, Any]:
    return {
        "key": row.key,
        "source": row.source,
        "url": row.url,
        "written_at": row.written_at,
        "received_at": now,
        "language": row.language,
        "text": row.text,
        "touchpoint_id": touchpoints[row.touchpoint] if row.touchpoint else None,
        "partner_id": partners[row.partner] if row.partner else None,
    }
