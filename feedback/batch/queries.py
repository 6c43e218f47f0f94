"""What a batch of responses is checked against, read in a few statements for all its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.bulk import chunked
from customers.models import Transaction
from feedback.models import Response
from feedback.rows import ResponseRow
from surveys.models import Invitation, QuestionnaireVersion
from surveys.questionnaires import QuestionShape, read_structure

Found = TypeVar("Found")
Other = TypeVar("Other")


@dataclass(frozen=True)
class BatchFacts:
    """The versions, transactions and earlier responses that the rows speak of."""

    shapes: Mapping[int, Mapping[str, QuestionShape]]
    transaction_ids: Mapping[str, int]
    known_transaction_ids: frozenset[int]
    stored_hashes: Mapping[str, str]
    known_invitation_ids: frozenset[int]
    key_by_invitation: Mapping[int, str]

    def transaction_id_of(self, row: ResponseRow) -> int | None:
        if row.transaction_id is not None:
            return row.transaction_id if row.transaction_id in self.known_transaction_ids else None
        return self.transaction_ids.get(row.transaction_key or "")


def find_batch_facts(session: Session, rows: Sequence[ResponseRow]) -> BatchFacts:
    by_key = {row.transaction_key for row in rows if row.transaction_key is not None}
    by_id = {row.transaction_id for row in rows if row.transaction_id is not None}
    invitations = {row.invitation_id for row in rows if row.invitation_id is not None}
    return BatchFacts(
        shapes=_find_shapes(session, {row.version_id for row in rows}),
        transaction_ids=_pairs(session, Transaction.key, Transaction.id, by_key),
        known_transaction_ids=frozenset(_pairs(session, Transaction.id, Transaction.id, by_id)),
        stored_hashes=_pairs(session, Response.key, Response.sheet_hash, {row.key for row in rows}),
        known_invitation_ids=frozenset(_pairs(session, Invitation.id, Invitation.id, invitations)),
        key_by_invitation=_pairs(session, Response.invitation_id, Response.key, invitations),
    )


def _find_shapes(
    session: Session, version_ids: Iterable[int]
) -> Mapping[int, Mapping[str, QuestionShape]]:
    structures = session.execute(
        sa.select(QuestionnaireVersion.id, QuestionnaireVersion.structure).where(
            QuestionnaireVersion.id.in_(version_ids)
        )
    )
    return {
        version_id: {shape.key: shape for shape in read_structure(structure)}
        for version_id, structure in structures
    }


def _pairs(
    session: Session,
    by: InstrumentedAttribute[Any],
    other: InstrumentedAttribute[Other],
    values: Iterable[Found],
) -> dict[Found, Other]:
    """The rows that have one of the values: value → other column."""
    found: dict[Found, Other] = {}
    for part in chunked(list(values)):
        rows: Any = session.execute(sa.select(by, other).where(by.in_(part)))
        found.update((value, beside) for value, beside in rows)
    return found
