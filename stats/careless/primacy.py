"""Are options picked for their place on the screen?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from stats.arrays import FloatArray, check_counts
from stats.errors import EmptyInput, OutOfRange

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

    χ² = Σ(o − e)²/e on m − 1 df, e = Σo · s_p/Σs with s_p how often position p was shown.
    Source: Pearson 1900. Only with option order drawn at random for each respondent, one pick
    each: otherwise position and content are one.

    `picks` (m,) whole counts, `shown` (m,) whole counts ≥ 1 of displays with that position filled
    (lists of different length), equal where None. Raises EmptyInput without picks, OutOfRange for
    fewer than two positions or more picks than displays.

    >>> print(primacy([40, 25, 20, 15]))
    first position picked 40.0% where 25.0% is even, chi-square 14.00 on 3 df, p 0.0029, n 100
    """
    counts = check_counts("picks", picks)
    displays = (
        np.ones(counts.size)
        if shown is None
        else check_counts("shown", shown, counts.size, lowest=1)
    )
    _check(counts, None if shown is None else displays)
    expected = counts.sum() * displays / displays.sum()
    chi2 = float(np.sum((counts - expected) ** 2 / expected))
    df = counts.size - 1
    small = bool(expected.min() < SMALL_EXPECTED)
    return Primacy(counts, expected, chi2, df, float(chdtrc(df, chi2)), small)


def _check(counts: FloatArray, displays: FloatArray | None) -> None:
    if counts.size < 2:
        raise OutOfRange(f"{counts.size} positions cannot be compared; hand in at least two.")
    if counts.sum() == 0.0:
        raise EmptyInput("Nothing was picked; there is no position to prefer.")
    if displays is not None and (counts > displays).any():
        position = int(np.flatnonzero(counts > displays)[0])
        raise OutOfRange(
            f"Position {position} was picked {counts[position]:g} times and shown "
            f"{displays[position]:g} times; count every display."
        )
