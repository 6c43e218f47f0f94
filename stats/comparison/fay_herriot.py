"""Shrinkage of unit estimates towards what a model says about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray
from stats.comparison.likelihood import ml_of, reml_of
from stats.comparison.model import Fit, UnitModel
from stats.comparison.paule_mandel import paule_mandel_of
from stats.comparison.rank_sets import RANKING_MINIMUM


class VarianceMethod(StrEnum):
    """How τ², the variance between units, is estimated."""

    PAULE_MANDEL = "Paule–Mandel"
    REML = "REML"
    ML = "ML"


class MseForm(StrEnum):
    """Which mean squared error: τ² taken as known, or its uncertainty counted too."""

    KNOWN_VARIANCE = "g1 + g2"
    SECOND_ORDER = "g1 + g2 + 2 g3"


@dataclass(frozen=True, eq=False)
class Shrinkage:
    """Raw and shrunk estimates side by side, each (m,); `beta` (p,).

    `shrinkage` is B_i, the weight of the model; `eb` = B_i·model + (1 − B_i)·raw; `mse` its mean
    squared error in squared units.
    """

    raw: FloatArray
    model: FloatArray
    shrinkage: FloatArray
    eb: FloatArray
    mse: FloatArray
    tau2: float
    beta: FloatArray
    method: VarianceMethod
    mse_form: MseForm

    @property
    def rankable(self) -> bool:
        """Whether there are enough units for any ranking."""
        return self.raw.size >= RANKING_MINIMUM

    def __str__(self) -> str:
        note = "" if self.rankable else f"; no ranking below {RANKING_MINIMUM} units"
        return (
            f"{self.raw.size} units, between-unit SD {np.sqrt(self.tau2):.1f} ({self.method}), "
            f"shrunk by {self.shrinkage.min():.0%} to {self.shrinkage.max():.0%}{note}"
        )


def fay_herriot(
    y: ArrayLike,
    v: ArrayLike,
    design: ArrayLike | None = None,
    *,
    method: VarianceMethod = VarianceMethod.PAULE_MANDEL,
    mse: MseForm = MseForm.KNOWN_VARIANCE,
) -> Shrinkage:
    """Empirical Bayes estimates under y_i ~ N(θ_i, v_i), θ_i ~ N(x_i'β, τ²) (methods H5).

    B_i = v_i/(v_i + τ²), EB_i = B_i x_i'β + (1 − B_i) y_i, W = 1/(v + τ²),
    g1 = τ² B_i, g2 = B_i² x_i'(X'WX)⁻¹x_i. With SECOND_ORDER also 2 g3 − b B_i²:
    g3 = B_i² var(τ²)/(v_i + τ²), var = 2m/(Σw)² (Paule–Mandel) or 2/Σw², and b the bias of τ²,
    2[m Σw² − (Σw)²]/(Σw)³ (Paule–Mandel), −tr[(X'WX)⁻¹X'W²X]/Σw² (ML), 0 (REML); where
    2 g3 − b B_i² is negative nothing is taken off.
    Source: Fay & Herriot 1979; Prasad & Rao 1990; Datta, Rao & Smith 2005; R `sae::mseFH`.

    y (m,) in any unit, v (m,) > 0 in its square: `pooled_variances` gives them; design (m, p)
    with the column of ones, which alone is the default. A single estimate cannot tell between
    from within and is refused. Raises EmptyInput and OutOfRange as `paule_mandel`.

    >>> found = fay_herriot([60, 40, 30], [25, 25, 100])
    >>> found.eb.round(2).tolist(), found.beta.round(2).tolist()
    ([58.15, 40.56, 35.18], [44.63])
    >>> print(found)
    3 units, between-unit SD 13.5 (Paule–Mandel), shrunk by 12% to 35%; no ranking below 8 units
    """
    units = UnitModel.of(y, v, design)
    tau2 = _VARIANCES[method](units)
    fit = units.fit(tau2)
    share = units.v / (units.v + tau2)
    model = units.design @ fit.beta
    return Shrinkage(
        raw=units.y,
        model=model,
        shrinkage=share,
        eb=model + (1.0 - share) * (units.y - model),
        mse=_mse(units, fit, tau2, method, mse),
        tau2=tau2,
        beta=fit.beta,
        method=method,
        mse_form=mse,
    )


def _mse(
    units: UnitModel, fit: Fit, tau2: float, method: VarianceMethod, form: MseForm
) -> FloatArray:
    share = units.v / (units.v + tau2)
    known: FloatArray = tau2 * share + share**2 * fit.leverage / fit.weights
    if form is MseForm.KNOWN_VARIANCE:
        return known
    variance, bias = _VARIANCE_ERRORS[method](units, fit)
    return known + np.maximum(share**2 * (2.0 * variance * fit.weights - bias), 0.0)


def _moment_error(units: UnitModel, fit: Fit) -> tuple[float, float]:
    total, squares, m = float(fit.weights.sum()), float((fit.weights**2).sum()), units.y.size
    return 2.0 * m / total**2, 2.0 * (m * squares - total**2) / total**3


def _reml_error(_units: UnitModel, fit: Fit) -> tuple[float, float]:
    return 2.0 / float((fit.weights**2).sum()), 0.0


def _ml_error(_units: UnitModel, fit: Fit) -> tuple[float, float]:
    squares = float((fit.weights**2).sum())
    # tr[(X'WX)⁻¹X'W²X] is the sum of the weights times their leverages.
    return 2.0 / squares, -float(fit.weights @ fit.leverage) / squares


_VARIANCES: dict[VarianceMethod, Callable[[UnitModel], float]] = {
    VarianceMethod.PAULE_MANDEL: paule_mandel_of,
    VarianceMethod.REML: reml_of,
    VarianceMethod.ML: ml_of,
}
_VARIANCE_ERRORS: dict[VarianceMethod, Callable[[UnitModel, Fit], tuple[float, float]]] = {
    VarianceMethod.PAULE_MANDEL: _moment_error,
    VarianceMethod.REML: _reml_error,
    VarianceMethod.ML: _ml_error,
}
