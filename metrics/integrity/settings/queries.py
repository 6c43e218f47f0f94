"""Changes of limits: those ever made, those in force for a week, and how far back one may reach."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.integrity.models import ThresholdChange
from metrics.models import Edition, EditionKind
from metrics.warehouse.configuration import ThresholdSetting


def all_changes(session: Session, check_key: str | None = None) -> Sequence[ThresholdChange]:
    """Every change, in the order they were decided."""
    query = sa.select(ThresholdChange).order_by(ThresholdChange.id)
    if check_key is not None:
        query = query.where(ThresholdChange.check_key == check_key)
    return session.scalars(query).all()


def in_force(changes: Iterable[ThresholdChange], week: str) -> dict[str, ThresholdChange]:
    """By check the change that holds for a week: that of the latest week, of these the last."""
    reached = sorted(
        (change for change in changes if change.applies_from <= week),
        key=lambda change: (change.applies_from, change.id),
    )
    return {change.check_key: change for change in reached}


def settings_for(session: Session, week: str) -> tuple[ThresholdSetting, ...]:
    """The limits that differ from the method's own for editions of the week, by check."""
    holding = in_force(all_changes(session), week)
    return tuple(
        ThresholdSetting(
            key, _finite(change.warn), _finite(change.fail), change.reason, change.changed_by,
            change.applies_from,
        )
        for key, change in sorted(holding.items())
        if change.warn is not None and change.fail is not None
    )  # fmt: skip


def _finite(limit: float) -> float:
    """An infinity that came straight into the table as the largest number: no file could hold it,
    and it is refused as out of range all the same."""
    return limit if math.isfinite(limit) else sys.float_info.max


def last_final_week(session: Session) -> str | None:
    """The newest week that has a final: limits of it and of every earlier week stand."""
    return session.scalar(
        sa.select(sa.func.max(Edition.week)).where(Edition.kind == EditionKind.FINAL)
    )
