"""An interval, and the plain intervals for proportions and means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from stats.arrays import FloatArray, check_floats
from stats.errors import EmptyInput, OutOfRange

LEVEL = 0.95


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
        return f"{self.level:.0%} interval {self.low:.2f} to {self.high:.2f}"


def normal_quantile(level: float = LEVEL) -> float:
    """z with `level` of the normal distribution within ±z.

    >>> round(normal_quantile(), 6)
    1.959964
    """
    _check_level(level)
    return float(ndtri(0.5 + level / 2.0))


def t_quantile(df: ArrayLike, level: float = LEVEL) -> FloatArray:
    """t with `level` of Student's distribution of `df` degrees of freedom within ±t.

    Raises OutOfRange unless df ≥ 1.

    >>> t_quantile([4, 1000000]).round(4).tolist()
    [2.7764, 1.96]
    """
    _check_level(level)
    freedom = np.asarray(df, dtype=np.float64)
    if not (freedom >= 1.0).all():
        raise OutOfRange(f"t needs at least 1 degree of freedom, not {freedom.min():g}.")
    return np.asarray(stdtrit(freedom, 0.5 + level / 2.0), dtype=np.float64)


def wilson(hits: float, n: float, level: float = LEVEL) -> Interval:
    """Wilson's score interval for a proportion, 0 to 1, without continuity correction.

    (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), p = hits/n.
    Source: Wilson 1927; Agresti & Coull 1998. `hits` and `n` may be fractional (effective counts).
    Raises EmptyInput for n ≤ 0 and OutOfRange for hits outside 0…n.

    >>> print(wilson(38, 50))
    95% interval 0.63 to 0.86
    """
    if not n > 0.0:
        raise EmptyInput("A proportion of nothing has no interval; hand in n above 0.")
    if not 0.0 <= hits <= n:
        raise OutOfRange(f"{hits:g} hits among {n:g}; hits lie between 0 and n.")
    share = np.array([hits / n])
    low, high = wilson_limits(share, np.array([n]), np.array([normal_quantile(level)]))
    return Interval(float(low[0]), float(high[0]), IntervalMethod.WILSON, level)


def wilson_limits(share: FloatArray, n: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Wilson's limits for arrays of shares, (effective) counts and quantiles."""
    spread = z * z / n
    centre = (share + spread / 2.0) / (1.0 + spread)
    half = z / (1.0 + spread) * np.sqrt(share * (1.0 - share) / n + spread / (4.0 * n))
    # At a share of 0 or 1 the limit is that share, which the difference misses by its rounding.
    return np.clip(centre - half, 0.0, share), np.clip(centre + half, share, 1.0)


def mean_t(
    values: ArrayLike,
    level: float = LEVEL,
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> Interval:
    """Student's interval for the mean of independent values, clipped to `low`…`high`.

    x̄ ± t(n−1) s/√n with s of ddof 1. Source: Student 1908.
    Raises EmptyInput for fewer than two values, OutOfRange for values that are not numbers.

    >>> print(mean_t([8, 9, 7, 10, 6]))
    95% interval 6.04 to 9.96
    """
    x = check_floats("values", values)
    if x.size < 2:
        raise EmptyInput(f"{x.size} values have no spread; an interval needs at least two.")
    half = float(t_quantile([x.size - 1], level)[0] * x.std(ddof=1) / np.sqrt(x.size))
    mean = float(x.mean())
    return Interval(max(mean - half, low), min(mean + half, high), IntervalMethod.T, level)


def _check_level(level: float) -> None:
    if not 0.0 < level < 1.0:
        raise OutOfRange(f"A level of {level:g} is no probability; use 0.95 for 95 %.")
