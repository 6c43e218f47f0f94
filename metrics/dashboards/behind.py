"""What stands behind an edition: what the checks found, and who was heard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.records import names_of, read_records
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.told import BriefFinding, ToldFinding
from metrics.method import WINDOWS
from metrics.models import FindingRow, LadderStep, Level, Weighing

Finding = TypeVar("Finding", ToldFinding, BriefFinding)


def read_findings(
    session: Session, scope: Scope, edition_id: int, *only: sa.ColumnElement[bool]
) -> list[ToldFinding]:
    """Every outcome of a check; for a channel partner those about itself. `only` narrows them."""
    return _read(session, ToldFinding, scope, edition_id, only)


def read_brief_findings(session: Session, scope: Scope, edition_id: int) -> list[BriefFinding]:
    """The same, without the figures behind them."""
    return _read(session, BriefFinding, scope, edition_id)


def _read(
    session: Session,
    kind: type[Finding],
    scope: Scope,
    edition_id: int,
    only: Sequence[sa.ColumnElement[bool]] = (),
) -> list[Finding]:
    columns = (getattr(FindingRow, name) for name in names_of(kind))
    query = sa.select(*columns).where(
        FindingRow.edition_id == edition_id, visible_findings(scope), *only
    )
    return read_records(session, kind, query.order_by(FindingRow.id))


def visible_findings(scope: Scope) -> sa.ColumnElement[bool]:
    """A channel partner sees what was found about itself."""
    if scope.sees_whole_network:
        return sa.true()
    return sa.and_(FindingRow.level == Level.PARTNER, FindingRow.node_key == scope.partner_key)


def read_ladder(
    session: Session,
    scope: Scope,
    edition_id: int,
    level: str,
    node_key: str,
    windows: Collection[int] = WINDOWS,
) -> list[LadderStep]:
    query = sa.select(LadderStep).where(
        LadderStep.edition_id == edition_id,
        LadderStep.audience.in_(AUDIENCES),
        LadderStep.window.in_(windows),
        LadderStep.level == level,
        LadderStep.node_key == node_key,
    )
    if not scope.sees_whole_network:
        query = query.where(
            LadderStep.level == Level.PARTNER, LadderStep.node_key == scope.partner_key
        )
    return list(session.scalars(query.order_by(LadderStep.id)))


def read_weighings(session: Session, edition_id: int) -> list[Weighing]:
    """How an edition was weighed; for the house (the views see to it)."""
    return list(
        session.scalars(
            sa.select(Weighing)
            .where(Weighing.edition_id == edition_id)
            .order_by(Weighing.audience, Weighing.window)
        )
    )
