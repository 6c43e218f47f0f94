"""A period of a trend, from its estimate."""

from __future__ import annotations

from metrics.dashboards.blocks import point_of
from metrics.dashboards.charts.trends import TrendPoint
from metrics.dashboards.figures import figure_of, is_held
from metrics.dashboards.queries import Reading


def trend_point(label: str, reading: Reading | None) -> TrendPoint:
    """A held or hidden estimate leaves a gap."""
    point = None if is_held(reading) else point_of(reading)
    if point is None:
        return TrendPoint(label, None)
    figure = figure_of(reading)
    return TrendPoint(label, point, figure.value, figure.interval, figure.n, figure.grade)
