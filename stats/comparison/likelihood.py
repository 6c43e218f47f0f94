"""The variance between units, by likelihood."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from stats.comparison.model import UnitModel

GRID = 64
# Halving from the first point of the grid down to a root that is next to nothing.
STEPS = 10_000


def reml_variance(y: ArrayLike, v: ArrayLike, design: ArrayLike | None = None) -> float:
    """τ² by restricted maximum likelihood.

    Maximises −½[Σ log(v_i + τ²) + log|X'WX| + Σ w_i r_i²], w_i = 1/(v_i + τ²), over τ² ≥ 0.
    Of several maxima the highest. Source: Patterson & Thompson 1971; Rao & Molina 2015.

    Shapes and errors as `paule_mandel`.

    >>> round(reml_variance([60, 40, 30], [25, 25, 100]), 1)
    181.6
    """
    return reml_of(UnitModel.of(y, v, design))


def ml_variance(y: ArrayLike, v: ArrayLike, design: ArrayLike | None = None) -> float:
    """τ² by maximum likelihood; too small with few units, for comparison.

    Maximises −½[Σ log(v_i + τ²) + Σ w_i r_i²]. Otherwise as `reml_variance`.

    >>> round(ml_variance([60, 40, 30], [25, 25, 100]), 1)
    103.5
    """
    return ml_of(UnitModel.of(y, v, design))


def reml_of(model: UnitModel) -> float:
    """τ² of a checked model by restricted maximum likelihood."""
    return _maximum(model, restricted=True)


def ml_of(model: UnitModel) -> float:
    """τ² of a checked model by maximum likelihood."""
    return _maximum(model, restricted=False)


def _maximum(model: UnitModel, *, restricted: bool) -> float:
    """Roots of the derivative between the points of a grid, and 0; the best of them."""
    grid = np.concatenate([[0.0], _upper(model) * np.geomspace(1e-8, 1.0, GRID)])
    slopes = np.array([_slope(tau2, model, restricted) for tau2 in grid])
    falls = np.flatnonzero((slopes[:-1] > 0.0) & (slopes[1:] <= 0.0))
    peaks = [
        float(brentq(_slope, grid[at], grid[at + 1], (model, restricted), 1e-300, 1e-14, STEPS))
        for at in falls
    ]
    return max([0.0, *peaks], key=lambda tau2: _log_likelihood(tau2, model, restricted))


def _upper(model: UnitModel) -> float:
    """A τ² beyond which the likelihood only falls, 2 RSS/(m − p) + max v.

    Σ w²r² ≤ w_max² RSS, RSS the unweighted sum of squares, and the other term is at least
    w_min (m − p); for τ² ≥ max v, w_max²/w_min ≤ 2/τ².
    """
    beta = np.linalg.lstsq(model.design, model.y, rcond=None)[0]
    residuals = model.y - model.design @ beta
    return 2.0 * float(residuals @ residuals) / model.freedom + float(model.v.max())


def _slope(tau2: float, model: UnitModel, restricted: bool) -> float:
    fit = model.fit(tau2)
    w = fit.weights
    slope = float((w * fit.residuals) @ (w * fit.residuals) - w.sum())
    if restricted:
        slope += float(w @ fit.leverage)
    return slope


def _log_likelihood(tau2: float, model: UnitModel, restricted: bool) -> float:
    fit = model.fit(tau2)
    value = float(np.log(fit.weights).sum() - fit.weights @ fit.residuals**2)
    if restricted:
        value -= fit.log_determinant
    return value
