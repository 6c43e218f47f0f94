"""Limits of proportions for arrays of shares, errors and (effective) counts."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, expit, logit

from stats.arrays import FloatArray


def wald_limits(
    share: FloatArray, se: FloatArray, quantile: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """p ± q·se, clipped to 0…1."""
    half = quantile * se
    return np.clip(share - half, 0.0, 1.0), np.clip(share + half, 0.0, 1.0)


def logit_limits(
    share: FloatArray, se: FloatArray, quantile: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """expit(logit p ± q·se/(p(1 − p))) for 0 < p < 1: the Wald limits of the log odds."""
    centre = logit(share)
    half = quantile * se / (share * (1.0 - share))
    return np.asarray(expit(centre - half)), np.asarray(expit(centre + half))


def exact_limits(share: FloatArray, n: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Clopper–Pearson limits at x = pn of n, both fractional where counts are effective.

    The α/2 quantile of Beta(x, n − x + 1), 0 at x = 0; the 1 − α/2 quantile of
    Beta(x + 1, n − x), 1 at x = n.
    """
    tail = (1.0 - level) / 2.0
    hits, misses = share * n, (1.0 - share) * n
    low, high = np.zeros(share.shape), np.ones(share.shape)
    some, short = hits > 0.0, misses > 0.0
    low[some] = betaincinv(hits[some], misses[some] + 1.0, tail)
    high[short] = betaincinv(hits[short] + 1.0, misses[short], 1.0 - tail)
    return low, high
