"""Whether values differ by more than the rounding of their decimals."""

from __future__ import annotations

import numpy as np

from stats.arrays import FloatArray

# Sums of decimals such as 0.1 + 0.2 and 0.3 differ by a few units of the last place.
_ROUNDING = 4.0 * float(np.finfo(np.float64).eps)
# The square of a smaller difference is no normal number.
_SMALLEST = 1e-150


def agree(values: FloatArray, *beside: FloatArray) -> bool:
    """Whether all values, one or more, are the same number but for rounding.

    Rounding is that of the largest number among them and those that stand `beside`.

    >>> agree(np.array([0.3, 0.1 + 0.2])), agree(np.array([0.3, 0.31]))
    (True, False)
    """
    largest = max(float(np.abs(array).max()) for array in (values, *beside))
    return float(np.ptp(values)) <= max(_ROUNDING * largest, _SMALLEST)
