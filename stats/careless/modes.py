"""Does it matter whether answers are anonymous, or whether the partner looks on?"""

from __future__ import annotations

from numpy.typing import ArrayLike

from stats.intervals.interval import LEVEL
from stats.intervals.welch import MeanDifference, welch


def mode_difference(
    private: ArrayLike, observed: ArrayLike, level: float = LEVEL
) -> MeanDifference:
    """Mean in the observed mode minus mean in the private mode (methods D4).

    Welch's t and the difference in pooled standard deviations, as `welch`. Identified against
    anonymous, or partner present against direct: an effect of social desirability only where the
    mode was assigned at random. Source: Welch 1947; Cohen 1988.

    Values of the private (n₁,) and of the observed mode (n₂,). Raises EmptyInput for a mode
    without values, OutOfRange for values that are not numbers.

    >>> print(mode_difference([8, 9, 7, 10, 6], [9, 10, 8, 10, 9, 10]))
    difference +1.33, 95 % interval -0.60 to 3.27, p 0.14, +1.10 standard deviations, n 5 and 6
    """
    return welch(private, observed, level)
