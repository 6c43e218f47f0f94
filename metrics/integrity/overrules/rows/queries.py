"""Decisions about single responses, and who stands behind their pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked
from customers.models import Transaction
from feedback.models import Response
from metrics.integrity.models import RowDecision
from metrics.warehouse.configuration import RowOverrule
from metrics.weekly.models import Pseudonym

RESPONSE = "response"


def overrules_of_week(session: Session, week: str) -> tuple[RowOverrule, ...]:
    """What holds now for single responses of a week, by pseudonym: the last decision about each."""
    rows = session.execute(
        sa.select(Pseudonym.pseudonym, RowDecision)
        .join(RowDecision, RowDecision.response_id == Pseudonym.subject_id)
        .join(Response, Response.id == RowDecision.response_id)
        .join(Transaction, Transaction.id == Response.transaction_id)
        .where(Pseudonym.kind == RESPONSE, Transaction.week == week)
        .order_by(RowDecision.id)
    )
    last = dict((pseudonym, decision) for pseudonym, decision in rows)  # noqa: C402 - the last wins
    return tuple(
        RowOverrule(
            response=pseudonym,
            is_used=decision.is_used,
            reason=decision.reason,
            decided_by=decision.decided_by,
            decided_on=decision.decided_at.date().isoformat(),
        )
        for pseudonym, decision in sorted(last.items())
        if decision.is_used is not None
    )


def response_ids(session: Session, pseudonyms: Iterable[int]) -> dict[int, int]:
    """Pseudonym → response, for those that still have one."""
    found: dict[int, int] = {}
    for part in chunked(sorted(set(pseudonyms))):
        rows = session.execute(
            sa.select(Pseudonym.pseudonym, Pseudonym.subject_id).where(
                Pseudonym.kind == RESPONSE, Pseudonym.pseudonym.in_(part)
            )
        )
        found.update((pseudonym, response_id) for pseudonym, response_id in rows)
    return found


def last_decisions(session: Session, ids: Sequence[int]) -> dict[int, RowDecision]:
    """The last decision about each of some responses."""
    return {
        decision.response_id: decision
        for part in chunked(sorted(ids))
        for decision in session.scalars(
            sa.select(RowDecision).where(RowDecision.response_id.in_(part)).order_by(RowDecision.id)
        )
    }
