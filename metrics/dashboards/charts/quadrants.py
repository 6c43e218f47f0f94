"""Two customers against each other: one point a partner, cuts at the targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.dashboards.charts.axes import Axis, Point, Tick, fit_axis

QUADRANT_HEIGHT = 320
LABEL_HEIGHT = 15


@dataclass(frozen=True)
class PairPoint:
    """A partner's figure (across) and its end users' (up); `is_sure`: neither interval crosses."""

    name: str
    url: str
    across: Point
    up: Point
    is_sure: bool


@dataclass(frozen=True)
class QuadrantMark:
    name: str
    url: str
    x: float
    y: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    is_sure: bool
    is_left: bool
    label_y: float | None


@dataclass(frozen=True)
class QuadrantChart:
    height: int
    marks: tuple[QuadrantMark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    cut_x: float
    cut_y: float
    text: str


def draw_quadrants(
    points: Sequence[PairPoint], cuts: tuple[float, float], scale: tuple[float, float], text: str
) -> QuadrantChart | None:
    """`cuts` are the partner's target and the end user's; None without a point."""
    if not points:
        return None
    x_axis = _axis([(point.across, point.is_sure) for point in points], cuts[0], scale)
    y_axis = _axis([(point.up, point.is_sure) for point in points], cuts[1], scale)
    return QuadrantChart(
        height=QUADRANT_HEIGHT,
        marks=_marks(points, x_axis, y_axis),
        x_ticks=x_axis.ticks,
        y_ticks=y_axis.y_ticks(QUADRANT_HEIGHT),
        cut_x=x_axis.x(cuts[0]),
        cut_y=y_axis.y(cuts[1], QUADRANT_HEIGHT),
        text=text,
    )


def _axis(points: Sequence[tuple[Point, bool]], cut: float, scale: tuple[float, float]) -> Axis:
    """Room for every value, and for the whole interval of what is sure: only that is drawn."""
    ends = [point.value for point, _ in points]
    ends += [end for point, is_sure in points if is_sure for end in (point.low, point.high)]
    return fit_axis([*ends, cut], *scale, wanted=6)


def _marks(points: Sequence[PairPoint], across: Axis, up: Axis) -> tuple[QuadrantMark, ...]:
    taken: list[tuple[bool, float]] = []
    marks = []
    for point in sorted(points, key=lambda entry: (not entry.is_sure, -entry.up.value)):
        x, y = across.x(point.across.value), up.y(point.up.value, QUADRANT_HEIGHT)
        is_left = x > 70
        marks.append(
            QuadrantMark(
                name=point.name,
                url=point.url,
                x=x,
                y=y,
                x_low=across.x(point.across.low),
                x_high=across.x(point.across.high),
                y_low=up.y(point.up.low, QUADRANT_HEIGHT),
                y_high=up.y(point.up.high, QUADRANT_HEIGHT),
                is_sure=point.is_sure,
                is_left=is_left,
                label_y=_free(y, taken, is_left=is_left) if point.is_sure else None,
            )
        )
    return tuple(marks)


def _free(y: float, taken: list[tuple[bool, float]], *, is_left: bool) -> float | None:
    """Where a name can stand beside its point without covering another; None where it cannot."""
    for shift in (0.0, -LABEL_HEIGHT, LABEL_HEIGHT):
        place = y + shift
        if all(left != is_left or abs(other - place) >= LABEL_HEIGHT for left, other in taken):
            taken.append((is_left, place))
            return round(place, 2)
    return None
