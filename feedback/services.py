"""Hear: one sheet through its link, or (from `batch`) responses collected elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from core.database import Base
from feedback.answers import GivenAnswer, hash_answers
from feedback.asked import Asked, StoredSheet
from feedback.batch.services import find_row_problems, record_responses
from feedback.errors import ClosedLinkError, ClosedReason
from feedback.models import Answer, Response, SheetDraft
from feedback.open_links.intake.services import flag_repeated
from feedback.paradata import served_before
from feedback.queries import GRACE, find_stored
from feedback.rows import SentSheet

__all__ = [
    "SubmitOutcome",
    "find_row_problems",
    "outcome_of_repeat",
    "record_responses",
    "require_open",
    "require_sendable",
    "store_sheets",
]

# Tables rather than classes: a group of sheets is three plain statements, and the lock is held that
# briefly.
RESPONSES = Base.metadata.tables[Response.__tablename__]
ADD_ANSWERS = sa.insert(Base.metadata.tables[Answer.__tablename__])
DRAFTS = Base.metadata.tables[SheetDraft.__tablename__]
DROP_DRAFT = sa.delete(DRAFTS).where(DRAFTS.c.invitation_id == sa.bindparam("of_invitation"))
ADDED = (RESPONSES.c.id, RESPONSES.c.key)
ADD_RESPONSES = {
    "sqlite": sqlite.insert(RESPONSES).on_conflict_do_nothing().returning(*ADDED),
    "postgresql": postgresql.insert(RESPONSES).on_conflict_do_nothing().returning(*ADDED),
}


class SubmitOutcome(StrEnum):
    STORED = "stored"
    REPEATED = "repeated"
    LINK_USED = "link_used"


def require_open(asked: Asked, opened_at: datetime) -> None:
    """Raise ClosedLinkError when a sheet opened then cannot be answered."""
    if asked.closed is not None:
        raise ClosedLinkError(asked.closed, asked.language)
    if asked.closes_at is not None and asked.closes_at <= opened_at:
        raise ClosedLinkError(ClosedReason.EXPIRED, asked.language)


def require_sendable(asked: Asked, served_at: datetime, now: datetime) -> None:
    """Raise ClosedLinkError unless the sheet was opened in time and is sent soon enough."""
    require_open(asked, max(served_at, now - GRACE))


def outcome_of_repeat(
    stored: StoredSheet, key: str, answers: tuple[GivenAnswer, ...]
) -> SubmitOutcome:
    """What sending means on a used link: the same sheet again, or another one."""
    is_same = stored == StoredSheet(key, hash_answers(answers))
    return SubmitOutcome.REPEATED if is_same else SubmitOutcome.LINK_USED


def store_sheets(connection: Connection, sheets: Sequence[SentSheet]) -> list[SubmitOutcome]:
    """Store valid sheets, each once: the database's own constraints decide between two senders."""
    # In one order, so that two processes never wait for each other's sheets.
    values = sorted(map(_response_values, sheets), key=itemgetter("key"))
    added = connection.execute(ADD_RESPONSES[connection.dialect.name], values).all()
    response_ids: dict[str, int] = {row.key: row.id for row in added}
    stored: list[tuple[int, SentSheet]] = []
    outcomes = []
    for sheet in sheets:
        response_id = response_ids.pop(sheet.key, None)
        if response_id is None:
            outcomes.append(_outcome_of_standing(connection, sheet))
        else:
            outcomes.append(SubmitOutcome.STORED)
            stored.append((response_id, sheet))
    _add_answers(connection, stored)
    flag_repeated(connection, stored)
    _drop_drafts(connection, stored)
    return outcomes


def _outcome_of_standing(connection: Connection, sheet: SentSheet) -> SubmitOutcome:
    """What it means that a response stands in this sheet's way."""
    standing = find_stored(connection, sheet.invitation_id, sheet.key)
    assert standing is not None
    return outcome_of_repeat(standing, sheet.key, sheet.answers)


def _add_answers(connection: Connection, stored: Sequence[tuple[int, SentSheet]]) -> None:
    answers = [
        _answer_values(response_id, given)
        for response_id, sheet in stored
        for given in sheet.answers
    ]
    if answers:
        connection.execute(ADD_ANSWERS, answers)


def _drop_drafts(connection: Connection, stored: Sequence[tuple[int, SentSheet]]) -> None:
    invitations = [
        {"of_invitation": sheet.invitation_id}
        for _, sheet in stored
        if sheet.invitation_id is not None
    ]
    if invitations:
        connection.execute(DROP_DRAFT, invitations)


def _response_values(sent: SentSheet) -> dict[str, Any]:
    return {
        "key": sent.key,
        "source": sent.source.value,
        "audience": sent.audience,
        "invitation_id": sent.invitation_id,
        "open_link_id": sent.open_link_id,
        "transaction_id": sent.transaction_id,
        "version_id": sent.version_id,
        "sheet_hash": hash_answers(sent.answers),
        "language": sent.language,
        "promise": sent.promise,
        "invited_at": sent.invited_at,
        "served_at": served_before(sent.served_at, sent.received_at),
        "answered_at": sent.received_at,
        "received_at": sent.received_at,
        "device_class": sent.device_class,
        "network_hash": sent.network_hash,
        "pages": sent.pages,
    }


def _answer_values(response_id: int, given: GivenAnswer) -> dict[str, Any]:
    return {"response_id": response_id, **given.columns}
