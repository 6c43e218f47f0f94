"""Exact tails of the binomial distribution, vectorised."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, gammaln, xlog1py, xlogy

from stats.arrays import FloatArray

# Probabilities within this of the observed one count as equal; R `binom.test` uses the same.
_TIES = 1e-7


def probability(x: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """P(X = x).

    >>> probability([0, 1], 2, 0.5).round(12).tolist()
    [0.25, 0.5]
    """
    k, size, share = (np.asarray(v, dtype=np.float64) for v in (x, n, p))
    ways = gammaln(size + 1.0) - gammaln(k + 1.0) - gammaln(size - k + 1.0)
    return np.asarray(np.exp(ways + xlogy(k, share) + xlog1py(size - k, -share)))


def lower_tail(x: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """P(X ≤ x) = I(1 − p; n − x, x + 1).

    >>> lower_tail([0, 2], 2, 0.5).tolist()
    [0.25, 1.0]
    """
    k, size, share = (np.asarray(v, dtype=np.float64) for v in (x, n, p))
    inside = betainc(np.maximum(size - k, 0.5), k + 1.0, 1.0 - share)
    return np.asarray(np.where(k >= size, 1.0, inside))


def upper_tail(x: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """P(X ≥ x) = I(p; x, n − x + 1).

    >>> upper_tail([0, 2], 2, 0.5).tolist()
    [1.0, 0.25]
    """
    k, size, share = (np.asarray(v, dtype=np.float64) for v in (x, n, p))
    inside = betainc(np.maximum(k, 0.5), size - k + 1.0, share)
    return np.asarray(np.where(k <= 0.0, 1.0, inside))


def two_sided(x: int, n: int, p: float) -> float:
    """Sum of all probabilities that are no larger than that of x; R `binom.test`.

    >>> round(two_sided(8, 10, 0.5), 6)
    0.109375
    """
    rarest = float(probability(x, n, p)) * (1.0 + _TIES)
    mode = min(int((n + 1) * p), n)
    if float(probability(mode, n, p)) <= rarest:
        return 1.0
    # The probabilities fall on both sides of the mode, so each side is searched by halving.
    below = bisect_right(range(mode), rarest, key=lambda k: float(probability(k, n, p))) - 1
    above = mode + bisect_left(
        range(mode, n + 1), -rarest, key=lambda k: -float(probability(k, n, p))
    )
    return min(float(lower_tail(below, n, p) * (below >= 0) + upper_tail(above, n, p)), 1.0)
