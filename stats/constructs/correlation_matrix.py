"""The check that every correlation matrix passes on its way in."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray
from stats.errors import OutOfRange


def check_correlations(name: str, values: ArrayLike) -> FloatArray:
    """Symmetric (k, k) matrix of numbers −1…1 with a diagonal of ones."""
    matrix = np.asarray(values)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.dtype.kind not in "iuf":
        raise OutOfRange(
            f"{name} of shape {matrix.shape} and type {matrix.dtype} is no correlation matrix; "
            "hand in a square table of numbers."
        )
    wrong = np.argwhere(~(np.abs(matrix) <= 1.0 + 1e-9))
    if wrong.size:
        row, column = wrong[0]
        raise OutOfRange(
            f"{name} holds {matrix[row, column]} at ({row}, {column}); a correlation lies between "
            "−1 and 1."
        )
    if np.abs(matrix - matrix.T).max(initial=0.0) > 1e-9:
        raise OutOfRange(f"{name} is not symmetric; hand in the correlations of one set of items.")
    if np.abs(np.diagonal(matrix) - 1.0).max(initial=0.0) > 1e-9:
        raise OutOfRange(f"{name} has no diagonal of ones; divide covariances by the deviations.")
    return np.clip(matrix.astype(np.float64), -1.0, 1.0)
