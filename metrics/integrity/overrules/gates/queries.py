"""Decisions to publish in spite of a check, and the findings that they can be about."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.figures import FindingKey
from metrics.integrity.gates import STOPPING
from metrics.integrity.models import GateDecision
from metrics.models import FindingRow, State
from metrics.warehouse.configuration import GateOverride


def key_of(row: GateDecision | FindingRow) -> FindingKey:
    """Names the finding, in every edition of its week."""
    return (
        row.check_key, row.audience, row.window, row.level, row.node_key, row.touchpoint_key,
        row.metric,
    )  # fmt: skip


def decisions_of_week(session: Session, week: str) -> Sequence[GateDecision]:
    """Every decision about the week's findings, in the order they were taken."""
    return session.scalars(
        sa.select(GateDecision).where(GateDecision.week == week).order_by(GateDecision.id)
    ).all()


def last_words(decisions: Sequence[GateDecision]) -> dict[FindingKey, GateDecision]:
    return {key_of(decision): decision for decision in decisions}


def overrides_of_week(session: Session, week: str) -> tuple[GateOverride, ...]:
    """What is to be published in spite of a check, in editions of the week made now."""
    holding = last_words(decisions_of_week(session, week))
    return tuple(
        GateOverride(
            *key,
            reason=decision.reason,
            decided_by=decision.decided_by,
            decided_on=decision.decided_at.date().isoformat(),
        )
        for key, decision in sorted(holding.items())
        if decision.publishes
    )


def stopping_findings(session: Session, edition_id: int) -> Sequence[FindingRow]:
    """The findings of an edition that hold or withhold figures, or would have."""
    return session.scalars(
        sa.select(FindingRow)
        .where(
            FindingRow.edition_id == edition_id,
            FindingRow.state == State.FAIL,
            FindingRow.severity.in_(STOPPING),
        )
        .order_by(FindingRow.id)
    ).all()
