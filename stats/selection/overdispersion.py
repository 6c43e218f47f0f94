"""How much more honest partners differ than chance alone would make them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtr

from stats.arrays import FloatArray, check_floats, check_not_empty
from stats.errors import OutOfRange

# Winsorised at the 10 and 90 % quantiles: the default of the R package FunnelPlotR.
TRIM = 0.10
_CUT = float(ndtri(1.0 - TRIM))
# Mean square of a standard normal variable clipped at its 10 and 90 % quantiles, .6787:
# (1 − 2·TRIM) − 2cφ(c) + 2·TRIM·c². Without it the winsorised φ is a third too small.
NORMAL_MEAN_SQUARE = (
    1.0
    - 2.0 * TRIM
    - 2.0 * _CUT * math.exp(-_CUT * _CUT / 2.0) / math.sqrt(2.0 * math.pi)
    + 2.0 * TRIM * _CUT * _CUT
)
# [P] With fewer partners their spread cannot be told from chance; nothing is discounted.
MIN_PARTNERS = 5
# Normal scores of p-values beyond this would be infinite.
_SMALLEST = 1e-300


def winsorised_phi(z: ArrayLike) -> float:
    """φ = mean of z², z clipped at its own 10 and 90 % quantiles.

    Source: Spiegelhalter 2005; Spiegelhalter et al. 2012; R package FunnelPlotR. `z` (P,) one
    score per partner. Raises EmptyInput without partners, OutOfRange for scores that are no
    numbers.

    >>> round(winsorised_phi([-9, -1, 0, 1, 2]), 3)
    7.64
    """
    scores = check_floats("z", z)
    check_not_empty("z", scores)
    low, high = np.quantile(scores, [TRIM, 1.0 - TRIM])
    return float(np.mean(np.clip(scores, low, high) ** 2))


def discounted_p_values(p_values: ArrayLike) -> FloatArray:
    """One-sided p-values of all partners, made milder by the spread among the partners.

    z = Φ⁻¹(p), p' = T(z/√max(1, φ/.6787)), φ winsorised; .6787 is φ of a standard normal sample,
    so that honest partners who differ by more than chance are judged by their true spread. T is
    Student's distribution with P − 1 degrees of freedom, since that spread is an estimate. Fewer
    than five partners stay as they are.
    Source: normal scores as Spiegelhalter et al. 2012; the factor is the mean square of the
    clipped normal distribution; with Φ in place of T simulated false alarms (red) are three times
    the nominal ones among 12 partners. `p_values` (P,), answer (P,). Raises OutOfRange outside 0…1,
    EmptyInput without partners.

    >>> discounted_p_values([0.001, 0.2, 0.5, 0.8, 0.999]).round(3).tolist()
    [0.081, 0.332, 0.5, 0.668, 0.919]
    """
    p = check_floats("p_values", p_values)
    check_not_empty("p_values", p)
    if p.min() < 0.0 or p.max() > 1.0:
        raise OutOfRange(f"p-values run from {p.min():g} to {p.max():g}; hand in 0 to 1.")
    if p.size < MIN_PARTNERS:
        return p
    z = ndtri(np.clip(p, _SMALLEST, 1.0 - 2.0**-53))
    spread = max(1.0, winsorised_phi(z) / NORMAL_MEAN_SQUARE)
    return np.asarray(stdtr(p.size - 1, z / math.sqrt(spread)))
