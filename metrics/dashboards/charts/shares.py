"""How answers spread over a scale: a bar for each part of it, all of one width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.dashboards.charts.axes import SERIES

HEIGHT = 84
# Of the width that belongs to a bar, how much it fills.
FILLED = 0.72


@dataclass(frozen=True)
class ShareBar:
    """`label` names the values, `share` says the height in words."""

    x: float
    middle: float
    y: float
    height: float
    label: str
    share: str


@dataclass(frozen=True)
class ShareChart:
    series: str
    height: int
    width: float
    bars: tuple[ShareBar, ...]
    text: str


def draw_shares(
    parts: Sequence[tuple[str, int]], audience: str, largest: int, caption: str
) -> ShareChart:
    """`parts` as name and whole per cent; `largest` is that of the tallest bar, here or beside."""
    step = 100 / len(parts)
    bars = []
    for at, (label, percent) in enumerate(parts):
        height = round(HEIGHT * percent / max(largest, 1), 1)
        middle = round(step * (at + 0.5), 2)
        left, top = round(middle - step * FILLED / 2, 2), round(HEIGHT - height, 1)
        bars.append(ShareBar(left, middle, top, height, label, share_text(percent)))
    said = "; ".join(f"{label}: {share_text(percent)} %" for label, percent in parts)
    return ShareChart(
        SERIES[audience], HEIGHT, round(step * FILLED, 2), tuple(bars), f"{caption}: {said}."
    )


def share_text(percent: int) -> str:
    """Somebody answered in every part: a small share must not read as none at all."""
    return str(percent) if percent else "< 1"
