"""Loadings of items on the one factor that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray
from stats.constructs.minres import MinresFit, minres
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ROUNDING
from stats.errors import OutOfRange
from stats.intervals.correlation_matrix import check_correlation_matrix
from stats.names import check_names

FEWEST_ITEMS = 3


@dataclass(frozen=True)
class OneFactor:
    """Standardised loadings per item, or the reason why there are none.

    `residual` is the root mean square of r_ij − l_i l_j over the pairs; `heywood` names the items
    with a loading beyond 1.
    """

    names: tuple[str, ...]
    loadings: tuple[float, ...] | None
    residual: float | None
    heywood: tuple[str, ...]
    reason: UntestableConstruct

    def __str__(self) -> str:
        if self.loadings is None:
            items = f": {', '.join(self.heywood)}" if self.heywood else ""
            return f"no loadings: {self.reason.sentence}{items}"
        shown = zip(self.names, self.loadings, strict=True)
        listed = ", ".join(f"{name} {value:.3f}" for name, value in shown)
        return f"loadings {listed}; residual {self.residual:.3f}"


def one_factor(correlations: ArrayLike, names: Sequence[str] | None = None) -> OneFactor:
    """One-factor loadings by minimum residuals: the l that minimise Σ_{i<j} (r_ij − l_i l_j)².

    Three items: l₁ = √(r₁₂ r₁₃ / r₂₃) and so on, exact. More: sweeps of
    l_i = Σ_j r_ij l_j / Σ_j l_j² (j ≠ i) and Newton steps from the first principal axis until the
    gradient is below 1e-11. Items that share next to nothing can have a second, lower minimum
    beyond 1, which is no solution either. The sign makes Σ l ≥ 0.
    Source: Harman & Jones 1966; Harman & Fukuda 1966 for improper solutions.

    `correlations` (k, k), k ≥ 3. A loading beyond 1 (Heywood case), items without a common factor
    (r₁₂ r₁₃ r₂₃ ≤ 0, or a minimum that is not unique) and a search without end are reasons in the
    result: such loadings must not enter omega. Raises OutOfRange for fewer than three items or a
    table that is no correlation matrix.

    >>> print(one_factor([[1, .595, .5525], [.595, 1, .455], [.5525, .455, 1]]))
    loadings item 1 0.850, item 2 0.700, item 3 0.650; residual 0.000
    """
    matrix = check_correlation_matrix("correlations", correlations)
    k = matrix.shape[0]
    if k < FEWEST_ITEMS:
        raise OutOfRange(
            f"A factor takes three items or more, not {k}; use Spearman–Brown for two."
        )
    labels = check_names("item", names, k)
    fit = minres(matrix[None])
    loadings = fit.loadings[0]
    reason = _reason(fit)
    if reason is not UntestableConstruct.NOTHING:
        beyond = np.flatnonzero(np.abs(loadings) > 1.0 + ROUNDING)
        heywood = tuple(labels[i] for i in beyond) if reason is UntestableConstruct.HEYWOOD else ()
        return OneFactor(labels, None, None, heywood, reason)
    values = tuple(float(np.clip(value, -1.0, 1.0)) for value in loadings)
    return OneFactor(labels, values, _residual(matrix, loadings), (), reason)


def _reason(fit: MinresFit) -> UntestableConstruct:
    if not fit.determined[0]:
        return UntestableConstruct.NO_COMMON_FACTOR
    if fit.proper[0]:
        return UntestableConstruct.NOTHING
    beyond = np.abs(fit.loadings[0]).max() > 1.0
    return UntestableConstruct.HEYWOOD if beyond else UntestableConstruct.NOT_CONVERGED


def _residual(matrix: FloatArray, loadings: FloatArray) -> float:
    above = np.triu_indices(matrix.shape[0], 1)
    return float(np.sqrt(np.mean((matrix - np.outer(loadings, loadings))[above] ** 2)))
