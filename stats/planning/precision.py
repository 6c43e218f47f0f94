"""How precise a sample will be, and how large it must be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stats.arrays import LARGEST
from stats.intervals.interval import LEVEL, normal_quantile
from stats.scalars import check_number, whole_up
from stats.wording import counted

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
        return f"{counted(self.answers, 'answer')}, {counted(self.invitations, 'invitation')}"


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
    p = check_number("share", share, low=0.0, high=1.0)
    return margin_of_mean(p * (1.0 - p), n, population=population, deff=deff, level=level)


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
    v = check_number("unit_variance", unit_variance, low=0.0)
    everybody = check_number("population", population, low=1.0, endless=True)
    size = check_number("n, taken from the population,", n, low=1.0, high=min(everybody, LARGEST))
    cost = check_number("deff", deff, above=0.0)
    left = 1.0 if math.isinf(everybody) else (everybody - size) / max(everybody - 1.0, 1.0)
    return normal_quantile(level) * math.sqrt(cost * v / size * left)


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
    `unit_variance` and `margin` in the same units (squared and plain): .25 for a proportion,
    up to .75 for NPS as a share. Raises OutOfRange unless all are positive, the population at
    least 1 and the rate at most 1, and for a plan of more answers than can be counted.

    >>> print(sample_size(0.25, 0.05, population=500, deff=1.2, response_rate=0.25))
    241 answers, 964 invitations
    """
    v = check_number("unit_variance", unit_variance, above=0.0)
    half_width = check_number("margin", margin, above=0.0)
    everybody = check_number("population", population, low=1.0, endless=True)
    cost = check_number("deff", deff, above=0.0)
    rate = check_number("response_rate", response_rate, above=0.0, high=1.0)
    relative = normal_quantile(level) * math.sqrt(cost * v) / half_width
    n0 = relative * relative
    n = 1.0 if everybody == 1.0 else n0 / (1.0 + (n0 - 1.0) / everybody)
    answers = max(whole_up(n), 1)
    return SampleSize(n0, n, answers, whole_up(answers / rate))
