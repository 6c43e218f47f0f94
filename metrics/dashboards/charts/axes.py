"""The geometry of charts: x in per cent, y in pixels, so that lines stretch and type never does.

Every chart is a pure function from numbers in the page's unit to a frozen dataclass; the macros of
templates/components/charts.html draw it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.web.filters import number

GAP = "gap"
SERIES = {"channel_partner": "p", "end_user": "u", GAP: "i"}


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Axis:
    low: float
    high: float
    ticks: tuple[Tick, ...]

    def share(self, value: float) -> float:
        """0 at the low end, 1 at the high end, never outside."""
        at = (value - self.low) / (self.high - self.low)
        return 0.0 if at < 0.0 else min(at, 1.0)

    def x(self, value: float) -> float:
        return round(100 * self.share(value), 2)

    def y(self, value: float, height: int) -> float:
        return round(height * (1 - self.share(value)), 2)

    def value_at(self, tick: Tick) -> float:
        return self.low + (self.high - self.low) * tick.at / 100

    def y_ticks(self, height: int) -> tuple[Tick, ...]:
        """The same ticks, down the page instead of across it."""
        return tuple(Tick(self.y(self.value_at(tick), height), tick.label) for tick in self.ticks)


def spots(points: Iterable[tuple[float, float]]) -> str:
    """Points of no length as one path, x in per cent: its round ends draw a dot at each."""
    return "".join(f"M{10 * x:g} {y:g}h0" for x, y in points)


STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50)


def fit_axis(values: Sequence[float], floor: float, ceiling: float, wanted: int = 4) -> Axis:
    """Round ends around all values, within the scale's own ends, with about `wanted` steps."""
    low, high = (min(values), max(values)) if values else (floor, ceiling)
    spread = max(high - low, (ceiling - floor) / 20)
    step = next((step for step in STEPS if spread / step <= wanted), STEPS[-1])
    first = max(floor, math.floor(low / step) * step)
    last = min(ceiling, math.ceil(high / step) * step)
    if last - first < step:
        first, last = max(floor, last - step), min(ceiling, first + step)
    places = 0 if step >= 1 else 1
    count = round((last - first) / step)
    marks = [first + step * i for i in range(count + 1)]
    ticks = tuple(
        Tick(round(100 * (mark - first) / (last - first), 2), number(mark, places))
        for mark in marks
    )
    return Axis(first, last, ticks)


@dataclass(frozen=True)
class Point:
    """One estimate in the page's unit."""

    value: float
    low: float
    high: float
