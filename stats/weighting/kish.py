"""What unequal weights cost, and trimming them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_finite_weights, check_positive_weights
from stats.errors import BadWeights, EmptyInput, OutOfRange


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
    Raises EmptyInput without units, BadWeights when the weights sum to zero or less.

    >>> print(kish([0.9, 0.6, 1.5]))
    design effect of the weights 1.14, effective n 2.6, efficiency 88%, largest weight 50%
    """
    values = check_finite_weights("weights", weights)
    units = _units(counts, values.size)
    n, total = float(units.sum()), float(units @ values)
    if n == 0:
        raise EmptyInput("There are no units to weigh; hand in at least one respondent.")
    if total <= 0.0:
        raise BadWeights(f"The weights sum to {total:g}; they must sum to a positive population.")
    n_eff = total * total / float(units @ values**2)
    return Kish(n / n_eff, n_eff, n_eff / n, float(values[units > 0].max()) / total)


def trim(weights: ArrayLike, counts: ArrayLike | None = None, *, cap: float) -> FloatArray:
    """Weights cut at `cap` times their mean, the excess shared among the others pro rata.

    w ← min(w, cap·w̄); the amount cut off multiplies the untrimmed weights by one factor; repeated
    until nothing exceeds the cap. The sum is kept.
    Source: the redistribution of R `survey::trimWeights`, in its proportional form.

    `weights` (C,) > 0 per unit, `counts` (C,) units per cell. Raises OutOfRange when cap ≤ 1
    (no room to put the excess), EmptyInput without units.

    >>> trim([0.5, 0.5, 1.0, 1.0, 7.0], cap=2.0).tolist()
    [1.0, 1.0, 2.0, 2.0, 4.0]
    """
    values = check_positive_weights("weights", weights).copy()
    units = _units(counts, values.size)
    if units.sum() == 0:
        raise EmptyInput("There are no units to weigh; hand in at least one respondent.")
    if not cap > 1.0:
        raise OutOfRange(f"A cap of {cap:g} times the mean leaves no room; choose one above 1.")
    total = float(units @ values)
    limit = cap * total / float(units.sum())
    fixed = np.zeros(values.size, dtype=np.bool_)
    while (over := ~fixed & (values > limit * (1.0 + 1e-12))).any():
        fixed |= over
        values[fixed] = limit
        free = float(units[~fixed] @ values[~fixed])
        values[~fixed] *= (total - limit * float(units[fixed].sum())) / free
    return values


def _units(counts: ArrayLike | None, size: int) -> FloatArray:
    return np.ones(size) if counts is None else check_counts("counts", counts, size)
