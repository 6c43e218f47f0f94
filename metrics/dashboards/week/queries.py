"""Everything one page of the week is drawn from, read at once: a handful of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from customers.names.queries import Names
from metrics.comparison.charts import WINDOW as SERIES_WINDOW
from metrics.comparison.figures import StandingFigure
from metrics.comparison.models import ChartPoint, Distribution, DriverRow
from metrics.comparison.queries import (
    SeriesPoint,
    count_charts,
    read_distributions,
    read_drivers,
    read_series,
    read_signalling,
    read_standings,
)
from metrics.dashboards.behind import read_ladder
from metrics.dashboards.breaks import SeriesBreak, breaks_of
from metrics.dashboards.compare.queries import TwoWeeks, read_step
from metrics.dashboards.figures import Readings, TargetHistory, Targets
from metrics.dashboards.opening import Opened
from metrics.dashboards.queries import (
    AUDIENCES,
    EditionLine,
    Reading,
    Slice,
    read_changes,
    read_estimates,
    read_gaps,
    read_leading_metric,
    read_summary,
    read_targets,
)
from metrics.dashboards.shelf import TREND_WEEKS, Choice
from metrics.dashboards.week.findings import WeekFindings, read_week_findings
from metrics.dashboards.week.places import NETWORK, Place
from metrics.models import Change, Estimate, Gap, LadderStep, Level, Metric
from metrics.notes.models import WeekNote
from metrics.notes.queries import concerning, read_notes
from metrics.targets.queries import all_targets
from metrics.warehouse.series import SeriesKey


@dataclass(frozen=True, kw_only=True)
class WeekData:
    """What was read; `rows` are the lead's estimates in reading order, `metric` draws places.

    `step` is a place's period beside the one before; the network's changes are the edition's own.
    A page that shows less than the week has its targets and figures, and nothing of the rest.
    """

    programme: str
    zone: ZoneInfo
    choice: Choice
    place: Place
    names: Names
    metric: Metric
    rows: tuple[Reading, ...]
    readings: Readings
    targets: Targets
    trend: tuple[tuple[str, EditionLine | None], ...] = ()
    gaps: tuple[Gap, ...] = ()
    changes: tuple[tuple[Change, Estimate | None], ...] = ()
    findings: WeekFindings = field(default_factory=WeekFindings)
    ladder: tuple[LadderStep, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)
    series: dict[tuple[int, SeriesKey], SeriesPoint] = field(default_factory=dict)
    signalling: tuple[tuple[ChartPoint, Reading | None], ...] = ()
    watched: int = 0
    standings: dict[tuple[str, str], StandingFigure] = field(default_factory=dict)
    drivers: tuple[DriverRow, ...] = ()
    spread: dict[str, Distribution] = field(default_factory=dict)
    notes: tuple[WeekNote, ...] = ()
    goals: tuple[Targets, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    step: TwoWeeks | None = None

    def series_key(self, audience: str) -> SeriesKey:
        """The page's own series of finals of one customer, in the metric that leads."""
        place = self.place
        return SeriesKey(audience, place.level, place.node_key, place.touchpoint_key, self.metric)


