"""Below or above its target for certain: one rule, for pages and for signals.

A figure is told apart from its target where its 95 % interval leaves the target out, and where
that holds after allowing for everything that is looked at together (q below .10, Benjamini &
Hochberg 1995), as for changes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.dashboards.figures import is_held, is_told_apart
from metrics.dashboards.queries import Reading
from metrics.method import FALSE_DISCOVERY_RATE
from stats.comparison import FigureWithLimits, benjamini_hochberg, p_values_against

# A figure and its target, either of which may be missing.
Pair = tuple[Reading | None, float | None]


def sides_of(pairs: Sequence[Pair]) -> list[int]:
    """−1 or 1 where a figure is below or above its target for certain, else 0; one family.

    A figure without a target, one that is not shown and one that is held belong to no family: a
    held one is an earlier week's.
    """
    tested = [(at, *one) for at, pair in enumerate(pairs) if (one := _tested(*pair))]
    figures = np.array([row[1:] for row in tested]).reshape(-1, 5)
    q_values = benjamini_hochberg(p_values_against(*figures.T))
    sides = [0] * len(pairs)
    for (at, *_), q in zip(tested, q_values.tolist(), strict=True):
        sides[at] = _side(*pairs[at]) if q < FALSE_DISCOVERY_RATE else 0
    return sides


def _side(reading: Reading | None, goal: float | None) -> int:
    if reading is None or reading.value is None or goal is None or not is_told_apart(reading, goal):
        return 0
    return -1 if reading.value < goal else 1


def _tested(
    reading: Reading | None, goal: float | None
) -> tuple[float, float, float, float, float] | None:
    """Value, limits, degrees of freedom and target; None where nothing is tested."""
    if goal is None or reading is None or is_held(reading):
        return None
    if reading.value is None or reading.ci_low is None or reading.ci_high is None:
        return None
    return reading.value, reading.ci_low, reading.ci_high, _freedom(reading), goal


def _freedom(reading: Reading) -> float:
    """The degrees of freedom that an interval has at most: accounts, or what they weigh."""
    known = [size for size in (reading.accounts, reading.n_eff) if size is not None]
    return max(min(known) - 1.0, 1.0)


def figure_with_limits(reading: Reading) -> FigureWithLimits | None:
    if reading.value is None or reading.ci_low is None or reading.ci_high is None:
        return None
    return FigureWithLimits(reading.value, reading.ci_low, reading.ci_high, _freedom(reading))
