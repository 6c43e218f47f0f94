"""An interval, and the plain intervals for proportions and means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from stats.arrays import LARGEST_COUNT, FloatArray, check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.scale import check_on_scale
from stats.intervals.spread import agree
from stats.reasons import Undefined
from stats.scalars import check_number

LEVEL = 0.95
# A count below this is what rounding leaves of none.
NONE_OF_THEM = 1e-12


class IntervalMethod(StrEnum):
    """How an interval was made; NONE where a reason stands in its place."""

    NONE = ""
    WALD = "wald"
    ADJUSTED_WALD = "adjusted_wald"
    SCORE = "score"
    GOODMAN = "goodman"
    WILSON = "wilson"
    LOGIT = "logit"
    BETA = "beta"
    EXACT = "exact"
    T = "t"
    FISHER = "fisher"
    BOOTSTRAP = "bootstrap"
    FELDT = "feldt"
    COMBINED = "combined"


@dataclass(frozen=True)
class Interval:
    """Limits of a two-sided interval, in the units of its estimate."""

    low: float
    high: float
    method: IntervalMethod
    level: float = LEVEL

    @property
    def half_width(self) -> float:
        """Half the distance of the limits."""
        return (self.high - self.low) / 2.0

    def __str__(self) -> str:
        return f"{100.0 * self.level:.10g} % interval {self.low:z.2f} to {self.high:z.2f}"


def normal_quantile(level: float = LEVEL) -> float:
    """z with `level` of the normal distribution within ±z.

    Raises OutOfRange for a level that is no probability between 0 and 1.

    >>> round(normal_quantile(), 6)
    1.959964
    """
    _check_level(level)
    return float(ndtri(0.5 + level / 2.0))


def t_quantile(df: ArrayLike, level: float = LEVEL) -> FloatArray:
    """t with `level` of Student's distribution of `df` degrees of freedom within ±t.

    `df` (K,). Raises OutOfRange unless df ≥ 1.

    >>> t_quantile([4, 1000000]).round(4).tolist()
    [2.7764, 1.96]
    """
    _check_level(level)
    freedom = check_floats("df", df)
    if freedom.size and freedom.min() < 1.0:
        raise OutOfRange(
            f"t needs at least 1 degree of freedom, not {freedom.min():g} at position "
            f"{freedom.argmin()}."
        )
    return np.asarray(stdtrit(freedom, 0.5 + level / 2.0), dtype=np.float64)


def wilson(hits: float, n: float, level: float = LEVEL) -> Interval:
    """Wilson's score interval for a proportion, 0 to 1, without continuity correction.

    (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), p = hits/n.
    Source: Wilson 1927; Agresti & Coull 1998. `hits` and `n` may be fractional (effective counts).
    Raises EmptyInput for n ≤ 0 and OutOfRange for hits outside 0…n.

    >>> print(wilson(38, 50))
    95 % interval 0.63 to 0.86
    """
    share, size = share_of(hits, n)
    low, high = wilson_limits(share, size, np.array([normal_quantile(level)]))
    return Interval(float(low[0]), float(high[0]), IntervalMethod.WILSON, level)


def share_of(hits: float, n: float) -> tuple[FloatArray, FloatArray]:
    """Share and count as arrays of one, from counts that may be fractional.

    Raises EmptyInput for n ≤ 0 and OutOfRange for hits outside 0…n.
    """
    size = check_number("n", n, high=LARGEST_COUNT)
    if size <= NONE_OF_THEM:
        raise EmptyInput("A proportion of nothing has no interval; hand in n above 0.")
    if not 0.0 <= (found := check_number("hits", hits)) <= size:
        raise OutOfRange(f"{found:g} hits among {size:g}; hits lie between 0 and n.")
    return np.array([found / size]), np.array([size])


def wilson_limits(share: FloatArray, n: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Wilson's limits for arrays of shares, (effective) counts and quantiles."""
    # Multiplied out by n, so that an effective count near 0 divides nothing.
    size = n + z * z
    centre = (n * share + z * z / 2.0) / size
    half = z * np.sqrt(n * share * (1.0 - share) + z * z / 4.0) / size
    # At a share of 0 or 1 the limit is that share, which the difference misses by its rounding.
    return np.clip(centre - half, 0.0, share), np.clip(centre + half, share, 1.0)


def mean_t(
    values: ArrayLike,
    level: float = LEVEL,
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> Interval | Undefined:
    """Student's interval for the mean of independent values, clipped to `low`…`high`.

    x̄ ± t(n−1) s/√n with s of ddof 1. Source: Student 1908.
    One value is FEW_ACCOUNTS, values that all agree ZERO_VARIANCE. Raises EmptyInput without
    values, OutOfRange for values that are not numbers or lie outside `low`…`high`.

    >>> print(mean_t([8, 9, 7, 10, 6]))
    95 % interval 6.04 to 9.96
    """
    x = check_floats("values", values)
    quantile = float(t_quantile([max(x.size - 1, 1)], level)[0])
    if x.size == 0:
        raise EmptyInput("There are no values; an interval needs at least two.")
    check_on_scale("values", x, low, high)
    if x.size == 1:
        return Undefined.FEW_ACCOUNTS
    if agree(x):
        return Undefined.ZERO_VARIANCE
    mean, half = float(x.mean()), quantile * float(x.std(ddof=1) / np.sqrt(x.size))
    return Interval(max(mean - half, low), min(mean + half, high), IntervalMethod.T, level)


def _check_level(level: float) -> None:
    # Within 1e-16 of 0 or 1 no quantile is a positive number.
    if not 0.5 < 0.5 + check_number("level", level) / 2.0 < 1.0:
        raise OutOfRange(f"A level of {level:g} is no probability; use 0.95 for 95 %.")
