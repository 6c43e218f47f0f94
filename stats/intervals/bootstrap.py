"""The bootstrap interval of a mean of clustered answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats, check_not_empty, check_positive_weights
from stats.intervals.account_draws import DRAWS, check_draws
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile
from stats.reasons import Undefined
from stats.wording import counted

# Spread below this part of the estimate is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Bootstrap:
    """Standard deviation and percentile interval of a ratio over the draws.

    Where `reason` is not DEFINED, `se` and `interval` are None.
    """

    se: float | None
    interval: Interval | None
    draws: int
    clusters: int
    reason: Undefined

    def __str__(self) -> str:
        if self.interval is None:
            return f"no interval: {self.reason.sentence} ({counted(self.clusters, 'cluster')})"
        return f"{self.interval}, {self.draws} draws of {counted(self.clusters, 'cluster')}"


def cluster_bootstrap(
    tops: ArrayLike,
    bottoms: ArrayLike,
    generator: np.random.Generator,
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Bootstrap:
    """Percentile interval of Σ top / Σ bottom when whole clusters are drawn with replacement.

    Each draw takes m of the m clusters; limits are the α/2 and 1 − α/2 quantiles (linear) of the
    ratios. Source: Efron & Tibshirani 1993; Davison & Hinkley 1997, section 3.8.
    Too short with few clusters: the draws' variance is (m − 1)/m of the linearised one and the
    percentiles know no t, so below about 30 clusters prefer a linearised error.

    `tops`, `bottoms` > 0 (m,) sums per cluster. Clusters enter in the order of their sums, so the
    same generator state gives the same interval whatever their labels or the order of the rows.
    One cluster is FEW_ACCOUNTS, clusters that all agree ZERO_VARIANCE. Raises EmptyInput without
    clusters, OutOfRange for fewer draws than the tails need, BadWeights for a bottom ≤ 0.

    >>> print(cluster_bootstrap([9, 14, 6, 21], [1, 2, 1, 3], np.random.default_rng(7)))
    95 % interval 6.50 to 8.20, 2000 draws of 4 clusters
    """
    sums = np.stack(_checked(tops, bottoms, draws, level))
    clusters = sums.shape[1]
    if clusters < 2:
        return Bootstrap(None, None, draws, clusters, Undefined.FEW_ACCOUNTS)
    ratios = _ratios(sums[:, np.lexsort(sums)], generator, draws)
    se, tail = float(ratios.std(ddof=1)), (1.0 - level) / 2.0
    if se <= _ROUNDING * float(np.abs(ratios).max()):
        return Bootstrap(None, None, draws, clusters, Undefined.ZERO_VARIANCE)
    low, high = (float(q) for q in np.quantile(ratios, [tail, 1.0 - tail]))
    interval = Interval(low, high, IntervalMethod.BOOTSTRAP, level)
    return Bootstrap(se, interval, draws, clusters, Undefined.DEFINED)


def _ratios(sums: FloatArray, generator: np.random.Generator, draws: int) -> FloatArray:
    """One draw at a time: a draws × clusters matrix would not fit for large samples."""
    clusters = sums.shape[1]
    drawn = (
        sums @ np.bincount(generator.integers(clusters, size=clusters), minlength=clusters)
        for _ in range(draws)
    )
    return np.array([top / bottom for top, bottom in drawn])


def _checked(
    tops: ArrayLike, bottoms: ArrayLike, draws: int, level: float
) -> tuple[FloatArray, FloatArray]:
    normal_quantile(level)
    checked = check_floats("tops", tops)
    check_not_empty("tops", checked)
    check_draws(draws, level)
    return checked, check_positive_weights("bottoms", bottoms, checked.size)
