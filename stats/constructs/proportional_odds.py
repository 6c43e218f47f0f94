"""The proportional-odds model of an ordered answer, by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from stats.arrays import LARGEST, FloatArray, IntArray, any_array, check_codes
from stats.errors import OutOfRange

# [P] The points of a scale from 0 to 100; the work grows with their cube.
MOST_CLASSES = 101
STEPS = 100
HALVINGS = 50
# Per respondent; the likelihood is then right to about its square.
GRADIENT = 1e-10
# Information per respondent below this: collinear covariates, or odds that run to infinity.
INFORMATION = 1e-7
# Near the maximum two values differ by rounding only.
_SLACK = 1e-12


@dataclass(frozen=True, eq=False)
class OrdinalFit:
    """Thresholds (J − 1,), slopes (p,) and log-likelihood.

    All None where `unique` is false: the likelihood has no finite or no single maximum.
    """

    thresholds: FloatArray | None
    slopes: FloatArray | None
    log_likelihood: float | None

    @property
    def unique(self) -> bool:
        """Whether the maximum is one point."""
        return self.log_likelihood is not None

    def __str__(self) -> str:
        if self.slopes is None:
            return "no unique maximum of the likelihood"
        slopes = ", ".join(f"{slope:.3f}" for slope in self.slopes) or "none"
        return f"slopes {slopes}; log-likelihood {self.log_likelihood:.3f}"


def proportional_odds(answers: ArrayLike, covariates: ArrayLike) -> OrdinalFit:
    """P(Y ≤ j) = 1/(1 + exp(−(a_j − x'b))) with ordered thresholds a_j, by Newton's method.

    The log-likelihood is concave, so that halved Newton steps reach the maximum where there is
    one. Separation and collinear covariates show as information without bound below and are said.
    Source: McCullagh 1980; Pratt 1981 for concavity.

    `answers` (n,) codes 0…J − 1, 2 ≤ J ≤ 101, all present; `covariates` (n, p). Raises OutOfRange
    for another number of classes, a class nobody chose, covariates that are not finite or do not
    align.

    >>> print(proportional_odds([0, 1, 0, 2, 1, 2, 0, 2], [[0]] * 4 + [[1]] * 4))
    slopes 1.099; log-likelihood -8.318
    """
    y, x = _checked(answers, covariates)
    shift, scale = x.mean(axis=0), x.std(axis=0)
    scale = np.where(scale > 0.0, scale, 1.0)
    classes = int(y.max()) + 1
    found = _maximise(y, (x - shift) / scale, classes)
    if found is None:
        return OrdinalFit(None, None, None)
    parameters, value = found
    slopes = parameters[classes - 1 :] / scale
    return OrdinalFit(parameters[: classes - 1] + float(shift @ slopes), slopes, value)


def _checked(answers: ArrayLike, covariates: ArrayLike) -> tuple[IntArray, FloatArray]:
    y = check_codes("answers", answers, MOST_CLASSES)
    counts = np.bincount(y)
    if counts.size < 2 or (counts == 0).any():
        raise OutOfRange(
            f"Answers with {np.count_nonzero(counts)} of {counts.size} classes in use; "
            "hand in codes 0 to J − 1 with J ≥ 2, each chosen by somebody."
        )
    x = any_array("covariates", covariates)
    if x.ndim != 2 or x.shape[0] != y.size or x.dtype.kind not in "iuf":
        raise OutOfRange(
            f"Covariates of shape {x.shape} for {y.size} answers; one row of numbers for each."
        )
    x = x.astype(np.float64)
    wrong = np.argwhere(~(np.abs(x) <= LARGEST))
    if wrong.size:
        row, column = wrong[0]
        raise OutOfRange(
            f"Row {row}, covariate {column} is {x[row, column]}; leave the row out, or hand in "
            f"numbers up to {LARGEST:g}."
        )
    return y, x


def _maximise(y: IntArray, x: FloatArray, classes: int) -> tuple[FloatArray, float] | None:
    below = np.cumsum(np.bincount(y, minlength=classes))[:-1] / y.size
    parameters = np.concatenate([np.log(below / (1.0 - below)), np.zeros(x.shape[1])])
    value, gradient, information = _likelihood(parameters, y, x, classes)
    for _ in range(STEPS):
        lowest = float(np.linalg.eigvalsh(information)[0])
        if lowest < INFORMATION * y.size:
            return None
        if np.abs(gradient).max() <= GRADIENT * y.size:
            return parameters, value
        step = np.linalg.solve(information, gradient)
        for _ in range(HALVINGS):
            found = _likelihood(parameters + step, y, x, classes)
            if found[0] >= value - _SLACK * abs(value):
                break
            step = step / 2.0
        parameters, (value, gradient, information) = parameters + step, found
    return None


def _likelihood(
    parameters: FloatArray, y: IntArray, x: FloatArray, classes: int
) -> tuple[float, FloatArray, FloatArray]:
    """Log-likelihood, its gradient and the observed information (minus the Hessian).

    With u and l the distribution at the upper and lower threshold of the answer, p = u − l:
    ∂ ln p/∂a_u = u(1 − u)/p, ∂ ln p/∂a_l = −l(1 − l)/p, ∂ ln p/∂b = −x(1 − u − l).
    """
    thresholds, slopes = parameters[: classes - 1], parameters[classes - 1 :]
    if (np.diff(thresholds) <= 0.0).any():
        return -np.inf, parameters, np.zeros((parameters.size, parameters.size))
    edges = np.concatenate([[-np.inf], thresholds, [np.inf]])
    shift = x @ slopes
    upper, lower = expit(edges[y + 1] - shift), expit(edges[y] - shift)
    p = np.maximum(upper - lower, np.finfo(np.float64).tiny)
    return float(np.log(p).sum()), *_derivatives(upper, lower, p, y, x, classes)


def _derivatives(
    upper: FloatArray, lower: FloatArray, p: FloatArray, y: IntArray, x: FloatArray, classes: int
) -> tuple[FloatArray, FloatArray]:
    at = [np.eye(classes + 1)[:, 1:classes][code] for code in (y + 1, y)]
    dense_u, dense_l = upper * (1.0 - upper), lower * (1.0 - lower)
    gain_u, gain_l, gain_x = dense_u / p, dense_l / p, 1.0 - upper - lower
    gradient = np.concatenate([gain_u @ at[0] - gain_l @ at[1], -(gain_x @ x)])
    curve_u = gain_u * gain_u - gain_u * (1.0 - 2.0 * upper)
    curve_l = gain_l * gain_l + gain_l * (1.0 - 2.0 * lower)
    across = (at[0] * (gain_u * gain_l)[:, None]).T @ at[1]
    corner = at[0].T @ (at[0] * curve_u[:, None]) + at[1].T @ (at[1] * curve_l[:, None])
    side = -(at[0] * dense_u[:, None] + at[1] * dense_l[:, None]).T @ x
    slopes = x.T @ (x * (dense_u + dense_l)[:, None])
    return gradient, np.block([[corner - across - across.T, side], [side.T, slopes]])
