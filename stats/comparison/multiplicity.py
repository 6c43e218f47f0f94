"""Many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.errors import OutOfRange


def benjamini_hochberg(p_values: ArrayLike) -> FloatArray:
    """False-discovery-rate q-values of one family of tests, in the order handed in.

    q_(i) = min over k ≥ i of m·p_(k)/k, at most 1. Source: Benjamini & Hochberg 1995; R
    `p.adjust(method = "BH")`. Raises OutOfRange for a p-value outside 0…1; an empty family gives
    an empty answer.

    >>> benjamini_hochberg([0.01, 0.02, 0.03, 0.2]).round(12).tolist()
    [0.04, 0.04, 0.04, 0.2]
    """
    p = check_floats("p_values", p_values)
    if p.size and (p.min() < 0.0 or p.max() > 1.0):
        raise OutOfRange(f"p-values run from {p.min():g} to {p.max():g}; hand in 0 to 1.")
    order = np.argsort(p)[::-1]
    scaled = p[order] * p.size / np.arange(p.size, 0, -1)
    result = np.empty(p.size)
    result[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return result
