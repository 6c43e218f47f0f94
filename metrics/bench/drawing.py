"""Small multiples: every series of a metric on one scale, each with its target and its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.bench.choice import Extra
from metrics.bench.series import Period, Series
from metrics.dashboards.blocks import metric_axis, point_of
from metrics.dashboards.charts.axes import Axis
from metrics.dashboards.charts.trends import Trend, TrendPoint, draw_trend
from metrics.dashboards.figures import Figure, figure_of
from metrics.dashboards.points import trend_caption, trend_point, trend_target, with_course
from metrics.dashboards.wording import METRICS, metric_title, shown, week_label
from metrics.notes.periods import note_texts

YEAR = 53


@dataclass(frozen=True)
class Panel:
    """One series drawn, or in words why it cannot be; `newest` is its last figure of its own."""

    audience: str
    about: str
    name: str
    newest: Figure | None
    trend: Trend | None
    nothing: str = ""


@dataclass(frozen=True)
class Multiples:
    """The panels of one metric, all on one scale."""

    title: str
    unit: str
    panels: tuple[Panel, ...]


def draw_multiples(series: Sequence[Series], extras: Sequence[str]) -> tuple[Multiples, ...]:
    metrics = dict.fromkeys(one.cut.metric for one in series)
    return tuple(
        _multiples(metric, [one for one in series if one.cut.metric == metric], extras)
        for metric in metrics
    )


def _multiples(metric: str, series: Sequence[Series], extras: Sequence[str]) -> Multiples:
    with_raw = Extra.RAW in extras
    points = {one.cut: _points(one, with_raw) for one in series}
    axis = _shared_axis(metric, series, [entry for row in points.values() for entry in row])
    return Multiples(
        title=metric_title(metric),
        unit=METRICS[metric].unit,
        panels=tuple(_panel(one, points[one.cut], axis) for one in series),
    )


def _points(series: Series, with_raw: bool) -> list[TrendPoint]:
    is_long = len(series.periods) * series.cut.window > YEAR
    points = [_point(period, is_long, with_raw) for period in series.periods]
    return with_course(points, series.cut.metric, series.goals, series.breaks)


def _point(period: Period, is_long: bool, with_raw: bool) -> TrendPoint:
    label = period.week if is_long else week_label(period.week)
    point = trend_point(label, period.reading, period.figure)
    row = period.reading
    has_raw = with_raw and row is not None and point.point is not None and row.raw is not None
    raw = shown(row.raw, row.metric) if has_raw and row and row.raw is not None else None
    return replace(point, raw=raw, is_early=period.is_early)


def _shared_axis(metric: str, series: Sequence[Series], points: Sequence[TrendPoint]) -> Axis:
    known = [entry.point for entry in points if entry.point]
    goals = [goal for one in series for goal in one.goals if goal is not None]
    raws = [entry.raw / METRICS[metric].factor for entry in points if entry.raw is not None]
    return metric_axis(metric, known, [*goals, *raws])


def _panel(series: Series, points: Sequence[TrendPoint], axis: Axis) -> Panel:
    cut = series.cut
    words = METRICS[cut.metric]
    is_early = bool(series.periods) and series.periods[-1].is_early
    trend = draw_trend(
        points,
        cut.audience,
        words.low,
        words.high,
        trend_target(series.goals, cut.metric),
        trend_caption(points, cut.audience, cut.metric, cut.window, is_early),
        is_last_early=is_early,
        axis=axis,
        notes=note_texts(series.notes),
    )
    newest = figure_of(series.last, f"in {series.last.week}") if series.last else None
    nothing = "" if trend else _nothing(series)
    return Panel(cut.audience, series.about, series.name, newest, trend, nothing)


def _nothing(series: Series) -> str:
    if not series.has_figures:
        return "Not asked here, or nobody has answered, in these weeks."
    known = sum(point_of(period.reading) is not None for period in series.periods)
    if known:
        return "One period only; a line needs two. The table below has it."
    return "No figure of these weeks may be shown; the table below says why."
