"""Covariances and correlations of several columns, and the check that a table of them passes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, any_array
from stats.errors import OutOfRange

# What decimal rounding and arithmetic leave of an exact property.
ROUNDING = 1e-9


def check_correlation_matrix(name: str, values: ArrayLike) -> FloatArray:
    """Symmetric (k, k) matrix of numbers −1…1 with a diagonal of ones.

    Raises OutOfRange for anything else.

    >>> check_correlation_matrix("correlations", [[1, 0.5], [0.5, 1]]).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    matrix = any_array(name, values)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.dtype.kind not in "iuf":
        raise OutOfRange(
            f"{name} of shape {matrix.shape} and type {matrix.dtype} is no correlation matrix; "
            "hand in a square table of numbers."
        )
    wrong = np.argwhere(~(np.abs(matrix) <= 1.0 + ROUNDING))
    if wrong.size:
        row, column = wrong[0]
        raise OutOfRange(
            f"{name} holds {matrix[row, column]} at ({row}, {column}); a correlation lies between "
            "−1 and 1: divide covariances by the deviations, leave out what is missing."
        )
    if np.abs(matrix - matrix.T).max(initial=0.0) > ROUNDING:
        raise OutOfRange(f"{name} is not symmetric; hand in the correlations of one set of rows.")
    if np.abs(np.diagonal(matrix) - 1.0).max(initial=0.0) > ROUNDING:
        raise OutOfRange(f"{name} has no diagonal of ones; divide covariances by the deviations.")
    return np.clip(matrix.astype(np.float64), -1.0, 1.0)


def weighted_covariances(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Σw(a − ā)(b − b̄)/Σw of the columns of `values` (n, k), ā = Σwa/Σw; (k, k).

    Source: R `cov.wt` with method "ML". `weights` (n,) > 0, n ≥ 1, checked by the caller.

    >>> weighted_covariances(np.array([[1.0, 2.0], [3.0, 6.0]]), np.array([1.0, 3.0])).tolist()
    [[0.75, 1.5], [1.5, 3.0]]
    """
    share = weights / weights.sum()
    # From the lowest value first, so that a constant column has a variance of exactly zero.
    above = values - values.min(axis=0)
    centred = above - share @ above
    return np.asarray((centred * share[:, None]).T @ centred)


def correlations_from(covariances: FloatArray) -> FloatArray:
    """Correlations (…, k, k) of covariances (…, k, k) with positive variances.

    >>> correlations_from(np.array([[4.0, 3.0], [3.0, 9.0]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    deviation = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    found = covariances / (deviation[..., :, None] * deviation[..., None, :])
    diagonal = np.arange(found.shape[-1])
    found[..., diagonal, diagonal] = 1.0
    return np.asarray(np.clip(found, -1.0, 1.0))
