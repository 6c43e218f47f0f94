"""The exact chance of a difference between two samples of scores, were they dealt anew."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from stats.arrays import FloatArray

# The smaller sample's outcomes are counted one by one, their number grows with its square.
LARGEST_SAMPLE = 2_000


def dealt_anew_p_value(first: FloatArray, second: FloatArray) -> float | None:
    """Chance that the first sample's net score lies as far above the second's, middle of the step.

    Given the detractors, passives and promoters D, Q, P of both samples together, those of a
    random sample of k have probability C(D, d) C(Q, q) C(P, p)/C(D + Q + P, k). The answer is
    P(p − d beyond the observed) + ½P(equal to it) for the smaller sample.
    Source: permutation test, Fisher 1935; mid-p, Lancaster 1961.

    `first`, `second` (3,) counts of detractors, passives, promoters, both with answers. None where
    all answers are of one class, or where the smaller sample has more than 2,000.

    >>> round(dealt_anew_p_value(np.array([0.0, 0.0, 3.0]), np.array([3.0, 0.0, 0.0])), 6)
    0.025
    """
    total = first + second
    if np.count_nonzero(total) < 2 or min(first.sum(), second.sum()) > LARGEST_SAMPLE:
        return None
    smaller, sign = (second, 1.0) if second.sum() <= first.sum() else (first, -1.0)
    net, chances = _outcomes(total, int(smaller.sum()))
    # Few in the second sample, or many in the first: both lift the first above the second.
    beyond = sign * (smaller[2] - smaller[0] - net)
    return float(chances[beyond > 0.0].sum() + chances[beyond == 0.0].sum() / 2.0)


def _outcomes(total: FloatArray, k: int) -> tuple[FloatArray, FloatArray]:
    """p − d of every possible sample of k, and its probability, (k + 1, k + 1)."""
    detractors, passives, promoters = (_log_ways(int(size), k) for size in total)
    d, p = np.ogrid[: k + 1, : k + 1]
    rest = k - d - p
    logs = detractors[d] + promoters[p] + np.where(rest >= 0, passives[rest], -np.inf)
    chances = np.exp(logs - logs.max())
    return (p - d).astype(np.float64), chances / chances.sum()


def _log_ways(size: int, k: int) -> FloatArray:
    """Logarithms of the ways to choose 0…k of `size`."""
    chosen = np.arange(k + 1, dtype=np.float64)
    left = np.maximum(size - chosen, 0.0)
    ways = gammaln(size + 1.0) - gammaln(chosen + 1.0) - gammaln(left + 1.0)
    return np.where(chosen <= size, ways, -np.inf)
