"""Store responses in bulk; batches go through the same checks as the answering page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked, insert_rows
from feedback.answers import GivenAnswer, hash_answers
from feedback.batch.queries import BatchFacts, find_batch_facts
from feedback.errors import AnswerError, RowProblem, RowsRefusedError
from feedback.models import Answer, Response
from feedback.paradata import served_before
from feedback.plain_values import gather_parts, read_answer
from feedback.rows import ResponseRow, StoreCounts
from surveys.questionnaires import QuestionShape

ROWS_PER_INSERT = 2_000


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its answers read, or the reason why they cannot be."""

    row: ResponseRow
    answers: tuple[GivenAnswer, ...]
    sheet_hash: str
    problem: str | None = None


def record_responses(session: Session, rows: Sequence[ResponseRow], now: datetime) -> StoreCounts:
    """Store all rows, or none; a row whose key is stored already changes nothing.

    Raises RowsRefusedError naming every row that does not fit.
    """
    facts = find_batch_facts(session, rows)
    checked = [_read(row, facts) for row in rows]
    problems = list(_problems(checked, facts))
    if problems:
        raise RowsRefusedError(problems)
    new = {item.row.key: item for item in checked if item.row.key not in facts.stored_hashes}
    for part in chunked(list(new.values()), ROWS_PER_INSERT):
        _insert(session, part, facts, now)
    return StoreCounts(new=len(new), unchanged=len(rows) - len(new))


def find_row_problems(session: Session, rows: Sequence[ResponseRow]) -> tuple[RowProblem, ...]:
    """What `record_responses` would refuse, for a preview."""
    facts = find_batch_facts(session, rows)
    return tuple(_problems([_read(row, facts) for row in rows], facts))


def _read(row: ResponseRow, facts: BatchFacts) -> CheckedRow:
    shapes = facts.shapes.get(row.version_id)
    if shapes is None:
        return _refused(row, f"there is no questionnaire version {row.version_id}.")
    try:
        given = gather_parts(row.answers)
        unknown = sorted(given.keys() - shapes.keys())
        if unknown:
            return _refused(row, f"the questionnaire does not ask {unknown[0]}. Leave it out.")
        answers = tuple(_given(shapes, given))
    except AnswerError as error:
        return _refused(row, str(error))
    if not answers:
        return _refused(row, "it holds no answer. Leave the row out.")
    return CheckedRow(row, answers, hash_answers(answers))


def _refused(row: ResponseRow, problem: str) -> CheckedRow:
    return CheckedRow(row, (), "", problem)


def _given(
    shapes: Mapping[str, QuestionShape], answers: Mapping[str, Any]
) -> Iterator[GivenAnswer]:
    for key, raw in answers.items():
        yield from read_answer(shapes[key], raw)


Check = Callable[[CheckedRow, BatchFacts], str | None]


def _unreadable(item: CheckedRow, _facts: BatchFacts) -> str | None:
    return item.problem


def _without_transaction(item: CheckedRow, facts: BatchFacts) -> str | None:
    if facts.transaction_id_of(item.row) is not None:
        return None
    name = item.row.transaction_key or item.row.transaction_id
    return f"there is no transaction {name}. Import its transaction first."


def _stored_differently(item: CheckedRow, facts: BatchFacts) -> str | None:
    stored = facts.stored_hashes.get(item.row.key)
    if stored in (None, item.sheet_hash):
        return None
    return "it was stored with other answers before. Answers are never changed: leave it out."


def _without_invitation(item: CheckedRow, facts: BatchFacts) -> str | None:
    invitation_id = item.row.invitation_id
    if invitation_id is None or invitation_id in facts.known_invitation_ids:
        return None
    return f"there is no invitation {invitation_id}. Leave the invitation out."


def _link_used(item: CheckedRow, facts: BatchFacts) -> str | None:
    stored_key = facts.key_by_invitation.get(item.row.invitation_id or 0)
    if stored_key in (None, item.row.key):
        return None
    return f"its invitation was answered before, by {stored_key}. Leave it out."


CHECKS: tuple[Check, ...] = (
    _unreadable,
    _without_transaction,
    _stored_differently,
    _without_invitation,
    _link_used,
)


def _problems(checked: Sequence[CheckedRow], facts: BatchFacts) -> Iterator[RowProblem]:
    by_key: dict[str, str] = {}
    by_invitation: dict[int, str] = {}
    for item in checked:
        row = item.row
        found = next(filter(None, (check(item, facts) for check in CHECKS)), None)
        if found is None and by_key.setdefault(row.key, item.sheet_hash) != item.sheet_hash:
            found = "the same key stands twice with different answers. Keep one of the two."
        if found is None and row.invitation_id is not None:
            first = by_invitation.setdefault(row.invitation_id, row.key)
            if first != row.key:
                found = f"{first} answers the same invitation. Keep one of the two."
        if found is not None:
            yield RowProblem(row.key, found)


def _insert(session: Session, part: Sequence[CheckedRow], facts: BatchFacts, now: datetime) -> None:
    ids = session.scalars(
        sa.insert(Response).returning(Response.id, sort_by_parameter_order=True),
        [_response_values(item, facts, now) for item in part],
    ).all()
    insert_rows(
        session,
        Answer,
        [
            {"response_id": response_id, **given.columns}
            for response_id, item in zip(ids, part, strict=True)
            for given in item.answers
        ],
    )


def _response_values(item: CheckedRow, facts: BatchFacts, now: datetime) -> dict[str, Any]:
    row = item.row
    return {
        "key": row.key,
        "source": row.source.value,
        "audience": row.audience.value,
        "invitation_id": row.invitation_id,
        "transaction_id": facts.transaction_id_of(row),
        "version_id": row.version_id,
        "sheet_hash": item.sheet_hash,
        "language": row.language,
        "promise": row.promise.value,
        "invited_at": row.invited_at,
        "served_at": served_before(row.served_at, row.answered_at),
        "answered_at": row.answered_at,
        "received_at": now,
        "device_class": row.device_class,
        "network_hash": row.network_hash,
        "pages": row.pages,
        "import_id": row.import_id,
    }
