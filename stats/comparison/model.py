"""Estimates of many units, their sampling variances and the model that describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import FloatArray, check_floats, check_not_empty
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
        variances = check_floats("v", v, estimates.size)
        if variances.min() <= 0.0:
            raise OutOfRange(
                f"v is {variances.min():g} at position {variances.argmin()}; pool the variances "
                "of small units instead of taking their own."
            )
        return cls(estimates, variances, _checked(design, estimates.size))

    @property
    def freedom(self) -> int:
        """m − p."""
        return int(self.y.size) - int(self.design.shape[1])

    def fit(self, tau2: float) -> Fit:
        """Weighted least squares at a given τ²."""
        w = 1.0 / (self.v + tau2)
        covariance = np.asarray(np.linalg.inv((self.design.T * w) @ self.design), np.float64)
        beta = covariance @ (self.design.T @ (w * self.y))
        return Fit(w, beta, covariance, self.y - self.design @ beta)


@dataclass(frozen=True, eq=False)
class Fit:
    """Weights (m,), β (p,), (X'WX)⁻¹ (p, p) and residuals (m,)."""

    weights: FloatArray
    beta: FloatArray
    covariance: Matrix
    residuals: FloatArray


def _checked(design: ArrayLike | None, size: int) -> Matrix:
    array: NDArray[Any] = np.ones((size, 1)) if design is None else np.asarray(design)
    if array.dtype.kind not in "iuf" or array.ndim != 2 or array.shape[0] != size:
        raise OutOfRange(
            f"The design has shape {array.shape} and type {array.dtype}; hand in numbers, one row "
            f"for each of the {size} units, with a column of ones where an intercept is meant."
        )
    if not np.isfinite(array).all():
        raise OutOfRange("The design holds a value that is not finite; leave that unit out.")
    rank, columns = np.linalg.matrix_rank(array), array.shape[1]
    if rank < columns or columns >= size:
        raise OutOfRange(
            f"The design has {columns} columns of rank {rank} for {size} units; columns must not "
            "imply each other and must be fewer than the units."
        )
    return array.astype(np.float64, copy=False)
