"""Shares of a whole, with a cap on what the largest may have."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats, check_not_empty
from stats.errors import BadWeights, OutOfRange
from stats.scalars import check_number

# Methods A7 [P]: no account carries more than a quarter of a portfolio.
DOMINANCE_CAP = 0.25
# A share at the cap but for rounding is not over it.
_ROUNDING = 1e-12


def capped_shares(amounts: ArrayLike, cap: float = DOMINANCE_CAP) -> FloatArray:
    """Shares of the sum, (m,), none above `cap`; the excess goes pro rata to the others.

    a ← min(a, c), the excess shared among the uncapped in proportion to their shares, repeated
    until none is above; equal shares 1/m where c·m < 1. Should the uncapped hold nothing, they
    share the excess equally, the limit of small equal amounts. Source: methods A7.

    `amounts` (m,) ≥ 0. Raises EmptyInput without amounts, BadWeights for a negative amount or none
    above 0, OutOfRange for a cap outside 0…1.

    >>> capped_shares([800, 150, 50], cap=0.5).round(3).tolist()
    [0.5, 0.375, 0.125]
    """
    checked = check_floats("amounts", amounts)
    check_not_empty("amounts", checked)
    if checked.min() < 0.0 or not checked.sum() > 0.0:
        raise BadWeights("Amounts must be 0 or more, and one of them above 0; correct them.")
    check_cap(cap)
    if cap * checked.size < 1.0:
        return np.full(checked.size, 1.0 / checked.size)
    shares: FloatArray = checked / checked.sum()
    capped = np.zeros(shares.size, dtype=np.bool_)
    while (over := ~capped & (shares > cap * (1.0 + _ROUNDING))).any():
        capped |= over
        shares[capped] = cap
        shares[~capped] = _rest(shares[~capped], 1.0 - cap * float(capped.sum()))
    return shares


def check_cap(cap: float) -> None:
    """Refuse a cap that is no share above 0."""
    if not 0.0 < check_number("cap", cap) <= 1.0:
        raise OutOfRange(f"A cap of {cap:g} is no share; choose one above 0, at most 1.")


def _rest(shares: FloatArray, left: float) -> FloatArray:
    """What is left, pro rata; never below 0 where capped shares fill the whole but for rounding."""
    total = float(shares.sum())
    parts = shares / total if total > 0.0 else np.full(shares.size, 1.0 / max(shares.size, 1))
    return parts * max(left, 0.0)
