"""Charts on paper: lines as separate strokes, since a stretched path stretches its stroke too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from metrics.dashboards.charts.trends import PATH_WIDTH

POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True)
class Stroke:
    """From point to point: x in per cent, y in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float


def strokes(path: str) -> tuple[Stroke, ...]:
    """The strokes of a trend's line, as `draw_trend` writes it.

    >>> strokes("M0 12.5 500 10 1000 11")[0]
    Stroke(x1=0.0, y1=12.5, x2=50.0, y2=10.0)
    """
    return tuple(Stroke(*first, *second) for first, second in pairwise(_points(path)))


def _points(path: str) -> Iterator[tuple[float, float]]:
    for x, y in POINT.findall(path):
        yield 100 * float(x) / PATH_WIDTH, float(y)
