"""How precise a sample will be, and how large it must be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, normal_quantile

# Unit variance of NPS as a share (−1, 0, 1) to plan with: product convention, the worst
# plausible; .5 to .7 is usual, 1 is the most there is.
NPS_UNIT_VARIANCE = 0.75


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
    unit_variance = share * (1.0 - share)
    return _half_width(unit_variance, n, population, deff, level)


def margin_of_mean(
    unit_variance: float,
    n: float,
    *,
    population: float = math.inf,
    deff: float = 1.0,
    level: float = LEVEL,
) -> float:
    """Half the width of a Wald interval for a mean, in the units of the answers.

    z √(deff·v/n · (N − n)/(N − 1)). Source: Cochran 1977; the inverse of `sample_size`. v is
    the variance of one answer with divisor N: NPS_UNIT_VARIANCE (.75) for NPS as a share, ×100
    for points. A planning figure, as `margin_of_error`. Raises OutOfRange for v < 0, n outside
    1…N, or deff ≤ 0.

    >>> round(100 * margin_of_mean(NPS_UNIT_VARIANCE, 400), 2)
    8.49
    """
    if not (0.0 <= unit_variance < math.inf and 1.0 <= n <= population and deff > 0.0):
        raise OutOfRange(
            f"variance {unit_variance:g}, n {n:g}, population {population:g}, deff {deff:g}: "
            "needs a finite variance from 0 upwards, 1 ≤ n ≤ population, deff above 0."
        )
    return _half_width(unit_variance, n, population, deff, level)


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


def _half_width(
    unit_variance: float, n: float, population: float, deff: float, level: float
) -> float:
    left = 1.0 if math.isinf(population) else (population - n) / max(population - 1.0, 1.0)
    return normal_quantile(level) * math.sqrt(deff * unit_variance / n * left)
