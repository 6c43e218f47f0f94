"""How much is left at each step, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.web.filters import number
from metrics.dashboards.charts.axes import SERIES


@dataclass(frozen=True)
class LadderBar:
    """A step's share of the first step, over the pale share of the step before."""

    label: str
    count: str
    share: str
    width: float
    width_before: float
    reasons: tuple[str, ...]
    series: str


def draw_ladder(
    steps: Sequence[tuple[str, int, tuple[str, ...]]], audience: str
) -> tuple[LadderBar, ...]:
    whole = steps[0][1] if steps else 0
    bars: list[LadderBar] = []
    before = 100.0
    for i, (label, count, reasons) in enumerate(steps):
        width = round(100 * count / whole, 2) if whole else 0.0
        # A small share must not read as none at all.
        share = "" if i == 0 else ("< 1 %" if 0 < width < 0.5 else f"{number(width)} %")
        series = SERIES[audience] if i == len(steps) - 1 else ""
        bars.append(LadderBar(label, number(count), share, width, before, reasons, series))
        before = width
    return tuple(bars)
