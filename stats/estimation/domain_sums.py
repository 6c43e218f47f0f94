"""Weighted and unweighted means of many domains, and the sums behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray, ratio
from stats.errors import BadWeights
from stats.estimation.linearised import Term
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition

# Below this share of n Σy², what is left of n Σy² − (Σy)² is rounding of an exact zero.
_ZERO_UNIT_VARIANCE = 1e-12


@dataclass(frozen=True, eq=False)
class DomainSums:
    """Means of K domains and what they are made of, (K,)."""

    answered: FloatArray
    weight: FloatArray
    weight_square: FloatArray
    mean: FloatArray
    raw: FloatArray
    unit_variance: FloatArray

    @property
    def divisor(self) -> FloatArray:
        """W, 1 where nobody answered and nothing is divided."""
        return np.where(self.weight > 0.0, self.weight, 1.0)


def domain_sums(parts: Partition, measure: Measure) -> DomainSums:
    """Sum a measure over the cells of each domain, by weight and without."""
    design = parts.design
    answered, total = design.to_cells(measure.answered), design.to_cells(measure.total)
    square, w = design.to_cells(measure.square), design.weights
    n, y, yy = parts.sums(answered), parts.sums(total), parts.sums(square)
    weight = parts.sums(w * answered)
    if (weight[n > 0] <= 0.0).any():
        wrong = int(np.flatnonzero((n > 0) & (weight <= 0.0))[0])
        raise BadWeights(
            f"The weights of domain {wrong} sum to {weight[wrong]:g}; "
            "calibrate with raking or logit, which keep weights positive."
        )
    mean = ratio(parts.sums(w * total), weight)
    spread = ratio(parts.sums(w * square), weight) - mean**2
    # n Σy² = (Σy)² exactly when all answers agree: whole numbers, so no rounding hides it.
    agree = n * yy - y * y <= _ZERO_UNIT_VARIANCE * n * yy
    return DomainSums(
        answered=n,
        weight=weight,
        weight_square=parts.sums(w * w * answered),
        mean=mean,
        raw=ratio(y, n),
        unit_variance=np.where(agree & (n > 0), 0.0, np.maximum(spread, 0.0)),
    )


def weighted_share(
    parts: Partition, values: FloatArray | None, sums: DomainSums
) -> FloatArray | None:
    """Weighted share of the answers that `values` (M,) counts, (K,)."""
    if values is None:
        return None
    return ratio(parts.sums(parts.design.weights * parts.design.to_cells(values)), sums.weight)


def mean_terms(measure: Measure, sums: DomainSums) -> tuple[Term, Term]:
    """e of the weighted mean, times W: y − ȳ for those who answered."""
    one = np.ones(sums.mean.size)
    return Term(measure.total, one), Term(measure.answered, -np.nan_to_num(sums.mean))
