"""One p-value from several that depend on each other."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_finite_weights, check_floats, check_not_empty
from stats.errors import BadWeights, OutOfRange
from stats.scalars import check_number

# Truncated Cauchy combination, δ = .01: Fang, Chang, Park & Tseng 2023 (arXiv 2103.12967).
TRUNCATION = 0.99


def acat(
    p_values: ArrayLike, weights: ArrayLike | None = None, *, truncation: float = 1.0
) -> float:
    """Cauchy combination of dependent p-values (ACAT).

    T = Σ wᵢ cot(πpᵢ) / Σ wᵢ, p = ½ − arctan(T)/π; cot(πp) is tan(π(½ − p)) without its loss of
    digits at both ends, so no special case is needed for p < 1e-15. Close to its level for small
    p whatever the correlation: at .01 nine p-values of normal scores correlated .5, the worst,
    gave .0123 in a million draws, uncorrelated ones .0101; a dependence invented against it can
    reach three times the level. Source: Liu & Xie 2020; R package ACAT.

    A p-value of exactly 1 combines to 1, as in the R package, and a p-value near 1, which
    discrete and one-sided tests produce, cancels an equally small one. `truncation` replaces
    larger p-values by itself (the authors' advice for p = 1 is such a replacement; .99 is that of
    Fang, Chang, Park & Tseng 2023, `TRUNCATION`).

    `p_values`, `weights` (K,), weights ≥ 0, some > 0. Raises EmptyInput without p-values,
    OutOfRange outside 0…1 or for 0 together with an untruncated 1, BadWeights.

    >>> round(acat([0.02, 0.3, 0.001]), 4)
    0.0029
    >>> round(acat([0.001, 0.9999]), 2), round(acat([0.001, 0.9999], truncation=0.99), 4)
    (1.0, 0.0022)
    """
    p = check_floats("p_values", p_values)
    check_not_empty("p_values", p)
    _check_probabilities(p, truncation)
    share = _shares(weights, p.size)
    used = share > 0.0
    p, share = np.minimum(p[used], truncation), share[used]
    if p.min() == 0.0 and p.max() == 1.0:
        raise OutOfRange("A p-value of 0 beside one of 1 has no combination; truncate the 1.")
    if p.min() == 0.0 or p.max() == 1.0:
        return float(p.max() == 1.0)
    # For p > ½ the exact 1 − p keeps the digits that π − πp would lose.
    # Below 1e-308 it is beyond the largest float: infinite, so that 0 is the combined p-value.
    with np.errstate(over="ignore"):
        cotangent = np.where(p <= 0.5, 1.0, -1.0) / np.tan(np.pi * np.minimum(p, 1.0 - p))
        total = float(share @ cotangent)
    return math.atan2(1.0, total) / math.pi


def _shares(weights: ArrayLike | None, size: int) -> FloatArray:
    if weights is None:
        return np.full(size, 1.0 / size)
    checked = check_finite_weights("weights", weights, size)
    if checked.min() < 0.0 or checked.sum() <= 0.0:
        raise BadWeights("Weights of p-values are 0 or more and some above 0; correct them.")
    return np.asarray(checked / checked.sum())


def _check_probabilities(p: FloatArray, truncation: float) -> None:
    if p.min() < 0.0 or p.max() > 1.0:
        wrong = int(np.flatnonzero((p < 0.0) | (p > 1.0))[0])
        raise OutOfRange(f"p_values holds {p[wrong]:g} at position {wrong}; hand in 0 to 1.")
    if not 0.5 < check_number("truncation", truncation) <= 1.0:
        raise OutOfRange(f"truncation is {truncation:g}; hand in more than 0.5, at most 1.")
