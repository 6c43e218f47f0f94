"""What unequal weights cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_finite_weights
from stats.errors import BadWeights, EmptyInput

# Beside the sum of their sizes, weights that sum to less than this have cancelled out.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Kish:
    """Design effect of unequal weights, effective n, efficiency n_eff/n, largest weight's share."""

    deff: float
    n_eff: float
    efficiency: float
    largest_share: float

    def __str__(self) -> str:
        return (
            f"design effect of the weights {self.deff:.2f}, effective n {self.n_eff:.1f}, "
            f"efficiency {self.efficiency:.0%}, largest weight {self.largest_share:.0%}"
        )


def kish(weights: ArrayLike, counts: ArrayLike | None = None) -> Kish:
    """Kish's design effect and effective sample size of unequal weights.

    deff = n Σw² / (Σw)²,  n_eff = n / deff = (Σw)² / Σw².
    Source: Kish 1965, 1992; `deffK` of the R package PracTools.

    `weights` (C,) per unit, `counts` (C,) identical units in each cell (ones when left out).
    Raises EmptyInput without units, BadWeights when the weights sum to zero or less, or to no
    more than the rounding of their sum.

    >>> print(kish([0.9, 0.6, 1.5]))
    design effect of the weights 1.14, effective n 2.6, efficiency 88%, largest weight 50%
    """
    values = check_finite_weights("weights", weights)
    units = units_per_cell(counts, values.size)
    values, units = values[units > 0.0], units[units > 0.0]
    n, total = float(units.sum()), float(units @ values)
    if n == 0:
        raise EmptyInput("There are no units to weigh; hand in at least one respondent.")
    if total <= _ROUNDING * float(units @ np.abs(values)):
        raise BadWeights(f"The weights sum to {total:g}; they must sum to a positive population.")
    shares = values / total
    n_eff = 1.0 / float(units @ shares**2)
    return Kish(n / n_eff, n_eff, n_eff / n, float(shares.max()))


def units_per_cell(counts: ArrayLike | None, size: int) -> FloatArray:
    """Identical units in each cell, one where `counts` are left out: (size,)."""
    return np.ones(size) if counts is None else check_counts("counts", counts, size)
