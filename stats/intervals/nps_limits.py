"""Intervals for the net promoter score from counts, on −100…100."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtri

from stats.arrays import LARGEST_COUNT, FloatArray
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import (
    LEVEL,
    NONE_OF_THEM,
    Interval,
    IntervalMethod,
    normal_quantile,
)
from stats.scalars import check_number

# Bisection halves an interval of at most 2 this often: to the last bit of a double.
_HALVINGS = 56


def nps_wald(
    promoters: float, passives: float, detractors: float, level: float = LEVEL
) -> Interval:
    """The textbook interval: NPS ± z·100√(v/n), v = p + d − (p − d)².

    Too short below n of about 50 and empty when all answers agree: for comparison only. Clipped.
    Raises EmptyInput without answers, OutOfRange for negative counts.

    >>> print(nps_wald(30, 12, 8))
    95 % interval 23.14 to 64.86
    """
    n = _answers(promoters, passives, detractors)
    net = (promoters - detractors) / n
    variance = max((promoters + detractors) / n - net * net, 0.0)
    half = normal_quantile(level) * float(np.sqrt(variance / n))
    return _points(net - half, net + half, IntervalMethod.WALD, level)


def nps_adjusted_wald(
    promoters: float, passives: float, detractors: float, level: float = LEVEL
) -> Interval:
    """Adjusted Wald interval (3, T): ¾, 1½, ¾ pseudo-answers before the Wald form.

    n' = n + 3, p' = (P + ¾)/n', d' = (D + ¾)/n', e' = p' − d':
    100(e' ± z√((p' + d' − e'²)/n')), clipped. The point estimate stays the raw NPS.
    Source: Rocks 2016; R package NPS. Counts may be fractional (effective counts).
    Raises as `nps_wald`.

    >>> print(nps_adjusted_wald(30, 12, 8))
    95 % interval 21.13 to 61.89
    """
    n = _answers(promoters, passives, detractors)
    low, high = adjusted_wald_limits(
        np.array([promoters / n]),
        np.array([detractors / n]),
        np.array([n]),
        np.array([normal_quantile(level)]),
    )
    return _points(float(low[0]), float(high[0]), IntervalMethod.ADJUSTED_WALD, level)


def nps_score(
    promoters: float, passives: float, detractors: float, level: float = LEVEL
) -> Interval:
    """Score interval: all differences x that a score test would not reject.

    {x : |b − c − nx| ≤ z√(n(2q + x(1 − x)))}, b = P, c = D, q = (√(B² − 4AC) − B)/2A,
    A = 2n, B = −b − c + (2n − b + c)x, C = −cx(1 − x); solved by bisection.
    Source: Tango 1998; the same trinomial algebra as Rocks 2016. Raises as `nps_wald`.

    >>> print(nps_score(30, 12, 8))
    95 % interval 20.83 to 62.07
    """
    n = _answers(promoters, passives, detractors)
    low, high = score_limits(
        np.array([promoters / n]),
        np.array([detractors / n]),
        np.array([n]),
        np.array([normal_quantile(level)]),
    )
    return _points(float(low[0]), float(high[0]), IntervalMethod.SCORE, level)


def nps_goodman(
    promoters: float, passives: float, detractors: float, level: float = LEVEL
) -> Interval:
    """Goodman's interval: the Wald form with √χ²₂ for z, valid for all contrasts at once.

    Wider than one NPS needs; offered, never the default. Source: Goodman 1964.
    Raises as `nps_wald`.

    >>> print(nps_goodman(30, 12, 8))
    95 % interval 17.95 to 70.05
    """
    n = _answers(promoters, passives, detractors)
    net = (promoters - detractors) / n
    variance = max((promoters + detractors) / n - net * net, 0.0)
    normal_quantile(level)
    half = float(np.sqrt(chdtri(2, 1.0 - level) * variance / n))
    return _points(net - half, net + half, IntervalMethod.GOODMAN, level)


def adjusted_wald_limits(
    high_share: FloatArray, low_share: FloatArray, n: FloatArray, z: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Adjusted Wald limits on −1…1 for arrays of shares, (effective) counts and quantiles."""
    size = n + 3.0
    p, d = (high_share * n + 0.75) / size, (low_share * n + 0.75) / size
    net = p - d
    half = z * np.sqrt((p + d - net * net) / size)
    return np.clip(net - half, -1.0, 1.0), np.clip(net + half, -1.0, 1.0)


def score_limits(
    high_share: FloatArray, low_share: FloatArray, n: FloatArray, z: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Score limits on −1…1 for arrays, by bisection to the last bit."""
    upper = _upper(high_share, low_share, n, z)
    return -_upper(low_share, high_share, n, z), upper


def _excess(
    x: FloatArray, p: FloatArray, d: FloatArray, n: FloatArray, z: FloatArray
) -> FloatArray:
    """Distance of x above the estimate less z restricted standard errors, in shares."""
    middle = -p - d + (2.0 - p + d) * x
    last = -d * x * (1.0 - x)
    q = (np.sqrt(np.maximum(middle * middle - 8.0 * last, 0.0)) - middle) / 4.0
    variance = np.maximum(2.0 * q + x * (1.0 - x), 0.0)
    return np.asarray(x - (p - d) - z * np.sqrt(variance / n))


def _upper(p: FloatArray, d: FloatArray, n: FloatArray, z: FloatArray) -> FloatArray:
    # At the estimate itself the variance can be zero (all alike), which is a root but no limit:
    # a bisection, unlike a root finder, never asks there.
    low, high = p - d, np.ones_like(p)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        beyond = _excess(middle, p, d, n, z) > 0.0
        high, low = np.where(beyond, middle, high), np.where(beyond, low, middle)
    return high


def _answers(promoters: float, passives: float, detractors: float) -> float:
    named = {"promoters": promoters, "passives": passives, "detractors": detractors}
    counts = [check_number(name, count, high=LARGEST_COUNT) for name, count in named.items()]
    if min(counts) < 0.0:
        raise OutOfRange(
            f"Counts {promoters:g}, {passives:g}, {detractors:g}: none may be negative."
        )
    if sum(counts) <= NONE_OF_THEM:
        raise EmptyInput("Nobody answered, so there is no NPS; say so instead of an interval.")
    return sum(counts)


def _points(low: float, high: float, method: IntervalMethod, level: float) -> Interval:
    return Interval(100.0 * max(low, -1.0), 100.0 * min(high, 1.0), method, level)
