"""One's own figure over the middle half of the others."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.dashboards.charts.axes import Axis
from metrics.dashboards.charts.dots import Mark

MIRROR_HEIGHT, AXIS_Y, MARK_Y = 70, 52, 22


@dataclass(frozen=True)
class Mirror:
    """x in per cent of the others' quartiles; no mark where the own figure is not shown."""

    mark: Mark | None
    x_low: float
    x_middle: float
    x_high: float
    axis: Axis
    height: int
    axis_y: int
    text: str

    @property
    def width(self) -> float:
        return round(self.x_high - self.x_low, 2)


def draw_mirror(
    mark: Mark | None, quartiles: tuple[float, float, float], axis: Axis, text: str
) -> Mirror:
    """`quartiles` in the page's unit, in ascending order, within the axis."""
    low, middle, high = (axis.x(end) for end in quartiles)
    return Mirror(mark, low, middle, high, axis, MIRROR_HEIGHT, AXIS_Y, text)
