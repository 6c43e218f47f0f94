"""What the bench reads: published estimates of the weeks asked for, through one scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from customers.names.queries import Names, read_names
from customers.queries import get_programme
from metrics.bench.choice import BenchQuery, Cut, Span, span_of
from metrics.dashboards.breaks import SeriesBreak, read_breaks
from metrics.dashboards.figures import TargetHistory, Targets
from metrics.dashboards.queries import (
    AUDIENCES,
    LINE_COLUMNS,
    EditionLine,
    Reading,
    Slice,
    read_rows,
)
from metrics.models import Edition, EditionKind, Estimate, Level
from metrics.notes.models import WeekNote
from metrics.notes.queries import read_notes
from metrics.targets.queries import all_targets


@dataclass(frozen=True)
class BenchReading(Reading):
    """An estimate with what stands between raw and published, and what it leans on."""

    base_value: float | None
    with_set_aside: float | None
    weakest: str


@dataclass(frozen=True)
class Opened:
    """What there is to choose from; `newest` is the newest final, `latest` may be a flash."""

    programme: str
    zone: ZoneInfo
    names: Names
    newest: Week
    latest: Week


@dataclass(frozen=True)
class BenchData:
    """Readings by cut and the last week of a period; a period without any edition is in `ends`."""

    opened: Opened
    query: BenchQuery
    span: Span
    cuts: tuple[Cut, ...]
    ends: tuple[str, ...]
    lines: Mapping[str, EditionLine]
    readings: Mapping[tuple[Cut, str], BenchReading]
    goals: tuple[Targets, ...]
    breaks: tuple[SeriesBreak, ...]
    notes: tuple[WeekNote, ...]

    @property
    def unasked(self) -> tuple[str, ...]:
        """Metrics without a single figure here."""
        found = {cut.metric for cut, _week in self.readings}
        return tuple(metric for metric in self.query.metrics if metric not in found)


def open_bench(session: Session, scope: Scope) -> Opened | None:
    """None when nothing is published yet."""
    programme = get_programme(session)
    latest = _newest_week(session, scope)
    if programme is None or latest is None:
        return None
    final = _newest_week(session, scope, EditionKind.FINAL)
    return Opened(
        programme=programme.name,
        zone=ZoneInfo(programme.time_zone),
        names=read_names(session, scope),
        newest=final or latest,
        latest=latest,
    )


def _newest_week(session: Session, scope: Scope, kind: EditionKind | None = None) -> Week | None:
    query = sa.select(Edition.week).where(_visible(scope))
    if kind is not None:
        query = query.where(Edition.kind == kind)
    found = session.scalar(query.order_by(Edition.week.desc()).limit(1))
    return Week.parse(found) if found else None


def read_bench(session: Session, scope: Scope, opened: Opened, query: BenchQuery) -> BenchData:
    """Everything a result is drawn from, in a handful of queries."""
    span, cuts = span_of(query, opened.newest), query.cuts()
    lines = _lines(session, scope, span.ends(cuts[0].window))
    ends = tuple(end for end in span.ends(cuts[0].window) if end >= min(lines, default=""))
    ends = ends if lines else ()
    return BenchData(
        opened=opened,
        query=query,
        span=span,
        cuts=cuts,
        ends=ends,
        lines=lines,
        readings=_readings(session, scope, lines, cuts),
        goals=TargetHistory(tuple(all_targets(session))).over(ends),
        breaks=read_breaks(session, scope, span.first, span.last),
        notes=tuple(read_notes(session, scope, str(span.first), str(span.last))),
    )


def was_asked(session: Session, edition_ids: Sequence[int], metric: str) -> bool:
    """Whether the network has a figure of the metric in any of these editions."""
    found = sa.select(Estimate.id).where(
        Estimate.edition_id.in_(edition_ids),
        Estimate.audience.in_(AUDIENCES),
        Estimate.window == 1,
        Estimate.level == Level.NETWORK,
        Estimate.node_key == "",
        Estimate.touchpoint_key == "",
        Estimate.metric == metric,
    )
    return session.scalar(found.limit(1)) is not None


def _visible(scope: Scope) -> sa.ColumnElement[bool]:
    return sa.true() if scope.sees_flashes else Edition.kind == EditionKind.FINAL


def _lines(session: Session, scope: Scope, weeks: Sequence[str]) -> dict[str, EditionLine]:
    """Of each week the final's last revision; the flash's while there is no final."""
    rows = session.execute(
        sa.select(*LINE_COLUMNS)
        .where(Edition.week.in_(weeks), _visible(scope))
        .order_by(Edition.week, Edition.kind == EditionKind.FINAL, Edition.revision)
    )
    return {line.week: line for line in (EditionLine(*row) for row in rows)}


def _readings(
    session: Session, scope: Scope, lines: Mapping[str, EditionLine], cuts: Sequence[Cut]
) -> dict[tuple[Cut, str], BenchReading]:
    slices: list[Slice] = [cut.slice for cut in dict.fromkeys(cuts)]
    ids = [line.id for line in lines.values()]
    rows = read_rows(session, scope, ids, list(dict.fromkeys(slices)), BenchReading)
    wanted = {(cut.slice, cut.audience): cut for cut in cuts}
    found: dict[tuple[Cut, str], BenchReading] = {}
    for row in rows:
        cut = Slice(row.window, row.level, row.node_key, row.touchpoint_key, row.metric)
        if (cut, row.audience) in wanted:
            found[wanted[cut, row.audience], row.week] = row
    return found
