"""A period of a trend, from its estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from metrics.dashboards.blocks import point_of
from metrics.dashboards.charts.stepping import Target
from metrics.dashboards.charts.trends import Caption, TrendPoint
from metrics.dashboards.figures import Figure, figure_of, is_held
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    WINDOW_NAMES,
    capital,
    exact_text,
    shown,
    unbroken,
    value_text,
)


def trend_point(label: str, reading: Reading | None, figure: Figure | None = None) -> TrendPoint:
    """A held or hidden estimate leaves a gap. `figure` is the reading's, where it is made."""
    point = None if is_held(reading) else point_of(reading)
    if point is None:
        return TrendPoint(label, None)
    figure = figure or figure_of(reading)
    return TrendPoint(
        label, point, figure.value, figure.interval, figure.n, figure.grade, figure.label_url
    )


def with_course(
    points: Sequence[TrendPoint],
    metric: str,
    goals: Sequence[float | None],
    breaks: Mapping[int, tuple[str, ...]],
) -> list[TrendPoint]:
    """Each period with the target of its time, and with what it starts anew with."""
    return [
        replace(
            entry,
            target_text="" if goal is None else exact_text(goal, metric),
            breaks=breaks.get(i, ()),
        )
        for i, (entry, goal) in enumerate(zip(points, goals, strict=True))
    ]


def trend_target(goals: Sequence[float | None], metric: str) -> Target | None:
    """The targets of some periods, drawn in steps; None where there never was one."""
    if all(goal is None for goal in goals):
        return None
    values = [None if goal is None else shown(goal, metric) for goal in goals]
    last = goals[-1]
    return Target(values, "" if last is None else f"target {value_text(last, metric)}")


def trend_caption(
    points: Sequence[TrendPoint], audience: str, metric: str, window: int, is_early: bool = False
) -> Caption:
    """Only what the line shows by itself: where it stands and between which ends it has moved."""
    start = max((i for i, entry in enumerate(points) if entry.breaks), default=0)
    known = [entry for entry in points[start:] if entry.point]
    if not known:
        start, known = 0, [entry for entry in points if entry.point]
    words = METRICS[metric]
    who = capital(AUDIENCE_ADJECTIVES[audience])
    if not known:
        return Caption("", "", "")
    low, high = (pick(known, key=_value).value_text for pick in (min, max))
    period = "week by week" if window == 1 else f"in periods of {WINDOW_NAMES[window]}"
    moved = f"between {low} and {high} in {len(known)} period{'s' * (len(known) != 1)}"
    since = f" since the series started anew in {points[start].label}" if start else ""
    last = f"{known[-1].value_text} {known[-1].interval_text} in {known[-1].label}"
    early = " Hollow: early, from a flash." if is_early else ""
    return Caption(
        title=unbroken(f"{who} {words.plain} stands at {last}; {moved}{since}"),
        about=f"{capital(words.short)} {period}, 95 % interval as a wash. Up and down within it "
        f"is no change.{early}{BROKEN if start else ''}",
        text=f"{who} {words.plain} ({words.short}) {period}: {moved}{since}, last {last}. "
        "The table below has every value.",
    )


BROKEN = " Dashed: the series starts anew; figures on its two sides are not comparable."


def _value(entry: TrendPoint) -> float:
    assert entry.point is not None
    return entry.point.value
