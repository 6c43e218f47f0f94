"""First and second moments of pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.errors import EmptyInput
from stats.intervals.spread import agree


@dataclass(frozen=True)
class PairMoments:
    """Means, variances and covariance of `n` pairs, divided by n; 0 exactly where constant."""

    n: int
    mean_x: float
    mean_y: float
    var_x: float
    var_y: float
    cov: float

    @property
    def correlation(self) -> float | None:
        """Pearson's r within −1…1, None where one of the two does not vary."""
        spread = float(np.sqrt(self.var_x) * np.sqrt(self.var_y))
        return None if spread == 0.0 else min(max(self.cov / spread, -1.0), 1.0)


def pair_moments(first: ArrayLike, second: ArrayLike) -> PairMoments:
    """Moments of the pairs (first_i, second_i).

    Raises EmptyInput without pairs, OutOfRange for lists of different lengths or other values.
    """
    x = check_floats("first", first)
    y = check_floats("second", second, x.size)
    if x.size == 0:
        raise EmptyInput("There are no pairs; agreement needs at least one.")
    dx, dy = _deviations(x), _deviations(y)
    return PairMoments(
        n=x.size,
        mean_x=float(x.mean()),
        mean_y=float(y.mean()),
        var_x=float(dx @ dx) / x.size,
        var_y=float(dy @ dy) / x.size,
        cov=float(dx @ dy) / x.size,
    )


def _deviations(values: FloatArray) -> FloatArray:
    """From the mean; 0 for values that agree but for rounding."""
    if agree(values):
        return np.zeros(values.size)
    return np.asarray(values - values.mean())
