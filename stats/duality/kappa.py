"""Agreement of two classifications of the same thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, any_array, check_codes, check_counts
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.correlation import FEWEST_PAIRS, NoCorrelation
from stats.intervals.interval import Interval, IntervalMethod, normal_quantile

# A variance below this is rounding.
_ROUNDING = 1e-14


@dataclass(frozen=True)
class Kappa:
    """Weighted kappa of `n` pairs in ordered `classes`.

    Where `reason` is not DEFINED, `se` and `interval` are None; `value` is None only where both
    used one and the same class throughout.
    """

    value: float | None
    se: float | None
    interval: Interval | None
    n: int
    classes: int
    reason: NoCorrelation

    def __str__(self) -> str:
        if self.value is None:
            return f"no kappa: {self.reason.sentence} (n {self.n})"
        if self.interval is None:
            return f"kappa {self.value:z.2f}, no interval: {self.reason.sentence} (n {self.n})"
        return f"kappa {self.value:z.2f}, {self.interval}, n {self.n}"


def weighted_kappa(table: ArrayLike) -> Kappa:
    """Quadratically weighted kappa of a k × k table of counts of ordered classes.

    κ = 1 − Σ d o / Σ d e, d_ij = (i − j)²/(k − 1)², e the product of the margins; with w = 1 − d,
    se² = {Σ p_ij [w_ij − (w̄_i· + w̄_·j)(1 − κ)]² − [κ − P_e(1 − κ)]²}/(n(1 − P_e)²), P_e = Σ w e;
    κ ± z·se, clipped to −1…1.
    Source: Cohen 1968; Fleiss, Cohen & Everitt 1969; R `psych::cohen.kappa`. Pairs count as
    independent; the interval needs about 2k² pairs.

    `table` (k, k) whole counts. CONSTANT where one of the two does not vary, FEW_PAIRS below four
    pairs, PERFECT at ±1. Raises OutOfRange unless the table is square with k ≥ 2
    and whole counts ≥ 0, EmptyInput without counts.

    >>> print(weighted_kappa([[5, 2], [1, 4]]))
    kappa 0.50, 95 % interval 0.02 to 0.98, n 12
    """
    counts = _counts(table)
    n, classes = int(counts.sum()), counts.shape[0]
    weight = _agreement(classes)
    shares = counts / n
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    left = float(((1.0 - weight) * expected).sum())
    if left == 0.0:
        return Kappa(None, None, None, n, classes, NoCorrelation.CONSTANT)
    value = max(1.0 - float(((1.0 - weight) * shares).sum()) / left, -1.0)
    variance = _variance(shares, weight, value, left)
    reason = _reason(counts, variance)
    if reason:
        return Kappa(value, None, None, n, classes, reason)
    se = float(np.sqrt(variance / n))
    half = normal_quantile() * se
    interval = Interval(max(value - half, -1.0), min(value + half, 1.0), IntervalMethod.WALD)
    return Kappa(value, se, interval, n, classes, NoCorrelation.DEFINED)


def nps_class_table(first: ArrayLike, second: ArrayLike) -> IntArray:
    """Counts of pairs of 0–10 scores by detractor, passive, promoter of both, (3, 3).

    Rows the class of `first` (n,), columns that of `second` (n,). Raises EmptyInput without pairs,
    OutOfRange for any other score or lists of different lengths.

    >>> nps_class_table([10, 9, 7, 3], [9, 8, 7, 8]).tolist()
    [[0, 1, 0], [0, 1, 0], [0, 1, 1]]
    """
    x, y = check_codes("first", first, 11), check_codes("second", second, 11)
    if x.size != y.size:
        raise OutOfRange(f"{x.size} first scores and {y.size} second; hand in pairs.")
    if x.size == 0:
        raise EmptyInput("There are no pairs; agreement needs at least one.")
    cell = 3 * np.digitize(x, (7, 9)) + np.digitize(y, (7, 9))
    return np.bincount(cell, minlength=9).reshape(3, 3)


def _agreement(classes: int) -> FloatArray:
    """1 − (i − j)²/(k − 1)²."""
    place = np.arange(classes)
    return np.asarray(1.0 - (place[:, None] - place) ** 2 / (classes - 1.0) ** 2)


def _variance(shares: FloatArray, weight: FloatArray, value: float, left: float) -> float:
    """n times the variance of kappa."""
    rows = weight @ shares.sum(axis=0)
    columns = shares.sum(axis=1) @ weight
    terms = weight - (rows[:, None] + columns) * (1.0 - value)
    centre = value - (1.0 - left) * (1.0 - value)
    return (float((shares * terms**2).sum()) - centre**2) / left**2


def _reason(counts: FloatArray, variance: float) -> NoCorrelation:
    if any(int(counts.any(axis=axis).sum()) == 1 for axis in (0, 1)):
        return NoCorrelation.CONSTANT
    if counts.sum() < FEWEST_PAIRS:
        return NoCorrelation.FEW_PAIRS
    return NoCorrelation.PERFECT if variance <= _ROUNDING else NoCorrelation.DEFINED


def _counts(table: ArrayLike) -> FloatArray:
    found = any_array("table", table)
    if found.ndim != 2 or found.shape[0] != found.shape[1] or found.shape[0] < 2:
        raise OutOfRange(
            f"A table of shape {found.shape} is not square; hand in a row and a column for each "
            "of two classes or more."
        )
    counts = check_counts("The table, row by row,", found.ravel())
    if counts.sum() == 0.0:
        raise EmptyInput("The table is empty; agreement needs at least one pair.")
    return counts.reshape(found.shape)
