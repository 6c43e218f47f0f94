"""How precise a sample will be, and how large it must be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, normal_quantile


@dataclass(frozen=True)
class SampleSize:
    """Answers needed: for an endless population (`n0`), for this one (`n`), and invitations."""

    n0: float
    n: float
    answers: int
    invitations: int

    def __str__(self) -> str:
        return f"{self.answers} answers, {self.invitations} invitations"


def margin_of_error(
    share: float,
    n: float,
    *,
    population: float = math.inf,
    deff: float = 1.0,
    level: float = LEVEL,
) -> float:
    """Half the width of a Wald interval for a proportion, as a share.

    z √(deff·p(1 − p)/n · (N − n)/(N − 1)). Source: Cochran 1977. A planning figure: published
    intervals leave the finite population correction out. Raises OutOfRange for a share outside
    0…1, n outside 1…N, or deff ≤ 0.

    >>> round(margin_of_error(0.5, 100), 4), round(margin_of_error(0.5, 100, population=300), 4)
    (0.098, 0.0801)
    """
    if not (0.0 <= share <= 1.0 and 1.0 <= n <= population and deff > 0.0):
        raise OutOfRange(
            f"share {share:g}, n {n:g}, population {population:g}, deff {deff:g}: "
            "needs 0 ≤ share ≤ 1, 1 ≤ n ≤ population, deff above 0."
        )
    left = 1.0 if math.isinf(population) else (population - n) / max(population - 1.0, 1.0)
    return normal_quantile(level) * math.sqrt(deff * share * (1.0 - share) / n * left)


def sample_size(
    unit_variance: float,
    margin: float,
    *,
    population: float = math.inf,
    deff: float = 1.0,
    response_rate: float = 1.0,
    level: float = LEVEL,
) -> SampleSize:
    """Answers and invitations that give a margin of error.

    n₀ = deff·z²v/margin², n = n₀/(1 + (n₀ − 1)/N), invitations = ⌈⌈n⌉/RR⌉. Source: Cochran 1977.
    `unit_variance` and `margin` in the same units (squared and plain): .25 for a proportion, up
    to .75 for NPS as a share. Raises OutOfRange unless all are positive and the rate at most 1.

    >>> print(sample_size(0.25, 0.05, population=500, deff=1.2, response_rate=0.25))
    241 answers, 964 invitations
    """
    if min(unit_variance, margin, population, deff, response_rate) <= 0.0 or response_rate > 1.0:
        raise OutOfRange("Variance, margin, population, deff and rate are positive, the rate ≤ 1.")
    n0 = deff * normal_quantile(level) ** 2 * unit_variance / margin**2
    n = n0 / (1.0 + (n0 - 1.0) / population)
    answers = math.ceil(n)
    return SampleSize(n0, n, answers, math.ceil(answers / response_rate))
