"""A target over time: it holds from a week on, so that it is drawn in steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Target:
    """What was aimed at in each period (None: nothing), and what the last one is called."""

    values: Sequence[float | None]
    text: str

    @property
    def known(self) -> list[float]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True)
class Step:
    """A stretch in which one target held, or the step to the next: x in per cent, y in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float


def steps(heights: Sequence[float | None], xs: Sequence[float]) -> tuple[Step, ...]:
    """`heights` of the target by period; a step lies half-way between two periods.

    >>> steps([10.0, 10.0, 20.0], [0, 500, 1000])[0]
    Step(x1=0, y1=10.0, x2=75.0, y2=10.0)
    """
    edges = [xs[0] / 10, *((one + other) / 20 for one, other in pairwise(xs)), xs[-1] / 10]
    found: list[Step] = []
    for i, y in enumerate(heights):
        before = heights[i - 1] if i else None
        if y is None:
            continue
        if y == before:
            found[-1] = Step(found[-1].x1, y, edges[i + 1], y)
            continue
        if before is not None:
            found.append(Step(edges[i], before, edges[i], y))
        found.append(Step(edges[i], y, edges[i + 1], y))
    return tuple(found)
