"""Do those who answered late answer differently from those who answered at once?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, check_floats, check_not_empty
from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL
from stats.intervals.welch import MeanDifference, welch


@dataclass(frozen=True, eq=False)
class ArrivalThirds:
    """Who answered in the first and in the last third of arrivals, both (n,)."""

    early: BoolArray
    late: BoolArray


def first_and_last_third(arrived: ArrayLike) -> ArrivalThirds:
    """The first and the last third of respondents by arrival (methods C1).

    Early where arrived ≤ its 1/3 quantile, late where ≥ its 2/3 quantile; those who arrived
    together stay together, so a third can be larger than a third.

    `arrived` (n,) seconds, days or contact attempts. Raises EmptyInput without respondents,
    OutOfRange where so many arrived together that the thirds would overlap.

    >>> first_and_last_third([1, 5, 2, 9, 7, 3]).late.tolist()
    [False, False, False, True, True, False]
    """
    times = check_floats("arrived", arrived)
    check_not_empty("arrived", times)
    low, high = np.quantile(times, [1.0 / 3.0, 2.0 / 3.0])
    if not low < high:
        raise OutOfRange(
            f"Both thirds of {times.size} arrivals fall on {low:g}; compare the first contact "
            "attempt with the last instead."
        )
    return ArrivalThirds(times <= low, times >= high)


def late_versus_early(early: ArrayLike, late: ArrayLike, level: float = LEVEL) -> MeanDifference:
    """Mean of the late minus mean of the early respondents (methods C1).

    Welch's t and the difference in pooled standard deviations, as `welch`. A difference says that
    non-respondents may differ as well; none at a small n says nothing, so read the interval.
    Source: Welch 1947; Armstrong & Overton 1977 for the comparison.

    Values of the early (n₁,) and of the late (n₂,), by thirds or by waves. Raises EmptyInput for
    a group without values, OutOfRange for values that are not numbers.

    >>> print(late_versus_early([8, 9, 7, 10, 6], [7, 5, 6, 8, 4, 6]))
    difference -2.00, 95 % interval -4.10 to 0.10, p 0.059, -1.34 standard deviations, n 5 and 6
    """
    return welch(early, late, level)
