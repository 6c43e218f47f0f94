"""Mentions by key, and page by page; for the house alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.bulk import chunked
from customers.models import Node, Touchpoint
from feedback.mentions.models import Mention
from feedback.mentions.rows import MentionRow, StoredMention


@dataclass(frozen=True)
class MentionFilter:
    """None means every one."""

    source: str | None = None
    touchpoint: str | None = None
    partner: str | None = None


COLUMNS: tuple[Any, ...] = (
    Mention.id,
    Mention.key,
    Mention.source,
    Mention.written_at,
    Mention.text,
    Mention.url,
    Mention.language,
    Touchpoint.key.label("touchpoint"),
    Node.key.label("partner"),
    Mention.received_at,
)


def read_mentions(
    session: Session, scope: Scope, wanted: MentionFilter, before: int | None, count: int
) -> list[StoredMention]:
    """The newest taken in first, from below the number `before`; none for a channel partner."""
    if not scope.sees_whole_network:
        return []
    query = _mentions().order_by(Mention.id.desc()).limit(count)
    if before is not None:
        query = query.where(Mention.id < before)
    if wanted.source is not None:
        query = query.where(Mention.source == wanted.source)
    if wanted.touchpoint is not None:
        query = query.where(Touchpoint.key == wanted.touchpoint)
    if wanted.partner is not None:
        query = query.where(Node.key == wanted.partner)
    return [_stored(row) for row in session.execute(query)]


def stored_mentions(session: Session, keys: Iterable[str]) -> dict[str, MentionRow]:
    """Those of the mentions that are there, by key."""
    found: dict[str, MentionRow] = {}
    for part in chunked(sorted(set(keys))):
        rows = session.execute(_mentions().where(Mention.key.in_(part)))
        found.update((row.key, _stored(row).row) for row in rows)
    return found


def touchpoint_ids(session: Session) -> dict[str, int]:
    return dict(session.execute(sa.select(Touchpoint.key, Touchpoint.id)).all())


def partner_ids(session: Session, keys: Collection[str]) -> dict[str, int]:
    found = sa.select(Node.key, Node.id).where(Node.kind == "partner", Node.key.in_(keys))
    return dict(session.execute(found).all())


def _mentions() -> sa.Select[Any]:
    return (
        sa.select(*COLUMNS)
        .select_from(Mention)
        .outerjoin(Touchpoint, Touchpoint.id == Mention.touchpoint_id)
        .outerjoin(Node, Node.id == Mention.partner_id)
    )


def _stored(row: Any) -> StoredMention:
    values = {name: getattr(row, name) for name in MentionRow.__dataclass_fields__}
    return StoredMention(row.id, MentionRow(**values), row.received_at)
