"""Targets, with what came before them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.targets.models import Target

# audience, metric, level, node key
FigureKey = tuple[str, str, str, str]


def all_targets(session: Session) -> Sequence[Target]:
    """Every target there ever was, by the week from which it held."""
    return session.scalars(sa.select(Target).order_by(Target.applies_from, Target.id)).all()


def key_of(row: Target) -> FigureKey:
    return (row.audience, row.metric, row.level, row.node_key)
