"""Are options picked for their place on the screen?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from stats.arrays import FloatArray, check_counts
from stats.errors import EmptyInput, OutOfRange

Matrix: TypeAlias = NDArray[np.float64]

# Cochran 1954: below this the chi-square law is a rough guide.
SMALL_EXPECTED = 5.0


@dataclass(frozen=True, eq=False)
class Primacy:
    """Picks by displayed position against even picks, with Pearson's test.

    `picks` and `expected` (m,); `small_expected` where an expected count is below 5 and p is only
    a rough guide.
    """

    picks: FloatArray
    expected: FloatArray
    chi2: float
    df: int
    p_value: float
    small_expected: bool

    @property
    def first_share(self) -> float:
        """Share of picks at the first position, 0 to 1."""
        return float(self.picks[0] / self.picks.sum())

    def __str__(self) -> str:
        even = self.expected[0] / self.expected.sum()
        return (
            f"first position picked {self.first_share:.1%} where {even:.1%} is even, chi-square "
            f"{self.chi2:.2f} on {self.df} df, p {self.p_value:.2g}, n {self.picks.sum():g}"
            + (", few picks expected" if self.small_expected else "")
        )


def primacy(picks: ArrayLike, shown: ArrayLike | None = None) -> Primacy:
    """Chi-square of picks by displayed position under random option order (methods D5).

    In a list of L options each position is picked with probability u_p = [p ≤ L]/L, so that
    e = n Σ_L π_L u_L, V = n Σ_L π_L (diag u_L − u_L u_L'), π_L the share of lists of that length;
    χ² = (o − e)'V⁻(o − e) on m − 1 df. With lists of one length this is Pearson's Σ(o − e)²/e.
    Source: Pearson 1900; Rao 1948 for the score test over strata. Only with option order drawn at
    random for each respondent, one pick each: otherwise position and content are one.

    `picks` (m,) whole counts; `shown` (m,) whole counts ≥ 1 of displays with that position
    filled, never rising, where lists differ in length (π_L = (s_L − s_{L+1})/s_1), all of m
    options where None. Raises EmptyInput without picks, OutOfRange for fewer than two positions,
    more picks than displays or a position shown more often than the one before.

    >>> print(primacy([40, 25, 20, 15]))
    first position picked 40.0% where 25.0% is even, chi-square 14.00 on 3 df, p 0.0029, n 100
    """
    counts = check_counts("picks", picks)
    _check(counts)
    n = float(counts.sum())
    lengths = np.zeros(counts.size) if shown is None else _list_lengths(counts, shown)
    if shown is None:
        lengths[-1] = 1.0
    expected, covariance = _even_law(lengths)
    apart = (counts - n * expected)[:-1]
    chi2 = max(float(apart @ np.linalg.solve(n * covariance[:-1, :-1], apart)), 0.0)
    df = counts.size - 1
    small = bool(n * expected.min() < SMALL_EXPECTED)
    return Primacy(counts, n * expected, chi2, df, float(chdtrc(df, chi2)), small)


def _even_law(lengths: FloatArray) -> tuple[FloatArray, Matrix]:
    """Mean and covariance of one pick, even over its list, for shares of lists by length (m,)."""
    m = lengths.size
    mean, covariance = np.zeros(m), np.zeros((m, m))
    for length, share in enumerate(lengths, start=1):
        even = np.where(np.arange(m) < length, 1.0 / length, 0.0)
        mean += share * even
        # List by list: over all of them at once the difference would cancel to rounding.
        covariance += share * (np.diag(even) - np.outer(even, even))
    return mean, covariance


def _check(counts: FloatArray) -> None:
    if counts.size < 2:
        found = "1 position" if counts.size == 1 else "No position"
        raise OutOfRange(f"{found} cannot be compared; hand in at least two.")
    if counts.sum() == 0.0:
        raise EmptyInput("Nothing was picked; there is no position to prefer.")


def _list_lengths(counts: FloatArray, shown: ArrayLike) -> FloatArray:
    """Share of the lists by length, (m,)."""
    displays = check_counts("shown", shown, counts.size, lowest=1)
    if (np.diff(displays) > 0.0).any():
        position = int(np.flatnonzero(np.diff(displays) > 0.0)[0]) + 1
        raise OutOfRange(
            f"Position {position} was shown {displays[position]:g} times and the one before "
            f"{displays[position - 1]:g} times; a list is filled from its first position."
        )
    if (counts > displays).any():
        position = int(np.flatnonzero(counts > displays)[0])
        raise OutOfRange(
            f"Position {position} was picked {counts[position]:g} times and shown "
            f"{displays[position]:g} times; count every display."
        )
    if counts.sum() > displays[0]:
        raise OutOfRange(f"{counts.sum():g} picks from {displays[0]:g} lists; count one pick each.")
    return np.asarray(-np.diff(displays, append=0.0) / displays[0], dtype=np.float64)
