"""Weighted least squares whose errors know that answers of one account are not independent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class ClusteredRegression:
    """Coefficients (p,), their standard errors (p,), and the degrees of freedom g − p."""

    slopes: FloatArray
    errors: FloatArray
    df: int


def clustered_regression(
    design: FloatArray, y: FloatArray, weights: FloatArray, account: IntArray
) -> ClusteredRegression:
    """b = A⁻¹D'Wy with A = D'WD, V = g/(g − 1) A⁻¹ (Σ_u s_u s_u') A⁻¹, s_u = Σ_{i∈u} w_i d_i e_i.

    Source: Binder 1983; R `survey::svyglm`. `design` (n, p) of full rank, `account` codes
    0…g − 1, g > p.

    >>> columns = np.column_stack([np.ones(4), [0.0, 0.0, 1.0, 1.0]])
    >>> outcome = np.array([1.0, 3.0, 4.0, 8.0])
    >>> fit = clustered_regression(columns, outcome, np.ones(4), np.arange(4))
    >>> fit.slopes.round(3).tolist(), fit.errors.round(3).tolist(), fit.df
    ([2.0, 4.0], [0.816, 1.826], 2)
    """
    g = int(account.max()) + 1
    bread = np.linalg.inv((design * weights[:, None]).T @ design)
    slopes = bread @ (design.T @ (weights * y))
    scores = np.zeros((g, design.shape[1]))
    np.add.at(scores, account, design * (weights * (y - design @ slopes))[:, None])
    # As a sum of squares a variance cannot fall below 0 by rounding.
    variances = ((scores @ bread) ** 2).sum(axis=0) * (g / (g - 1))
    return ClusteredRegression(slopes, np.sqrt(variances), g - design.shape[1])
