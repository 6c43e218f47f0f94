"""What people decided before a week is frozen, as it is frozen with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.integrity.models import (
    GateDecision,
    KioskDeclaration,
    RowDecision,
    ThresholdChange,
)
from metrics.warehouse.configuration import (
    Configuration,
    GateOverride,
    ObjectiveFacts,
    RowOverrule,
    ThresholdSetting,
)
from surveys.strategy.queries import all_constructs, all_objectives

LARGEST_PART = 5_000


def read_configuration(
    session: Session, week: str, response_names: Mapping[int, int]
) -> Configuration:
    """Settings, strategy and decisions in force for an edition of the week that is made now.

    `response_names` are the pseudonyms of the week's responses, by id.
    """
    settings = _thresholds(session, week)
    return Configuration(
        threshold_version=str(len(settings)),
        thresholds=settings,
        objectives=tuple(
            ObjectiveFacts(one.key, one.name, one.weight, one.owner, one.decision, one.outcome)
            for one in sorted(all_objectives(session), key=lambda one: one.key)
        ),
        constructs={one.key: one.name for one in all_constructs(session)},
        gate_overrides=_gate_overrides(session, week),
        row_overrules=_row_overrules(session, response_names),
        kiosk_partners=_kiosk_partners(session),
    )


def _thresholds(session: Session, week: str) -> tuple[ThresholdSetting, ...]:
    """Every change so far, in the order they were made: the version counts them."""
    rows = session.scalars(
        sa.select(ThresholdChange)
        .where(ThresholdChange.applies_from <= week)
        .order_by(ThresholdChange.id)
    )
    return tuple(
        ThresholdSetting(
            row.check_key, row.warn, row.fail, row.reason, row.changed_by, row.applies_from
        )
        for row in rows
    )


def _gate_overrides(session: Session, week: str) -> tuple[GateOverride, ...]:
    rows = session.scalars(
        sa.select(GateDecision).where(GateDecision.week == week).order_by(GateDecision.id)
    )
    last = {_finding_of(row): row for row in rows}
    return tuple(
        GateOverride(
            *key,
            reason=row.reason,
            decided_by=row.decided_by,
            decided_on=row.decided_at.date().isoformat(),
        )
        for key, row in sorted(last.items())
        if row.publishes
    )


def _finding_of(row: GateDecision) -> tuple[str, str, int, str, str, str, str]:
    return (
        row.check_key, row.audience, row.window, row.level, row.node_key, row.touchpoint_key,
        row.metric,
    )  # fmt: skip


def _row_overrules(session: Session, names: Mapping[int, int]) -> tuple[RowOverrule, ...]:
    last = {row.response_id: row for row in _row_decisions(session, sorted(names))}
    return tuple(
        sorted(
            (
                RowOverrule(
                    response=names[response_id],
                    is_used=row.is_used,
                    reason=row.reason,
                    decided_by=row.decided_by,
                    decided_on=row.decided_at.date().isoformat(),
                )
                for response_id, row in last.items()
                if row.is_used is not None
            ),
            key=lambda overrule: overrule.response,
        )
    )


def _row_decisions(session: Session, ids: list[int]) -> Iterable[Any]:
    for start in range(0, len(ids), LARGEST_PART):
        part = ids[start : start + LARGEST_PART]
        yield from session.scalars(
            sa.select(RowDecision).where(RowDecision.response_id.in_(part)).order_by(RowDecision.id)
        )


def _kiosk_partners(session: Session) -> tuple[str, ...]:
    rows = session.scalars(sa.select(KioskDeclaration).order_by(KioskDeclaration.id))
    last = {row.partner_key: row.is_declared for row in rows}
    return tuple(sorted(key for key, is_declared in last.items() if is_declared))