def read_week(session: Session, scope: Scope, opened: Opened, place: Place) -> WeekData:
    choice, lead, early = opened.choice, opened.choice.lead, opened.choice.early
    periods = choice.last_weeks(place.window, TREND_WEEKS // place.window)
    metric = read_leading_metric(session, lead.id)
    rows = read_estimates(session, scope, [lead.id], _within(place, opened.names, metric))
    around = read_estimates(session, scope, _ids(periods), [place.trend(metric)])
    around += read_estimates(session, scope, [lead.id], place.alike(metric))
    if early:
        around += read_estimates(session, scope, [early.id], [place.trend(None)])
    ids = [lead.id, early.id] if early else [lead.id]
    history = TargetHistory(tuple(all_targets(session)))
    return WeekData(
        programme=opened.programme.name,
        zone=opened.zone,
        choice=choice,
        place=place,
        names=opened.names,
        metric=metric,
        rows=tuple(rows),
        readings=Readings.of([*rows, *around]),
        trend=tuple(periods),
        targets=history.at(lead.week),
        gaps=_gaps(session, scope, lead, place),
        changes=tuple(read_changes(session, scope, ids)) if place.is_network else (),
        findings=read_week_findings(session, scope, lead.id, place),
        ladder=tuple(
            read_ladder(session, scope, lead.id, place.level, place.node_key, {1, place.window})
        ),
        summary=read_summary(session, lead.id),
        notes=_notes(session, scope, opened, place, periods),
        goals=history.over(week for week, _ in periods),
        breaks=_breaks(session, scope, choice, periods),
        **_beside(session, scope, opened, place, periods, metric),
    )


def read_partners(session: Session, scope: Scope, opened: Opened) -> WeekData:
    """What the list of all channel partners is drawn from: their totals, and nothing else."""
    lead = opened.choice.lead
    metric = read_leading_metric(session, lead.id)
    cuts = [cut for cut in NETWORK.slices(metric) if cut.level == Level.PARTNER]
    rows = tuple(read_estimates(session, scope, [lead.id], cuts))
    return WeekData(
        programme=opened.programme.name,
        zone=opened.zone,
        choice=opened.choice,
        place=NETWORK,
        names=opened.names,
        metric=metric,
        rows=rows,
        readings=Readings.of(rows),
        targets=Targets.of(read_targets(session, lead.week)),
        standings=read_standings(session, scope, lead.id, metric),
    )


def _within(place: Place, names: Names, metric: Metric) -> list[Slice]:
    """The page's cuts, without the places that lie elsewhere."""
    if place.level not in (Level.COUNTRY, Level.REGION):
        return place.slices(metric)
    own = (place.level, place.node_key)
    return [
        replace(cut, within=tuple(known.key for known in names.within(cut.level, own)))
        if cut.node_key is None
        else cut
        for cut in place.slices(metric)
    ]


def _beside(
    session: Session,
    scope: Scope,
    opened: Opened,
    place: Place,
    periods: Sequence[tuple[str, EditionLine | None]],
    metric: Metric,
) -> dict[str, Any]:
    """Charts, standings and drivers: what only some places have is read for these alone."""
    lead = opened.choice.lead.id
    keys = [
        SeriesKey(audience, place.level, place.node_key, place.touchpoint_key, metric)
        for audience in AUDIENCES
    ]
    has_partners = Level.PARTNER in place.parts and not place.touchpoint_key
    whole = place.is_network
    return {
        "series": read_series(session, scope, _ids(periods), keys) if place.window == 1 else {},
        "signalling": _signalling(session, scope, lead) if whole else (),
        "watched": count_charts(session, lead) if whole else 0,
        "step": None if whole else read_step(session, scope, opened.choice, place, place.window),
        "standings": read_standings(session, scope, lead, metric) if has_partners else {},
        "drivers": tuple(read_drivers(session, scope, lead)) if whole else (),
        "spread": read_distributions(session, scope, lead, place.level, place.node_key, metric)
        if not place.touchpoint_key
        else {},
    }


def _notes(
    session: Session,
    scope: Scope,
    opened: Opened,
    place: Place,
    periods: Sequence[tuple[str, EditionLine | None]],
) -> tuple[WeekNote, ...]:
    """What was noted about the weeks of the trend and this place."""
    if not periods:
        return ()
    first = Week.parse(periods[0][0]).shifted(1 - place.window)
    found = read_notes(session, scope, str(first), periods[-1][0])
    own = (place.level, place.node_key, place.touchpoint_key)
    return concerning(found, opened.names, *own)


def _breaks(
    session: Session,
    scope: Scope,
    choice: Choice,
    periods: Sequence[tuple[str, EditionLine | None]],
) -> tuple[SeriesBreak, ...]:
    """What broke the series between the first period of the trend and the last."""
    if not periods:
        return ()
    by_week = {line.week: line for line in (*choice.finals, choice.lead)}
    first = periods[0][0]
    lines = [by_week[week] for week in sorted(by_week) if week >= first]
    return breaks_of(session, scope, lines, first)


def _ids(periods: Sequence[tuple[str, EditionLine | None]]) -> list[int]:
    return [line.id for _, line in periods if line]


def _gaps(session: Session, scope: Scope, lead: EditionLine, place: Place) -> tuple[Gap, ...]:
    """A touchpoint has no gap of its own in an edition."""
    if place.touchpoint_key:
        return ()
    found = read_gaps(session, scope, lead.id, place.level, place.node_key)
    return tuple(gap for gap in found if gap.is_paired or gap.window == place.window)


def _signalling(
    session: Session, scope: Scope, edition_id: int
) -> tuple[tuple[ChartPoint, Reading | None], ...]:
    """What signals, each with its figure of the week."""
    points = read_signalling(session, scope, edition_id)
    cuts = [
        Slice(
            SERIES_WINDOW, point.level, point.node_key, point.touchpoint_key, Metric(point.metric)
        )
        for point in points
    ]
    found = Readings.of(read_estimates(session, scope, [edition_id], cuts))
    return tuple(
        (
            point,
            found.get(
                edition_id, point.audience, point.metric, SERIES_WINDOW, point.level,
                point.node_key, point.touchpoint_key,
            ),
        )
        for point in points
    )  # fmt: skip
