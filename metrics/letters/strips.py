"""An interval as a strip of table cells: what a mail program can draw without an image."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from metrics.dashboards.charts.axes import SERIES
from metrics.dashboards.charts.dots import DotChart, Mark

VALUE_WIDTH, TARGET_WIDTH = 3, 1
WHOLE = 100


@dataclass(frozen=True)
class Piece:
    """A stretch of the axis in whole per cent; `tone` is axis, interval, value or target."""

    width: int
    tone: str


def strip_of(chart: DotChart | None, audience: str) -> tuple[Piece, ...]:
    """The strip of one customer's mark; empty where nothing is drawn."""
    marks = chart.marks if chart else ()
    series = SERIES.get(audience, "")
    mark = next((mark for mark in marks if mark.series == series and not mark.is_early), None)
    return _pieces(mark) if mark else ()


def _pieces(mark: Mark) -> tuple[Piece, ...]:
    """Every per cent has one tone; neighbours of a tone are one piece."""
    tones = ["axis"] * WHOLE
    _paint(tones, "interval", mark.x_low, mark.x_high)
    _paint(tones, "value", mark.x - VALUE_WIDTH / 2, mark.x + VALUE_WIDTH / 2)
    if mark.x_target is not None:
        _paint(tones, "target", mark.x_target, mark.x_target + TARGET_WIDTH)
    starts = [i for i in range(WHOLE) if i == 0 or tones[i] != tones[i - 1]]
    return tuple(Piece(end - start, tones[start]) for start, end in pairwise([*starts, WHOLE]))


def _paint(tones: list[str], tone: str, first: float, last: float) -> None:
    start = min(WHOLE - 1, max(0, round(first)))
    end = min(WHOLE, max(start + 1, round(last)))
    tones[start:end] = [tone] * (end - start)
