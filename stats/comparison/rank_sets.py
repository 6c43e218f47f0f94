"""What ranks the estimates of many units allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from stats.arrays import BoolArray, FloatArray, IntArray, check_floats, check_not_empty
from stats.comparison.positive import check_positive
from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL

RANKING_MINIMUM = 8  # [P] methods H5: fewer partners are not ranked at all


class NoRanking(StrEnum):
    """Why the units are not put in tiers; SUPPORTED where they are."""

    SUPPORTED = ""
    FEW_UNITS = "few_units"
    OVERLAP = "overlap"
    MARGINAL = "marginal"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    NoRanking.SUPPORTED: "",
    NoRanking.FEW_UNITS: f"no ranking: fewer than {RANKING_MINIMUM} units",
    NoRanking.OVERLAP: "no ranking is supported: the rank sets do not part",
    NoRanking.MARGINAL: "no ranking: each rank set holds for one unit looked at by itself",
}


@dataclass(frozen=True, eq=False)
class RankSets:
    """Ranks 1 (highest estimate) to m that each unit may have: `low` to `high`, (m,).

    `rank` is the rank of the estimate itself, ties sharing the best. `tier` (m,) counts from 1
    for the top, None where `reason` says why there is no ranking. `z` is the quantile used.
    """

    rank: IntArray
    low: IntArray
    high: IntArray
    tier: IntArray | None
    reason: NoRanking
    z: float
    level: float

    def __str__(self) -> str:
        if self.tier is None:
            return f"{self.rank.size} units, {self.reason.sentence}"
        sizes = ", ".join(str(size) for size in np.bincount(self.tier)[1:])
        return f"{self.rank.size} units in {self.tier.max()} tiers of {sizes} from the top"


def simultaneous_rank_sets(y: ArrayLike, se: ArrayLike, level: float = LEVEL) -> RankSets:
    """Rank sets that hold for all units at once (methods H6).

    Intervals y ± z se with z = Φ⁻¹(1 − (1 − level^{1/m})/2) cover all m true values together;
    rank set of i = [1 + #{k: lo_k > hi_i}, m − #{k: hi_k < lo_i}]. A tier ends only where the
    rank sets of all units above lie apart from those of all units below.
    Source: Klein, Wright & Wieczorek 2020, J. R. Stat. Soc. A 183.

    y (m,) independent estimates, se (m,) > 0 from pooled variances (methods H5a). Below 8 units
    there are rank sets, but no tiers. Raises EmptyInput without units, OutOfRange for an error
    that is not above 0 or a level outside (0, 1).

    >>> found = simultaneous_rank_sets([60, 40, 30], [5, 5, 10])
    >>> found.low.tolist(), found.high.tolist()
    ([1, 1, 1], [3, 3, 3])
    >>> print(found)
    3 units, no ranking: fewer than 8 units
    """
    estimate, error = _units(y, se)
    z = _quantile(estimate.size, level)
    low, high = estimate - z * error, estimate + z * error
    above = low[None, :] > high[:, None]
    return _rank_sets(estimate, above, z, level)


def marginal_rank_sets(y: ArrayLike, se: ArrayLike, level: float = LEVEL) -> RankSets:
    """Rank sets that each hold for one unit looked at by itself, as on a partner's own page.

    Unit k counts as above i where (y_k − y_i) > z √(se_i² + se_k²), with z of Šidák for the m − 1
    comparisons of one unit. Narrower than the simultaneous sets, and never a league table.
    Source: Mogstad, Romano, Shaikh & Wilhelm 2023; Šidák 1967 for the quantile.

    Shapes and errors as `simultaneous_rank_sets`.

    >>> found = marginal_rank_sets([60, 40, 30], [5, 5, 10])
    >>> found.low.tolist(), found.high.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    estimate, error = _units(y, se)
    z = _quantile(max(estimate.size - 1, 1), level)
    gap = estimate[None, :] - estimate[:, None]
    above = gap > z * np.hypot(error[None, :], error[:, None])
    sets = _rank_sets(estimate, above, z, level)
    return replace(sets, tier=None, reason=NoRanking.MARGINAL)


def _rank_sets(estimate: FloatArray, above: BoolArray, z: float, level: float) -> RankSets:
    """`above[i, k]`: k is surely above i."""
    m = estimate.size
    rank = 1 + (estimate[None, :] > estimate[:, None]).sum(axis=1)
    low, high = 1 + above.sum(axis=1), m - above.sum(axis=0)
    tier = _tiers(low, high)
    parted = NoRanking.SUPPORTED if tier.max() > 1 else NoRanking.OVERLAP
    reason = NoRanking.FEW_UNITS if m < RANKING_MINIMUM else parted
    shown = tier if reason is NoRanking.SUPPORTED else None
    return RankSets(rank, low, high, shown, reason, z, level)


def _tiers(low: IntArray, high: IntArray) -> IntArray:
    """A new tier begins where every set so far ends before any set to come begins."""
    order = np.lexsort((high, low))
    reach = np.maximum.accumulate(high[order])
    begins = np.concatenate([[False], low[order][1:] > reach[:-1]])
    tier = np.empty(low.size, dtype=np.int64)
    tier[order] = 1 + np.cumsum(begins)
    return tier


def _quantile(comparisons: int, level: float) -> float:
    if not 0.0 < level < 1.0:
        raise OutOfRange(f"A level of {level:g} is no probability; use 0.95 for 95 %.")
    return float(-ndtri((1.0 - level ** (1.0 / comparisons)) / 2.0))


def _units(y: ArrayLike, se: ArrayLike) -> tuple[FloatArray, FloatArray]:
    estimate = check_floats("y", y)
    check_not_empty("y", estimate)
    advice = "take errors of pooled variances, which are above 0"
    return estimate, check_positive("se", se, estimate.size, otherwise=advice)
