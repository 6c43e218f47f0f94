"""Correlations of drivers and outcome: from data, and the checks they pass on their way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, any_array, check_floats, check_positive_weights
from stats.errors import AliasedDriver, EmptyInput, OutOfRange
from stats.intervals.correlation_matrix import (
    ROUNDING,
    check_correlation_matrix,
    correlations_from,
    weighted_covariances,
)
from stats.names import check_names

# Share of a driver that the drivers before it leave unexplained; below it, rounding.
ALIASED_BELOW = 1e-9


@dataclass(frozen=True, eq=False)
class Correlations:
    """Correlations of k drivers among each other (k, k) and with the outcome (k,)."""

    names: tuple[str, ...]
    among: FloatArray
    outcome: FloatArray

    @property
    def r2(self) -> float:
        """R² = r'R⁻¹r, the share of the outcome's variance that all drivers explain."""
        whole = float(self.outcome @ np.linalg.solve(self.among, self.outcome))
        return min(max(whole, 0.0), 1.0)

    def __str__(self) -> str:
        pairs = zip(self.names, self.outcome, strict=True)
        return "correlation with the outcome: " + ", ".join(f"{n} {r:+.2f}" for n, r in pairs)


def check_correlations(
    among: ArrayLike, outcome: ArrayLike, names: Sequence[str] | None = None
) -> Correlations:
    """Correlations that can belong together, with R positive definite.

    Checked: shape (k, k) and (k,), symmetry, ones on the diagonal, −1…1, no driver implied by the
    others, R² ≤ 1. Names default to "driver 1", "driver 2", ….
    Raises EmptyInput without drivers, AliasedDriver with the driver's name, OutOfRange otherwise.

    >>> print(check_correlations([[1, 0.5], [0.5, 1]], [0.6, 0.5], ["price", "service"]))
    correlation with the outcome: price +0.60, service +0.50
    """
    r = check_floats("outcome correlations", outcome)
    if r.size == 0:
        raise EmptyInput("There is no driver; hand in at least one.")
    labels = check_names("driver", names, r.size)
    matrix = check_correlation_matrix("correlations among drivers", among)
    if matrix.shape[0] != r.size:
        raise OutOfRange(
            f"The correlations among drivers have shape {matrix.shape} where "
            f"{r.size} × {r.size} are needed; align them with the outcome's."
        )
    _refuse_aliased(matrix, labels)
    whole = float(r @ np.linalg.solve(matrix, r))
    if np.abs(r).max() > 1.0 + ROUNDING or whole > 1.0 + ROUNDING:
        raise OutOfRange(
            f"The correlations with the outcome reach {np.abs(r).max():.3f} and give R² "
            f"{whole:.3f}, of which neither may exceed 1; compute them all from the same rows."
        )
    return Correlations(labels, matrix, np.clip(r, -1.0, 1.0))


def weighted_correlations(
    drivers: ArrayLike,
    outcome: ArrayLike,
    weights: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Correlations:
    """Weighted Pearson correlations of the columns of `drivers` and the outcome.

    r_ab = Σw(a − ā)(b − b̄)/√(Σw(a − ā)² Σw(b − b̄)²), ā = Σwa/Σw. Source: R `cov.wt`.

    `drivers` (n, k), `outcome` (n,), `weights` (n,) > 0, ones when left out. Raises
    AliasedDriver for a constant or implied driver, OutOfRange for a value that is missing or an
    outcome that never varies, EmptyInput without rows or drivers.

    >>> print(weighted_correlations([[1], [2], [3], [4]], [1, 3, 2, 4], names=["service"]))
    correlation with the outcome: service +0.80
    """
    y = check_floats("outcome", outcome)
    x = check_driver_matrix(drivers, y.size)
    labels = check_names("driver", names, x.shape[1])
    w = np.ones(y.size) if weights is None else check_positive_weights("weights", weights, y.size)
    if y.size == 0:
        raise EmptyInput("Nobody answered, so nothing explains the outcome; say so.")
    refuse_constant(x, labels)
    if np.ptp(y) == 0.0:
        raise OutOfRange(f"Every outcome is {y[0]:g}; an outcome that never varies has no drivers.")
    above = np.column_stack([x, y])
    above -= above.min(axis=0)
    found = correlations_from(weighted_covariances(above / above.max(axis=0), w))
    return check_correlations(found[:-1, :-1], found[:-1, -1], labels)


def check_driver_matrix(drivers: ArrayLike, rows: int) -> FloatArray:
    """Finite values (rows, k), k ≥ 1."""
    array = any_array("drivers", drivers)
    if array.ndim != 2 or array.shape[0] != rows:
        raise OutOfRange(
            f"drivers has shape {array.shape}; hand in one row for each of {rows} respondents "
            "and one column for each driver."
        )
    if array.shape[1] == 0:
        raise EmptyInput("There is no driver; hand in at least one column.")
    columns = [check_floats(f"driver {j + 1}", array[:, j]) for j in range(array.shape[1])]
    return np.column_stack(columns)


def refuse_constant(x: FloatArray, names: tuple[str, ...]) -> None:
    """Refuse a driver on which everybody agrees."""
    for name, low, high in zip(names, x.min(axis=0), x.max(axis=0), strict=True):
        if low == high:
            raise AliasedDriver(
                f"{name} is {low:g} in every row, so it explains nothing; leave it out.",
                driver=name,
            )


def _refuse_aliased(matrix: FloatArray, names: tuple[str, ...]) -> None:
    for j, name in enumerate(names):
        slopes = np.linalg.solve(matrix[:j, :j], matrix[:j, j])
        left = 1.0 - float(slopes @ matrix[:j, j])
        if left < -ALIASED_BELOW:
            raise OutOfRange(
                f"{name} is explained by more than all its variance, so the correlations "
                "contradict each other; compute them all from the same rows."
            )
        if left < ALIASED_BELOW:
            implied = [n for n, b in zip(names[:j], slopes, strict=True) if abs(b) > 1e-6]
            raise AliasedDriver(
                f"{name} is implied by {' and '.join(implied)}; "
                "leave one out, or make one index of them.",
                driver=name,
            )
