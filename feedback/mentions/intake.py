"""Mentions as a kind of batch: their fields, and how a row is built, checked and stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from customers.imports.cells import (
    Rules,
    read_comment,
    read_key,
    read_language,
    short_text,
    shown,
)
from customers.imports.dates import instant_at
from customers.imports.errors import CellError
from customers.imports.kinds import Field, ImportKind, Problem, Progress, Review
from customers.rows import StoreCounts
from feedback.mentions.rows import MentionRow
from feedback.mentions.services import count_stored, find_problems, store_mentions

LONGEST_TEXT = 20_000
LONGEST_URL = 2_000
NOON = time(12, 0)


def read_address(cell: str, rules: Rules) -> str:
    """A web address: it becomes a link on pages, so that no other scheme may pass."""
    address = short_text(LONGEST_URL)(cell, rules)
    if not address.isprintable() or " " in address or not _is_web_address(address):
        raise CellError(f"{shown(cell)} is not a web address. Write it as https://example.com/post")
    return str(address)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def read_text(cell: str, rules: Rules) -> str:
    if len(cell) > LONGEST_TEXT:
        raise CellError(f"{len(cell):,} characters, at most {LONGEST_TEXT:,} fit")
    return read_comment(cell, rules)


FIELDS = (
    Field("key", read_key, "the mention's own number where it stands, made unique by its source"),
    Field("source", read_key, "where it stands, as trustpilot or forum", is_required=True),
    Field("written_at", instant_at(NOON), "when it was written", is_required=True),
    Field("text", read_text, "the text as it stands there", is_required=True, is_verbatim=True),
    Field("url", read_address, "its web address"),
    Field("language", read_language, "its language, as pt"),
    Field("touchpoint", read_key, "the key of the touchpoint it is about"),
    Field("partner", read_key, "the key of the channel partner it is about"),
)


class MentionsImport(ImportKind[MentionRow]):
    key = "mentions"
    title = "Mentions"
    about = "One row for each text found elsewhere. None of them enters the benchmark."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> MentionRow:
        del key  # it is one of the values
        return MentionRow(**dict(values))

    def review(self, session: Session, rows: Sequence[MentionRow]) -> Review:
        problems = find_problems(session, rows)
        return Review({one.key: Problem(one.field, one.reason) for one in problems})

    def compare(
        self, session: Session, rows: Sequence[MentionRow], stated: Collection[str]
    ) -> StoreCounts:
        del stated
        return count_stored(session, rows)

    def store(
        self,
        session: Session,
        rows: Sequence[MentionRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del stated, import_id, progress
        return store_mentions(session, rows, now)
