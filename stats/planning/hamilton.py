"""Whole numbers in given proportions, by largest remainder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, check_counts, check_floats, check_not_empty
from stats.errors import OutOfRange
from stats.planning.bounded_shares import bounded_shares
from stats.scalars import check_whole

# Rounding of the quotas, relative to the total: remainders nearer than this are a tie.
_TIE = 1e-12
# From here on that play would no longer be small beside one unit.
LARGEST_TOTAL = 10**9


@dataclass(frozen=True, eq=False)
class Apportionment:
    """Whole numbers `counts` (k,) that sum to the total, and the exact `quotas` (k,).

    `full` are the positions that their capacity held back.
    """

    counts: IntArray
    quotas: FloatArray
    full: tuple[int, ...]

    def __str__(self) -> str:
        text = f"{int(self.counts.sum())} apportioned as {', '.join(map(str, self.counts))}"
        return text + (f", full at position {', '.join(map(str, self.full))}" if self.full else "")


def hamilton(total: int, shares: ArrayLike, *, capacity: ArrayLike | None = None) -> Apportionment:
    """Quotas q = total·share/Σ share, rounded down, the rest to the largest remainders.

    Equal remainders go to the first in order. Nobody gets more than its `capacity`; what that
    leaves over is apportioned among the others in the same proportions. Every count is its quota
    rounded down or up. Source: Hamilton 1792; Balinski & Young 2001, who show the price: a larger
    total can lower one count (the Alabama paradox), so do not compare apportionments of
    different totals.
    A quota sample chosen this way has no sampling error: label it "quota, model-based".

    `shares` (k,) ≥ 0 in any unit, `capacity` (k,) whole numbers. Raises EmptyInput without
    shares, OutOfRange for negative numbers, shares that are all zero, a total above 10⁹ or one
    that the capacities (or the positions with a share above 0) cannot hold.

    >>> print(hamilton(10, [47000, 16000, 15800, 12000, 6100, 3100]))
    10 apportioned as 5, 2, 1, 1, 1, 0
    """
    wanted = check_floats("shares", shares)
    check_not_empty("shares", wanted)
    limit = (
        np.full(wanted.size, np.inf)
        if capacity is None
        else check_counts("capacity", capacity, wanted.size)
    )
    whole = check_total(total)
    _check(whole, wanted, limit)
    nothing, one = np.zeros(wanted.size), np.ones(wanted.size)
    quotas = bounded_shares(float(whole), wanted, nothing, limit, one)
    full = np.flatnonzero((wanted > 0.0) & (quotas == limit))
    return Apportionment(
        largest_remainder(quotas, whole), quotas, tuple(int(place) for place in full)
    )


def largest_remainder(quotas: FloatArray, total: int) -> IntArray:
    """`quotas` that sum to the whole number `total`, rounded to whole numbers that do too.

    >>> largest_remainder(np.array([1.5, 1.5, 3.0]), 6).tolist()
    [2, 1, 3]
    """
    tie = _TIE * (1.0 + total)
    counts = np.floor(quotas + tie).astype(np.int64)
    remainder = np.rint(np.maximum(quotas - counts, 0.0) / tie)
    left = total - int(counts.sum())
    counts[np.argsort(-remainder, kind="stable")[:left]] += 1
    return counts


def check_total(total: int) -> int:
    """A whole number small enough for its parts to be told from their rounding."""
    whole = check_whole("total", total)
    if whole > LARGEST_TOTAL:
        raise OutOfRange(
            f"A total of {whole} is too large to be apportioned to the last unit; "
            f"hand in at most {LARGEST_TOTAL}, in a larger unit."
        )
    return whole


def _check(total: int, shares: FloatArray, capacity: FloatArray) -> None:
    if shares.min() < 0.0:
        place = int(shares.argmin())
        raise OutOfRange(
            f"shares holds {shares[place]:g} at position {place}; a share is 0 or more."
        )
    if shares.sum() == 0.0:
        raise OutOfRange("All shares are 0; there is nothing to apportion by.")
    room = float(capacity[shares > 0.0].sum())
    if total > room:
        raise OutOfRange(
            f"A total of {total} does not fit: the positions with a share above 0 hold {room:g} "
            "together; lower the total or raise a capacity."
        )
