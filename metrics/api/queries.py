"""Published editions and their figures, page by page, as far as a scope may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from access.visibility import Scope
from metrics.dashboards.partner.queries import TOUCHPOINT_WINDOW, WINDOW
from metrics.dashboards.queries import AUDIENCES, LINE_COLUMNS, EditionLine
from metrics.dashboards.visibility import own_lines
from metrics.method import WINDOWS
from metrics.models import (
    FIGURE_KEY,
    Change,
    Edition,
    EditionKind,
    Estimate,
    FindingRow,
    Gap,
    Level,
)

# In the order of the index that finds them, so that a page is read and not sorted.
ESTIMATE_KEY = (
    Estimate.audience,
    Estimate.window,
    Estimate.level,
    Estimate.node_key,
    Estimate.touchpoint_key,
    Estimate.metric,
)
OWN_WINDOWS = (WINDOW, TOUCHPOINT_WINDOW)
EVERY_WINDOW = 0


@dataclass(frozen=True)
class Wanted:
    """Whitelisted filters; None means every one."""

    audience: str | None = None
    metric: str | None = None
    window: int | None = None
    level: str | None = None
    node: str | None = None
    touchpoint: str | None = None
    driver: str | None = None


def page_of_editions(
    session: Session,
    scope: Scope,
    week: str | None,
    kind: str | None,
    after: Sequence[Any] | None,
    count: int,
) -> list[EditionLine]:
    """Newest week first, of a week the final first, of a kind the newest revision first.

    A channel partner sees of each week's finals the newest revision alone.
    """
    query = sa.select(*LINE_COLUMNS).order_by(
        Edition.week.desc(), Edition.kind, Edition.revision.desc()
    )
    if not scope.sees_flashes:
        query = query.where(Edition.kind == EditionKind.FINAL, ~_newer_revision())
    if week is not None:
        query = query.where(Edition.week == week)
    if kind is not None:
        query = query.where(Edition.kind == kind)
    if after is not None:
        query = query.where(_below(*after))
    return [EditionLine(*row) for row in session.execute(query.limit(count))]


def newest_revisions(session: Session, weeks: Collection[str]) -> dict[tuple[str, str], int]:
    """The newest revision of each kind of some weeks."""
    rows = session.execute(
        sa.select(Edition.week, Edition.kind, sa.func.max(Edition.revision))
        .where(Edition.week.in_(weeks))
        .group_by(Edition.week, Edition.kind)
    )
    return {(week, kind): revision for week, kind, revision in rows}


def _newer_revision() -> sa.ColumnElement[bool]:
    newer = aliased(Edition)
    same = sa.and_(newer.week == Edition.week, newer.kind == Edition.kind)
    return sa.exists().where(same, newer.revision > Edition.revision)


def _below(week: str, kind: str, revision: int) -> sa.ColumnElement[bool]:
    within = sa.or_(Edition.kind > kind, sa.and_(Edition.kind == kind, Edition.revision < revision))
    return sa.or_(Edition.week < week, sa.and_(Edition.week == week, within))


def page_of_estimates(
    session: Session,
    scope: Scope,
    edition_id: int,
    wanted: Wanted,
    after: Sequence[Any] | None,
    count: int,
) -> list[Estimate]:
    """In the order of the figures' keys: an edition never changes, so that the order holds."""
    found: list[Estimate] = []
    for part in _parts(scope):
        query = sa.select(Estimate).where(Estimate.edition_id == edition_id, *part)
        query = query.where(*chosen(Estimate, wanted))
        if after is not None:
            query = query.where(sa.tuple_(*ESTIMATE_KEY) > sa.tuple_(*after))
        found += session.scalars(query.order_by(*ESTIMATE_KEY).limit(count))
    return found[:count]


def own_totals(session: Session, scope: Scope, edition_id: int) -> Sequence[Estimate]:
    """A channel partner's own totals of four weeks, beside which the network's stand."""
    return session.scalars(
        sa.select(Estimate).where(
            Estimate.edition_id == edition_id,
            Estimate.audience.in_(AUDIENCES),
            Estimate.window == WINDOW,
            *_own(Estimate, scope),
            Estimate.touchpoint_key == "",
        )
    ).all()


