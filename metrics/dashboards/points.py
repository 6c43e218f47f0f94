"""A period of a trend, from its estimate."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.dashboards.blocks import point_of
from metrics.dashboards.charts.trends import Caption, TrendPoint
from metrics.dashboards.figures import figure_of, is_held
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import AUDIENCE_ADJECTIVES, METRICS, WINDOW_NAMES, capital, unbroken


def trend_point(label: str, reading: Reading | None) -> TrendPoint:
    """A held or hidden estimate leaves a gap."""
    point = None if is_held(reading) else point_of(reading)
    if point is None:
        return TrendPoint(label, None)
    figure = figure_of(reading)
    return TrendPoint(
        label, point, figure.value, figure.interval, figure.n, figure.grade, figure.label_url
    )


def trend_caption(
    points: Sequence[TrendPoint], audience: str, metric: str, window: int, is_early: bool = False
) -> Caption:
    """Only what the line shows by itself: where it stands and between which ends it has moved."""
    known = [entry for entry in points if entry.point]
    words = METRICS[metric]
    who = capital(AUDIENCE_ADJECTIVES[audience])
    if not known:
        return Caption("", "", "")
    low, high = (pick(known, key=_value).value_text for pick in (min, max))
    period = "week by week" if window == 1 else f"in periods of {WINDOW_NAMES[window]}"
    moved = f"between {low} and {high} in {len(known)} periods"
    last = f"{known[-1].value_text} {known[-1].interval_text} in {known[-1].label}"
    early = " Hollow: early, from a flash." if is_early else ""
    return Caption(
        title=unbroken(f"{who} {words.plain} stands at {last}; {moved}"),
        about=f"{capital(words.short)} {period}, 95 % interval as a wash. Up and down within it "
        f"is no change.{early}",
        text=f"{who} {words.plain} ({words.short}) {period}: {moved}, last {last}. "
        "The table below has every value.",
    )


def _value(entry: TrendPoint) -> float:
    assert entry.point is not None
    return entry.point.value
