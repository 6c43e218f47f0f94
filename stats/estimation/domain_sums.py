"""Weighted and unweighted means of many domains, and the sums behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stats.arrays import FloatArray, IntArray, ratio, repeated
from stats.errors import BadWeights
from stats.estimation.linearised import Term
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition
from stats.reasons import Undefined

# Below this share of n Σy², what is left of n Σy² − (Σy)² is rounding of an exact zero.
_ZERO_UNIT_VARIANCE = 1e-12


@dataclass(frozen=True, eq=False)
class DomainSums:
    """Means of K domains and what they are made of, (K,).

    y counted from the origin of its measure or cells.
    `answered` n, `total` Σy, `square` Σy² unweighted; `weight` Σw, `weight_square` Σw²; `mean` ȳ
    and `mean_square` Σwy²/W weighted, `raw` unweighted, `unit_variance` weighted and plug-in.
    """

    answered: FloatArray
    total: FloatArray
    square: FloatArray
    weight: FloatArray
    weight_square: FloatArray
    mean: FloatArray
    mean_square: FloatArray
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
    return means_of(
        (parts.sums(answered), parts.sums(total), parts.sums(square)),
        (parts.sums(w * answered), parts.sums(w * total), parts.sums(w * square)),
        parts.sums(w * w * answered),
    )


def means_of(
    plain: tuple[FloatArray, FloatArray, FloatArray],
    weighted: tuple[FloatArray, FloatArray, FloatArray],
    weight_square: FloatArray,
) -> DomainSums:
    """Means from Σ1, Σy, Σy² (K,) without weights and with, and Σw².

    Raises BadWeights where the weights of a domain sum to zero or less.
    """
    (n, y, yy), (weight, wy, wyy) = plain, weighted
    if (weight[n > 0] <= 0.0).any():
        wrong = int(np.flatnonzero((n > 0) & (weight <= 0.0))[0])
        raise BadWeights(
            f"The weights of domain {wrong} sum to {weight[wrong]:g}; "
            "calibrate with raking or logit, which keep weights positive."
        )
    mean = ratio(wy, weight)
    mean_square = ratio(wyy, weight)
    spread = mean_square - mean**2
    # n Σy² = (Σy)² exactly when all answers agree: whole numbers, so no rounding hides it.
    agree = n * yy - y * y <= _ZERO_UNIT_VARIANCE * n * yy
    return DomainSums(
        answered=n,
        total=y,
        square=yy,
        weight=weight,
        weight_square=weight_square,
        mean=mean,
        mean_square=mean_square,
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


def why_undefined(
    sums: DomainSums, accounts: IntArray, df: IntArray, variance: FloatArray, *, calibrated: bool
) -> NDArray[np.object_]:
    """The reason of each domain without an error, (K,)."""
    result = repeated(Undefined.DEFINED, accounts.size)
    result[variance <= 0.0] = Undefined.FIXED if calibrated else Undefined.ZERO_VARIANCE
    result[sums.unit_variance <= 0.0] = Undefined.ZERO_VARIANCE
    result[(accounts < 2) | (df < 1)] = Undefined.FEW_ACCOUNTS
    result[sums.answered == 0] = Undefined.EMPTY
    return result
