"""Every published row of an edition, for the house, as far as a scope may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.comparison.distributions import WINDOW as SPREAD_WINDOW
from metrics.comparison.models import ChartPoint, Distribution, DriverRow, Standing
from metrics.dashboards.queries import LINE_COLUMNS, EditionLine
from metrics.dashboards.visibility import visible_places
from metrics.models import Change, Edition, Estimate, FindingRow, Gap, LadderStep, Level

CHANGED = ("audience", "window", "level", "node_key", "touchpoint_key", "metric")
# A chart is drawn of single weeks.
CHART_WINDOW = 1


@dataclass(frozen=True)
class Cut:
    """A part of an edition: one level, or one place of it. Empty: all of them."""

    level: str = ""
    node_key: str = ""


def read_rows(
    session: Session, scope: Scope, table: Any, edition_id: int, cut: Cut
) -> Sequence[Any]:
    """Rows of estimates, gaps, findings or ladder steps, in the order of publication."""
    return session.scalars(
        sa.select(table)
        .where(table.edition_id == edition_id, *_within(scope, table, cut))
        .order_by(table.id)
    ).all()


def read_estimates(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    return read_rows(session, scope, Estimate, edition_id, cut)


def read_gaps(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    return read_rows(session, scope, Gap, edition_id, cut)


def read_findings(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    return read_rows(session, scope, FindingRow, edition_id, cut)


def read_ladder(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    return read_rows(session, scope, LadderStep, edition_id, cut)


def read_changes(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    """Rows of a change and the estimate it led to, if that still stands."""
    same = [getattr(Change, name) == getattr(Estimate, name) for name in CHANGED]
    return session.execute(
        sa.select(Change, Estimate, Edition.week)
        .outerjoin(Estimate, sa.and_(Change.edition_id == Estimate.edition_id, *same))
        .outerjoin(Edition, Edition.id == Change.against_edition_id)
        .where(Change.edition_id == edition_id, *_within(scope, Change, cut))
        .order_by(Change.id)
    ).all()


def read_charts(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    """The week's point of every control chart, and the estimate that it is of."""
    names = [name for name in CHANGED if name != "window"]
    same = [getattr(ChartPoint, name) == getattr(Estimate, name) for name in names]
    return session.execute(
        sa.select(ChartPoint, Estimate)
        .outerjoin(
            Estimate,
            sa.and_(
                ChartPoint.edition_id == Estimate.edition_id,
                Estimate.window == CHART_WINDOW,
                *same,
            ),
        )
        .where(ChartPoint.edition_id == edition_id, *_within(scope, ChartPoint, cut))
        .order_by(ChartPoint.id)
    ).all()


def read_standings(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    """Channel partners' standings, each with its estimate; none in another level."""
    if cut.level not in ("", Level.PARTNER) or not scope.sees_whole_network:
        return []
    names = ("edition_id", "audience", "window", "metric", "node_key")
    same = [getattr(Standing, name) == getattr(Estimate, name) for name in names]
    only = [Standing.node_key == cut.node_key] if cut.node_key else []
    return session.execute(
        sa.select(Standing, Estimate)
        .outerjoin(
            Estimate,
            sa.and_(*same, Estimate.level == Level.PARTNER, Estimate.touchpoint_key == ""),
        )
        .where(Standing.edition_id == edition_id, *only)
        .order_by(Standing.id)
    ).all()


def read_drivers(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    """They are of the whole network; none in another level."""
    if cut.level not in ("", Level.NETWORK) or not scope.sees_whole_network:
        return []
    return session.scalars(
        sa.select(DriverRow).where(DriverRow.edition_id == edition_id).order_by(DriverRow.id)
    ).all()


@dataclass(frozen=True)
class SharePart:
    """Some neighbouring values of a distribution, or why there are none."""

    of: Distribution
    low: int | None = None
    high: int | None = None
    percent: int | None = None


def read_distributions(session: Session, scope: Scope, edition_id: int, cut: Cut) -> Sequence[Any]:
    """A row for each part of a scale, with the estimate whose answers they are."""
    names = ("edition_id", "audience", "level", "node_key", "metric")
    same = [getattr(Distribution, name) == getattr(Estimate, name) for name in names]
    rows = session.execute(
        sa.select(Distribution, Estimate)
        .outerjoin(
            Estimate,
            sa.and_(*same, Estimate.window == SPREAD_WINDOW, Estimate.touchpoint_key == ""),
        )
        .where(
            Distribution.edition_id == edition_id,
            *_within(scope, Distribution, cut),
            *([] if scope.sees_whole_network else [sa.false()]),
        )
        .order_by(Distribution.id)
    )
    return [(part, estimate) for row, estimate in rows for part in _parts(row)]


def _parts(row: Distribution) -> list[SharePart]:
    return [SharePart(row, *part) for part in row.parts] or [SharePart(row)]


def read_newest_revision(session: Session, line: EditionLine | Edition) -> int:
    """Of the week and kind of an edition."""
    return session.scalars(
        sa.select(sa.func.max(Edition.revision)).where(
            Edition.week == line.week, Edition.kind == line.kind
        )
    ).one()


def read_every_edition(session: Session, scope: Scope) -> list[EditionLine]:
    """Newest first; a channel partner has no list of editions."""
    if not scope.sees_whole_network:
        return []
    rows = session.execute(
        sa.select(*LINE_COLUMNS).order_by(
            Edition.week.desc(), Edition.kind, Edition.revision.desc()
        )
    )
    return [EditionLine(*row) for row in rows]


def _within(scope: Scope, table: Any, cut: Cut) -> list[sa.ColumnElement[bool]]:
    found = [visible_places(scope, table.level, table.node_key)]
    if cut.level:
        found.append(table.level == cut.level)
    if cut.node_key:
        found.append(table.node_key == cut.node_key)
    return found
