"""How far the respondents' composition is from the frame's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from stats.arrays import SMALLEST_WEIGHT, FloatArray, check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.response.verdict import ResponseVerdict, verdict
from stats.wording import counted

# Keeps the logarithm of an empty class finite; credit-scoring practice.
SHARE_FLOOR = 1e-4
# methods B3 [K]: the usual limits of credit scoring, warn and fail.
PSI_LIMITS = (0.10, 0.25)


@dataclass(frozen=True)
class Representativeness:
    """Distance of observed counts from frame shares.

    `chi2` with `df` and `p_value` informs; `cohen_w` and `psi` decide, since at large n any
    trivial gap is significant.
    """

    chi2: float
    df: int
    p_value: float
    cohen_w: float
    psi: float
    n: float

    @property
    def verdict(self) -> ResponseVerdict:
        """The stability index against .10 and .25."""
        return verdict(self.psi, PSI_LIMITS)

    def __str__(self) -> str:
        return (
            f"PSI {self.psi:.3f}, Cohen's w {self.cohen_w:.3f}, chi-square {self.chi2:.2f} on "
            f"{self.df} df, p {self.p_value:.2g}, n {self.n:.12g}"
        )


def representativeness(observed: ArrayLike, frame: ArrayLike) -> Representativeness:
    """Chi-square, Cohen's w and population stability index against the frame.

    χ² = Σ(o − nf)²/(nf) on k − 1 df, w = √(χ²/n), PSI = Σ(a − f) ln(a/f) with shares a = o/n
    and f floored at 1e-4. Classes absent from both are left out.
    Source: Pearson 1900; Cohen 1988; PSI as used in credit scoring.

    `observed` (k,) counts ≥ 0, `frame` (k,) shares that sum to 1. Of weight sums in place of
    counts only w and PSI can be read: χ² and p take every unit for a person drawn by chance.
    Raises EmptyInput without observations, OutOfRange for shares that do not sum to 1, negative
    values, fewer than two classes, or observations in a class that the frame does not have.

    >>> print(representativeness([70, 20, 10], [0.5, 0.3, 0.2]))
    PSI 0.177, Cohen's w 0.404, chi-square 16.33 on 2 df, p 0.00028, n 100
    """
    found = check_floats("observed", observed)
    shares = check_floats("frame", frame, found.size)
    _check(found, shares)
    there = shares > 0.0
    found, shares = found[there], shares[there]
    if found.size < 2:
        raise OutOfRange("One class cannot be unbalanced; hand in at least two with population.")
    n = float(found.sum())
    distance = float(np.sum((found / n - shares) ** 2 / shares))
    chi2 = n * distance
    seen, expected = np.maximum(found / n, SHARE_FLOOR), np.maximum(shares, SHARE_FLOOR)
    return Representativeness(
        chi2=chi2,
        df=found.size - 1,
        p_value=float(chdtrc(found.size - 1, chi2)),
        cohen_w=float(np.sqrt(distance)),
        psi=float(np.sum((seen - expected) * np.log(seen / expected))),
        n=n,
    )


def _check(found: FloatArray, shares: FloatArray) -> None:
    for name, values in (("observed", found), ("frame", shares)):
        wrong = np.flatnonzero((values != 0.0) & (values < SMALLEST_WEIGHT))
        if wrong.size:
            raise OutOfRange(
                f"{name} holds {values[wrong[0]]:g} at position {wrong[0]}; "
                "hand in 0 or values above it."
            )
    if found.sum() <= 0.0:
        raise EmptyInput("Nobody was observed; there is no composition to compare.")
    if abs(shares.sum() - 1.0) > 1e-9:
        raise OutOfRange(f"The frame's shares sum to {shares.sum():.9g}; divide by the total.")
    if (found[shares == 0.0] > 0.0).any():
        k = int(np.flatnonzero((shares == 0.0) & (found > 0.0))[0])
        raise OutOfRange(
            f"Class {k} has {counted(found[k], 'observation')} and no population; "
            "correct the frame or the class."
        )
