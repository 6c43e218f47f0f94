"""A mention as it is handed in, and as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    key: str
    source: str
    written_at: datetime
    text: str
    url: str | None = None
    language: str | None = None
    touchpoint: str | None = None
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class StoredMention:
    """`id` grows with every mention taken in."""

    id: int
    row: MentionRow
    received_at: datetime
