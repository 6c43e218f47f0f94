"""Intervals for a proportion from counts of independent answers, by method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from stats.arrays import FloatArray
from stats.errors import OutOfRange
from stats.intervals.interval import (
    LEVEL,
    NONE_OF_THEM,
    Interval,
    IntervalMethod,
    normal_quantile,
    share_of,
    wilson,
)
from stats.intervals.share_limits import exact_limits, logit_limits, wald_limits
from stats.reasons import Undefined


def proportion_interval(
    hits: float,
    n: float,
    method: IntervalMethod = IntervalMethod.WILSON,
    level: float = LEVEL,
) -> Interval | Undefined:
    """The interval of `hits` among `n` independent answers by one of `COUNT_INTERVALS`.

    Formula, source and what it raises: the function of that method. Raises OutOfRange for a
    method that needs a design-based error.

    >>> for method in COUNT_INTERVALS:
    ...     print(f"{method:<6}", proportion_interval(38, 50, method))
    wilson 95 % interval 0.63 to 0.86
    logit  95 % interval 0.62 to 0.86
    exact  95 % interval 0.62 to 0.87
    wald   95 % interval 0.64 to 0.88
    """
    if method not in COUNT_INTERVALS:
        raise OutOfRange(
            f"There is no interval {str(method)!r} from counts; "
            f"choose one of {', '.join(COUNT_INTERVALS)}."
        )
    return COUNT_INTERVALS[method](hits, n, level)


def proportion_exact(hits: float, n: float, level: float = LEVEL) -> Interval:
    """Clopper and Pearson's interval: all shares that neither one-sided binomial test rejects.

    Low the α/2 quantile of Beta(x, n − x + 1), 0 at x = 0; high the 1 − α/2 quantile of
    Beta(x + 1, n − x), 1 at x = n. It covers at least `level`, usually more: where a guarantee
    is asked for. Source: Clopper & Pearson 1934; R `binom.test`.
    Raises EmptyInput for n ≤ 0 and OutOfRange for hits outside 0…n.

    >>> print(proportion_exact(0, 10))
    95 % interval 0.00 to 0.31
    """
    share, size, _ = _checked(hits, n, level)
    low, high = exact_limits(share, size, level)
    return Interval(float(low[0]), float(high[0]), IntervalMethod.EXACT, level)


def proportion_logit(hits: float, n: float, level: float = LEVEL) -> Interval | Undefined:
    """Wald's interval of the log odds, turned back to a share.

    expit(logit p ± z/√(np(1 − p))). Source: Agresti 2013, section 3.1.
    ZERO_VARIANCE where no or every answer is a hit: log odds are infinite there. Raises as
    `proportion_exact`.

    >>> print(proportion_logit(9, 10))
    95 % interval 0.53 to 0.99
    >>> proportion_logit(9, 9).sentence
    'all answers agree, so no error can be computed'
    """
    share, size, z = _checked(hits, n, level)
    if min(hits, n - hits) <= NONE_OF_THEM:
        return Undefined.ZERO_VARIANCE
    low, high = logit_limits(share, np.sqrt(share * (1.0 - share) / size), z)
    return Interval(float(low[0]), float(high[0]), IntervalMethod.LOGIT, level)


def proportion_wald(hits: float, n: float, level: float = LEVEL) -> Interval | Undefined:
    """The textbook interval p ± z√(p(1 − p)/n), clipped to 0…1: for comparison only.

    Too short for small n and for shares near 0 or 1 (Brown, Cai & DasGupta 2001).
    ZERO_VARIANCE where no or every answer is a hit, in place of '100 % ± 0'. Raises as
    `proportion_exact`.

    >>> print(proportion_wald(38, 50))
    95 % interval 0.64 to 0.88
    """
    share, size, z = _checked(hits, n, level)
    if min(hits, n - hits) <= NONE_OF_THEM:
        return Undefined.ZERO_VARIANCE
    low, high = wald_limits(share, np.sqrt(share * (1.0 - share) / size), z)
    return Interval(float(low[0]), float(high[0]), IntervalMethod.WALD, level)


CountInterval = Callable[[float, float, float], Interval | Undefined]

COUNT_INTERVALS: Mapping[IntervalMethod, CountInterval] = MappingProxyType(
    {
        IntervalMethod.WILSON: wilson,
        IntervalMethod.LOGIT: proportion_logit,
        IntervalMethod.EXACT: proportion_exact,
        IntervalMethod.WALD: proportion_wald,
    }
)


def _checked(hits: float, n: float, level: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Share, count and normal quantile as arrays of one."""
    return *share_of(hits, n), np.array([normal_quantile(level)])
