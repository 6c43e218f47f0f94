"""The correlation of two ratings of the same thing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.duality.moments import pair_moments
from stats.intervals.correlation import ROUNDING, NoCorrelation, correlation_interval
from stats.intervals.interval import Interval


@dataclass(frozen=True)
class Correlation:
    """Pearson's r with its t test on n − 2 degrees of freedom and Fisher's interval.

    Where `reason` is not DEFINED, `interval` is None, and so is each of `r`, `t`, `p_value` that
    does not exist.
    """

    r: float | None
    t: float | None
    df: int
    p_value: float | None
    interval: Interval | None
    n: int
    reason: NoCorrelation

    def __str__(self) -> str:
        if self.r is None:
            return f"no correlation: {self.reason.sentence} (n {self.n})"
        if self.interval is None:
            return f"r {self.r:z.2f}, no interval: {self.reason.sentence} (n {self.n})"
        return f"r {self.r:z.2f}, {self.interval}, p {self.p_value:.2g}, n {self.n}"


def pearson(first: ArrayLike, second: ArrayLike) -> Correlation:
    """Pearson's correlation of pairs: association, which is not agreement.

    r = s_xy/(s_x s_y), t = r√((n − 2)/(1 − r²)) on n − 2 df, `correlation_interval`.
    Source: Pearson 1896; Fisher 1921; R `cor.test`. Pairs count as independent.

    `first`, `second` (n,). A rating that does not vary is CONSTANT, fewer than four pairs
    FEW_PAIRS (no interval), a perfect line PERFECT (neither t nor interval). Raises EmptyInput
    without pairs, OutOfRange for lists of different lengths.

    >>> print(pearson([8, 7, 6, 9, 4], [9, 7, 8, 8, 3]))
    r 0.83, 95 % interval -0.19 to 0.99, p 0.081, n 5
    """
    moments = pair_moments(first, second)
    n, r, df = moments.n, moments.correlation, max(moments.n - 2, 0)
    if r is None:
        return Correlation(None, None, df, None, None, n, NoCorrelation.CONSTANT)
    if 1.0 - abs(r) < ROUNDING or df == 0:
        reason = NoCorrelation.PERFECT if df else NoCorrelation.FEW_PAIRS
        return Correlation(r, None, df, None, None, n, reason)
    t = r * math.sqrt(df / (1.0 - r * r))
    p_value = float(2.0 * stdtr(df, -abs(t)))
    found = correlation_interval(r, n)
    if isinstance(found, NoCorrelation):
        return Correlation(r, t, df, p_value, None, n, found)
    return Correlation(r, t, df, p_value, found, n, NoCorrelation.DEFINED)
