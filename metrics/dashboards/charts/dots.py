"""Dots with their intervals, on one axis or side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.dashboards.charts.axes import SERIES, Axis, Point, Tick, fit_axis, spots

ORDERED_HEIGHT = 220
RAW_REACH = 7


@dataclass(frozen=True)
class Mark:
    """A dot with its interval and the target's tick. Filled: told apart from the target.

    `x_raw` is a dash: the figure itself, where the dot is what shrinking makes of it.
    """

    series: str
    x: float
    x_low: float
    x_high: float
    y: float
    x_target: float | None
    is_hollow: bool
    is_early: bool
    x_raw: float | None = None


@dataclass(frozen=True)
class DotChart:
    marks: tuple[Mark, ...]
    axis: Axis
    height: int
    axis_y: int
    text: str


def mark_of(
    point: Point,
    audience: str,
    axis: Axis,
    y: float,
    target: float | None = None,
    *,
    is_early: bool = False,
    is_held: bool = False,
    is_sure: bool = True,
    raw: float | None = None,
) -> Mark:
    """Hollow where the target is within the interval, or `is_sure` says that it is no finding."""
    is_unsure = target is not None and (not is_sure or point.low <= target <= point.high)
    return Mark(
        SERIES[audience], axis.x(point.value), axis.x(point.low), axis.x(point.high), y,
        None if target is None else axis.x(target), is_unsure or is_early or is_held, is_early,
        None if raw is None else axis.x(raw),
    )  # fmt: skip


def row_chart(mark: Mark | None, axis: Axis, text: str) -> DotChart | None:
    """One mark in a table's row, without an axis of its own."""
    return DotChart((mark,), axis, 22, 11, text) if mark else None


@dataclass(frozen=True)
class OrderedMark:
    x: float
    y: float
    y_low: float
    y_high: float
    is_hollow: bool
    y_raw: float | None = None


@dataclass(frozen=True)
class Ordered:
    """Intervals side by side in order of their value. An order is not a ranking."""

    series: str
    height: int
    marks: tuple[OrderedMark, ...]
    y_ticks: tuple[Tick, ...]
    target_y: float | None
    target_text: str
    text: str

    # Hundreds of marks weigh less as a few paths, 1000 wide, than as elements of their own.

    @property
    def intervals(self) -> str:
        return "".join(f"M{10 * m.x:g} {m.y_high:g}V{m.y_low:g}" for m in self.marks)

    @property
    def raws(self) -> str:
        """A dash at each value before it was shrunk."""
        own = ((10 * m.x, m.y_raw) for m in self.marks if m.y_raw is not None)
        return "".join(f"M{x - RAW_REACH:g} {y:g}h{2 * RAW_REACH}" for x, y in own)

    @property
    def filled(self) -> str:
        return spots((m.x, m.y) for m in self.marks if not m.is_hollow)

    @property
    def hollow(self) -> str:
        return spots((m.x, m.y) for m in self.marks if m.is_hollow)


def draw_ordered(
    points: Sequence[Point],
    audience: str,
    floor: float,
    ceiling: float,
    target: tuple[float, str] | None,
    text: str,
    raw: Sequence[float | None] = (),
    sure: Sequence[bool] = (),
) -> Ordered | None:
    """`raw` are the points' values before they were shrunk, drawn as dashes; None: none.

    `sure` are those that are told apart from the target: filled.
    """
    if not points:
        return None
    ends = [end for point in points for end in (point.low, point.high)]
    ends += [value for value in raw if value is not None]
    axis = fit_axis([*ends, target[0]] if target else ends, floor, ceiling, wanted=8)
    count = len(points)
    pairs = zip(points, raw or [None] * count, sure or [False] * count, strict=True)
    ordered = sorted(pairs, key=lambda pair: pair[0].value)
    wide = max(1, len(ordered) - 1)
    goal = target[0] if target else None
    return Ordered(
        series=SERIES[audience],
        height=ORDERED_HEIGHT,
        marks=tuple(
            OrderedMark(
                round(100 * i / wide, 2),
                axis.y(point.value, ORDERED_HEIGHT),
                axis.y(point.low, ORDERED_HEIGHT),
                axis.y(point.high, ORDERED_HEIGHT),
                goal is not None and not is_sure,
                None if own is None else axis.y(own, ORDERED_HEIGHT),
            )
            for i, (point, own, is_sure) in enumerate(ordered)
        ),
        y_ticks=axis.y_ticks(ORDERED_HEIGHT),
        target_y=axis.y(goal, ORDERED_HEIGHT) if goal is not None else None,
        target_text=target[1] if target else "",
        text=text,
    )
