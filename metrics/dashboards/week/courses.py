"""The course of a place's leading figure, week by week, for each customer."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from core.web.filters import number
from metrics.comparison.queries import SeriesPoint
from metrics.dashboards.breaks import by_period, ending
from metrics.dashboards.charts.axes import Axis, fit_axis
from metrics.dashboards.charts.stepping import Target
from metrics.dashboards.charts.trends import Limits, Trend, TrendPoint, draw_trend, trend_ends
from metrics.dashboards.points import trend_caption, trend_point, trend_target, with_course
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    METRICS,
    shown,
    week_label,
)
from metrics.notes.periods import note_texts, notes_by_period


def trends(data: WeekData) -> tuple[Trend, ...]:
    """Both customers on one scale, so that they can be read against each other."""
    courses = [_course(data, audience) for audience in AUDIENCES]
    words = METRICS[data.metric]
    ends = [end for one in courses for end in trend_ends(one.points, one.limits, one.target)]
    axis = fit_axis(ends, words.low, words.high)
    drawn = [_trend(data, course, axis) for course in courses]
    return tuple(trend for trend in drawn if trend)


@dataclass(frozen=True)
class _Course:
    """One customer's figure, week by week, with its limits and its targets."""

    audience: str
    points: list[TrendPoint]
    limits: Limits | None
    target: Target | None


def _course(data: WeekData, audience: str) -> _Course:
    place, metric = data.place, data.metric
    cut = (place.window, place.level, place.node_key, place.touchpoint_key)
    points = [
        trend_point(
            week_label(week), data.readings.get(line.id, audience, metric, *cut) if line else None
        )
        for week, line in data.trend
    ]
    goals = [then.value(audience, metric, place.level, place.node_key) for then in data.goals]
    ended = ending(data.breaks, audience, metric, cut[1:])
    points = with_course(points, metric, goals, by_period(ended, [week for week, _ in data.trend]))
    return _Course(audience, points, _limits(data, audience), trend_target(goals, metric))


def _trend(data: WeekData, course: _Course, axis: Axis) -> Trend | None:
    words, is_early = METRICS[data.metric], not data.choice.lead.is_final
    window, audience = data.place.window, course.audience
    caption = trend_caption(course.points, audience, data.metric, window, is_early)
    return draw_trend(
        course.points, audience, words.low, words.high, course.target, caption,
        is_last_early=is_early, limits=course.limits, axis=axis, notes=_noted(data),
    )  # fmt: skip


def _noted(data: WeekData) -> dict[int, list[str]]:
    ends = [week for week, _line in data.trend]
    return note_texts(notes_by_period(data.notes, ends, data.place.window))


def bench_address(data: WeekData) -> str:
    """The query of the bench that shows the page's own trends."""
    place = data.place
    chosen = [
        ("metric", data.metric),
        *(("audience", audience) for audience in AUDIENCES),
        ("place", f"{place.level}:{place.node_key}" if place.node_key else place.level),
        ("touchpoint", place.touchpoint_key or "all"),
        ("window", str(place.window)),
        ("from", data.trend[0][0]),
        ("to", data.choice.lead.week),
    ]
    return urlencode(chosen, safe=":/")


def _limits(data: WeekData, audience: str) -> Limits | None:
    """What each final's own control chart said, then; None while there is none."""
    key = data.series_key(audience)
    charts = [data.series.get((line.id, key)) if line else None for _, line in data.trend]
    ends = [_ends(chart) for chart in charts]
    last = next((pair for pair in reversed(ends) if pair), None)
    if last is None:
        return None
    low, high = (number(end, METRICS[data.metric].places) for end in last)
    signals = [chart is not None and bool(chart.side) for chart in charts]
    return Limits(ends, (f"lower limit {low}", f"upper limit {high}"), signals)


def _ends(chart: SeriesPoint | None) -> tuple[float, float] | None:
    if chart is None or chart.low is None or chart.high is None:
        return None
    return shown(chart.low, chart.metric), shown(chart.high, chart.metric)
