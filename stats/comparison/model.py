"""Estimates of many units, their sampling variances and the model that describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_triangular

from stats.arrays import LARGEST, FloatArray, any_array, check_floats, check_not_empty
from stats.comparison.positive import check_positive
from stats.errors import OutOfRange

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UnitModel:
    """y_i ~ N(θ_i, v_i), θ_i ~ N(x_i'β, τ²): y (m,), v (m,) > 0, design (m, p) of full rank."""

    y: FloatArray
    v: FloatArray
    design: Matrix

    @classmethod
    def of(cls, y: ArrayLike, v: ArrayLike, design: ArrayLike | None) -> UnitModel:
        """Check and align; the design is a column of ones unless given.

        Raises EmptyInput without units, OutOfRange for v ≤ 0, arrays that do not align, columns
        that imply each other, or as many columns as units.
        """
        estimates = check_floats("y", y)
        check_not_empty("y", estimates)
        advice = "pool the variances of small units instead of taking their own"
        variances = check_positive("v", v, estimates.size, otherwise=advice)
        return cls(estimates, variances, _checked(design, estimates.size))

    @property
    def freedom(self) -> int:
        """m − p."""
        return int(self.y.size) - int(self.design.shape[1])

    def fit(self, tau2: float) -> Fit:
        """Weighted least squares at a given τ²."""
        w = 1.0 / (self.v + tau2)
        root = np.sqrt(w)
        # By QR, which a column of revenues beside a column of ones does not upset as X'WX would.
        basis, triangle = np.linalg.qr(self.design * root[:, None])
        beta = solve_triangular(triangle, basis.T @ (root * self.y))
        return Fit(
            weights=w,
            beta=np.asarray(beta, np.float64),
            residuals=self.y - self.design @ beta,
            leverage=np.asarray((basis**2).sum(axis=1), np.float64),
            log_determinant=2.0 * float(np.log(np.abs(np.diag(triangle))).sum()),
        )


@dataclass(frozen=True, eq=False)
class Fit:
    """Weights w (m,), β (p,), residuals (m,), w_i x_i'(X'WX)⁻¹x_i (m,) and log|X'WX|."""

    weights: FloatArray
    beta: FloatArray
    residuals: FloatArray
    leverage: FloatArray
    log_determinant: float


def _checked(design: ArrayLike | None, size: int) -> Matrix:
    array = np.ones((size, 1)) if design is None else any_array("design", design)
    if array.dtype.kind not in "iuf" or array.ndim != 2 or array.shape[0] != size:
        raise OutOfRange(
            f"The design has shape {array.shape} and type {array.dtype}; hand in numbers, one row "
            f"for each of the {size} units, with a column of ones where an intercept is meant."
        )
    reach = np.abs(array.astype(np.float64)) <= LARGEST
    if not reach.all():
        row, column = np.argwhere(~reach)[0]
        raise OutOfRange(
            f"The design holds {array[row, column]} for unit {row}, column {column}; leave that "
            f"unit out, or hand in a number up to {LARGEST:g}."
        )
    rank, columns = _rank(array), array.shape[1]
    if not 0 < columns < size or rank < columns:
        raise OutOfRange(
            f"The design has {columns} columns of rank {rank} for {size} units; columns must not "
            "imply each other and must be fewer than the units."
        )
    return array.astype(np.float64, copy=False)


def _rank(design: NDArray[Any]) -> int:
    """Rank whatever the units of the columns."""
    largest = np.abs(design).max(axis=0, initial=0.0)
    return int(np.linalg.matrix_rank(design / np.where(largest > 0.0, largest, 1.0)))
