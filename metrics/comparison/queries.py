"""What stands beside an edition's figures, as far as a scope may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.records import names_of, read_records
from customers.models import Audience
from metrics.comparison.figures import DriverKind, StandingFigure
from metrics.comparison.models import ChartPoint, Distribution, DriverRow, Standing
from metrics.warehouse.series import SeriesKey


@dataclass(frozen=True)
class SeriesPoint:
    """Of a point of a series what a trend draws: its limits, and on which side it signals."""

    edition_id: int
    audience: str
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    low: float | None
    high: float | None
    side: str

    @property
    def series(self) -> SeriesKey:
        return SeriesKey(self.audience, self.level, self.node_key, self.touchpoint_key, self.metric)


def read_series(
    session: Session, scope: Scope, edition_ids: Sequence[int], keys: Sequence[SeriesKey]
) -> dict[tuple[int, SeriesKey], SeriesPoint]:
    """The points of some series in some editions, by both. Charts are of the house."""
    if not edition_ids or not keys or not scope.sees_whole_network:
        return {}
    wanted = sa.or_(
        *(
            sa.and_(*(getattr(ChartPoint, name) == value for name, value in key._asdict().items()))
            for key in keys
        )
    )
    query = sa.select(*(getattr(ChartPoint, name) for name in names_of(SeriesPoint)))
    query = query.where(ChartPoint.edition_id.in_(edition_ids), wanted)
    rows = read_records(session, SeriesPoint, query)
    return {(row.edition_id, row.series): row for row in rows}


def read_signalling(session: Session, scope: Scope, edition_id: int) -> list[ChartPoint]:
    """The series of an edition that one of their charts signals, in the order of publishing."""
    if not scope.sees_whole_network:
        return []
    query = sa.select(ChartPoint).where(ChartPoint.edition_id == edition_id, ChartPoint.side != "")
    return list(session.scalars(query.order_by(ChartPoint.id)))


def count_charts(session: Session, edition_id: int) -> int:
    """How many series of an edition have a control chart."""
    query = sa.select(sa.func.count()).where(
        ChartPoint.edition_id == edition_id, ChartPoint.reason.is_(None)
    )
    return int(session.scalar(query) or 0)


def read_standings(
    session: Session, scope: Scope, edition_id: int, metric: str
) -> dict[tuple[str, str], StandingFigure]:
    """Partners' standings in one metric by audience and partner; a partner's own alone."""
    query = sa.select(*(getattr(Standing, name) for name in names_of(StandingFigure)))
    query = query.where(Standing.edition_id == edition_id, Standing.metric == metric)
    if not scope.sees_whole_network:
        query = query.where(Standing.node_key == scope.partner_key)
    found = read_records(session, StandingFigure, query)
    return {(one.audience, one.node_key): one for one in found}


def read_drivers(session: Session, scope: Scope, edition_id: int) -> list[DriverRow]:
    """What goes with recommendation in the whole network: for the house."""
    if not scope.sees_whole_network:
        return []
    query = sa.select(DriverRow).where(DriverRow.edition_id == edition_id)
    return list(session.scalars(query.order_by(DriverRow.id)))


def read_certain_events(session: Session, edition_id: int) -> dict[str, list[str]]:
    """By audience the events that go with a lower recommendation for certain, the largest first.

    Their names alone, of the whole network: which they are a channel partner may know, never how
    much they weigh, how often they were, or for whom.
    """
    found: dict[str, list[str]] = {}
    query = sa.select(DriverRow.audience, DriverRow.name).where(
        DriverRow.edition_id == edition_id,
        DriverRow.kind == DriverKind.EVENT,
        DriverRow.size_high < 0,
    )
    for audience, name in session.execute(query.order_by(DriverRow.size * DriverRow.share)):
        found.setdefault(audience, []).append(name)
    return found


def read_distributions(
    session: Session, scope: Scope, edition_id: int, level: str, node_key: str, metric: str
) -> dict[str, Distribution]:
    """How both customers' answers spread at a place, by audience: for the house."""
    if not scope.sees_whole_network:
        return {}
    query = sa.select(Distribution).where(
        Distribution.edition_id == edition_id,
        Distribution.audience.in_(Audience),
        Distribution.level == level,
        Distribution.node_key == node_key,
        Distribution.metric == metric,
    )
    return {row.audience: row for row in session.scalars(query)}
