"""What stands beside an edition's figures, page by page: for the house alone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.api.queries import Wanted, chosen, paged
from metrics.comparison.charts import WINDOW
from metrics.comparison.distributions import WINDOW as SPREAD_WINDOW
from metrics.comparison.models import ChartPoint, Distribution, DriverRow, Standing
from metrics.models import Estimate, Level

SERIES = ("edition_id", "audience", "level", "node_key", "touchpoint_key", "metric")
PARTNER = ("edition_id", "audience", "window", "node_key", "metric")
PLACE = ("edition_id", "audience", "level", "node_key", "metric")


def page_of_charts(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[tuple[ChartPoint, Estimate | None]]:
    """Each series watched, with the figure that is its point of the week."""
    if not scope.sees_whole_network:
        return []
    own = sa.and_(_same(ChartPoint, SERIES), Estimate.window == WINDOW)
    return _with_figures(session, ChartPoint, own, edition_id, wanted, after, count)


def page_of_standings(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[tuple[Standing, Estimate | None]]:
    """Each partner among the others, with its figure."""
    if not scope.sees_whole_network:
        return []
    own = sa.and_(
        _same(Standing, PARTNER), Estimate.level == Level.PARTNER, Estimate.touchpoint_key == ""
    )
    return _with_figures(session, Standing, own, edition_id, wanted, after, count)


def page_of_distributions(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[tuple[Distribution, Estimate | None]]:
    """How answers spread over the scale, with the figure that they make."""
    if not scope.sees_whole_network:
        return []
    own = sa.and_(
        _same(Distribution, PLACE),
        Estimate.window == SPREAD_WINDOW,
        Estimate.touchpoint_key == "",
    )
    return _with_figures(session, Distribution, own, edition_id, wanted, after, count)


def page_of_drivers(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[DriverRow]:
    if not scope.sees_whole_network:
        return []
    query = sa.select(DriverRow).where(
        DriverRow.edition_id == edition_id, *chosen(DriverRow, wanted)
    )
    return list(session.scalars(paged(query, DriverRow.id, after, count)))


def _same(rows: Any, names: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.and_(*(getattr(rows, name) == getattr(Estimate, name) for name in names))


def _with_figures(
    session: Session,
    rows: Any,
    own: sa.ColumnElement[bool],
    edition_id: int,
    wanted: Wanted,
    after: int | None,
    count: int,
) -> list[tuple[Any, Estimate | None]]:
    query = (
        sa.select(rows, Estimate)
        .outerjoin(Estimate, own)
        .where(rows.edition_id == edition_id, *chosen(rows, wanted))
    )
    return [(row, figure) for row, figure in session.execute(paged(query, rows.id, after, count))]
