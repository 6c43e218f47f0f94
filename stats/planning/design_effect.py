"""What weights and clusters together will cost."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.arrays import check_counts, check_not_empty
from stats.errors import OutOfRange
from stats.scalars import check_number


@dataclass(frozen=True)
class PlannedDesignEffect:
    """Design effects of weights and of clusters, and their product for planning."""

    weights: float
    clusters: float

    @property
    def deff(self) -> float:
        """deff_w · deff_c."""
        return self.weights * self.clusters

    def n_eff(self, n: float) -> float:
        """Effective sample size n/deff of n answers."""
        return check_number("n", n, low=0.0) / self.deff

    def __str__(self) -> str:
        return (
            f"planned design effect {self.deff:.2f}: weights {self.weights:.2f} × clusters "
            f"{self.clusters:.2f}"
        )


def planned_design_effect(
    weights: float, answers_per_account: float, icc: float
) -> PlannedDesignEffect:
    """deff = deff_w · deff_c with deff_c = 1 + (b − 1)·ICC, a planning value.

    The product takes weights to be unrelated to the answers and to the clusters. Where accounts
    differ in size, b is `answers_per_account`. Published errors are linearised instead and need
    no such assumption. Source: Kish 1965; Gabler, Häder & Lahiri 1999 for the product.

    `weights` Kish's deff_w ≥ 1, `answers_per_account` b ≥ 1, `icc` the intra-account correlation,
    −1/(b − 1) < icc ≤ 1. Raises OutOfRange for anything else.

    >>> print(planned_design_effect(1.3, 3.0, 0.2))
    planned design effect 1.82: weights 1.30 × clusters 1.40
    """
    unequal = check_number("the design effect of the weights", weights, low=1.0)
    b = check_number("answers_per_account", answers_per_account, low=1.0)
    correlation = check_number("icc", icc, high=1.0)
    clusters = 1.0 + (b - 1.0) * correlation
    if b > 1.0 and not clusters > 0.0:
        raise OutOfRange(
            f"An ICC of {correlation:g} is impossible with {b:g} answers per account; "
            f"it lies above {-1.0 / (b - 1.0):g}."
        )
    return PlannedDesignEffect(unequal, clusters)


def answers_per_account(sizes: ArrayLike) -> float:
    """The b of deff_c for accounts of unequal size: b = Σm²/Σm, the size an answer meets.

    With answers of equal variance that correlate by ICC within accounts, the variance of their
    mean is exactly 1 + (b − 1)·ICC times that of independent ones; the plain mean size would
    understate it. Source: Holt 1980; Gabler, Häder & Lahiri 1999.

    `sizes` (A,) answers ≥ 0 of each account. Raises EmptyInput without an answer.

    >>> answers_per_account([1, 1, 4])
    3.0
    """
    counts = check_counts("sizes", sizes)
    check_not_empty("sizes", counts[counts > 0.0])
    return float(counts @ counts) / float(counts.sum())