def _parts(scope: Scope) -> list[list[sa.ColumnElement[bool]]]:
    """What a scope sees, in the order of the key: a channel partner has the same windows of its
    own figures as its pages, and the network's total for a benchmark."""
    if scope.sees_whole_network:
        known = (Estimate.audience.in_(AUDIENCES), Estimate.window.in_(WINDOWS))
        return [list(known)]
    return [
        [Estimate.audience == audience, Estimate.window == window, *place]
        for audience in AUDIENCES
        for window in OWN_WINDOWS
        for place in _partner_places(scope, window)
    ]


def _partner_places(scope: Scope, window: int) -> list[list[sa.ColumnElement[bool]]]:
    own = [Estimate.level == Level.PARTNER, Estimate.node_key == scope.partner_key]
    if window != WINDOW:
        lines = own_lines(scope, Estimate.level, Estimate.node_key)
        return [[*own, Estimate.touchpoint_key != ""], [lines]]
    network = [Estimate.level == Level.NETWORK, Estimate.node_key == ""]
    total = Estimate.touchpoint_key == ""
    return [[*network, total], [*own, total]]


def chosen(rows: Any, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """A list offers the filters that its rows have."""
    columns = {
        "audience": "audience",
        "metric": "metric",
        "window": "window",
        "level": "level",
        "node": "node_key",
        "touchpoint": "touchpoint_key",
        "driver": "kind",
    }
    return [
        getattr(rows, column) == getattr(wanted, name)
        for name, column in columns.items()
        if getattr(wanted, name) is not None
    ]


def page_of_gaps(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[Gap]:
    """Gaps have no audience and no touchpoint: those filters are not offered."""
    query = sa.select(Gap).where(Gap.edition_id == edition_id, *chosen(Gap, wanted))
    if not scope.sees_whole_network:
        window = sa.case((Gap.is_paired, TOUCHPOINT_WINDOW), else_=WINDOW)
        query = query.where(*_own(Gap, scope), Gap.window == window)
    return list(session.scalars(paged(query, Gap.id, after, count)))


def page_of_changes(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[tuple[Change, Estimate | None, EditionLine | None]]:
    """Every change with the estimate it led to and the edition it is against; for the house, since
    partners' pages tell of none and the network's differences are not rounded."""
    if not scope.sees_whole_network:
        return []
    same = [getattr(Change, name) == getattr(Estimate, name) for name in FIGURE_KEY]
    query = (
        sa.select(Change, Estimate, *LINE_COLUMNS)
        .outerjoin(Estimate, sa.and_(*same))
        .outerjoin(Edition, Edition.id == Change.against_edition_id)
        .where(Change.edition_id == edition_id, *chosen(Change, wanted))
    )
    rows = session.execute(paged(query, Change.id, after, count))
    return [
        (change, led_to, EditionLine(*line) if line[0] is not None else None)
        for change, led_to, *line in rows
    ]


def page_of_findings(
    session: Session, scope: Scope, edition_id: int, wanted: Wanted, after: int | None, count: int
) -> list[FindingRow]:
    query = sa.select(FindingRow).where(FindingRow.edition_id == edition_id)
    query = query.where(*chosen(FindingRow, wanted))
    if not scope.sees_whole_network:
        windows = (EVERY_WINDOW, *OWN_WINDOWS)
        query = query.where(*_own(FindingRow, scope), FindingRow.window.in_(windows))
    return list(session.scalars(paged(query, FindingRow.id, after, count)))


def _own(rows: Any, scope: Scope) -> tuple[sa.ColumnElement[bool], ...]:
    return rows.level == Level.PARTNER, rows.node_key == scope.partner_key


def paged(query: Any, number: Any, after: int | None, count: int) -> Any:
    """Rows by their number, from after one on."""
    if after is not None:
        query = query.where(number > after)
    return query.order_by(number).limit(count)
