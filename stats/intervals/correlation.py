"""The interval of a correlation."""

from __future__ import annotations

import math
from enum import StrEnum

from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile
from stats.scalars import check_number, check_whole

# Fisher's z has the variance 1/(n − 3).
FEWEST_PAIRS = 4
# Nearer to ±1 than this is a line but for rounding.
ROUNDING = 1e-12


class NoCorrelation(StrEnum):
    """Why a coefficient of agreement or its interval is undefined; DEFINED where both stand."""

    DEFINED = ""
    CONSTANT = "constant"
    FEW_PAIRS = "few_pairs"
    PERFECT = "perfect"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    NoCorrelation.DEFINED: "",
    NoCorrelation.CONSTANT: "the ratings do not vary",
    NoCorrelation.FEW_PAIRS: f"fewer than {FEWEST_PAIRS} pairs",
    NoCorrelation.PERFECT: "the pairs follow one line exactly, so no error can be computed",
}


def correlation_interval(r: float, n: int, level: float = LEVEL) -> Interval | NoCorrelation:
    """Fisher's interval of Pearson's correlation `r` of `n` independent pairs.

    tanh(artanh r ± z/√(n − 3)). Source: Fisher 1921; R `cor.test`. Exact for two normal
    variables only; rating scales are coarse, so it is a good guide from n of about 25 on.
    FEW_PAIRS for n < 4, PERFECT for r = ±1. Raises OutOfRange for r outside −1…1, or n that is not
    a whole number ≥ 0.

    >>> print(correlation_interval(0.5, 28))
    95 % interval 0.16 to 0.74
    """
    if not -1.0 <= check_number("r", r) <= 1.0:
        raise OutOfRange(f"A correlation of {r:g} is impossible; it lies between -1 and 1.")
    z, pairs = normal_quantile(level), check_whole("n", n)
    if pairs < FEWEST_PAIRS:
        return NoCorrelation.FEW_PAIRS
    if 1.0 - abs(r) < ROUNDING:
        return NoCorrelation.PERFECT
    half = z / math.sqrt(pairs - 3)
    centre = math.atanh(r)
    limits = (math.tanh(centre - half), math.tanh(centre + half))
    return Interval(*limits, IntervalMethod.FISHER, level)
