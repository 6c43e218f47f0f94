"""How many answers it takes to see a difference of two groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri

from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, normal_quantile

# The usual chance of seeing a difference that is there (Cohen 1988).
POWER = 0.8


@dataclass(frozen=True)
class DifferencePlan:
    """Answers needed in each of two groups, exact (`n1`, `n2`) and whole, and invitations."""

    n1: float
    n2: float
    invitations: int

    @property
    def answers(self) -> tuple[int, int]:
        """Whole answers of the two groups."""
        return math.ceil(self.n1), math.ceil(self.n2)

    def __str__(self) -> str:
        first, second = self.answers
        return f"{first} and {second} answers, {self.invitations} invitations"


def difference_sample_size(
    variances: tuple[float, float],
    difference: float,
    *,
    ratio: float = 1.0,
    power: float = POWER,
    deff: float = 1.0,
    response_rate: float = 1.0,
    level: float = LEVEL,
) -> DifferencePlan:
    """Answers of two independent groups that show a difference δ with the given power.

    n₁ = deff (z_{1−α/2} + z_power)² (v₁ + v₂/r)/δ², n₂ = r n₁; invitations ⌈⌈n₁⌉/RR⌉ + ⌈⌈n₂⌉/RR⌉.
    Source: Lachin 1981; Cohen 1988. Two weeks of the same accounts need fewer: their covariance
    is left out here.

    `variances` (v₁, v₂) per answer and `difference` in the same units, squared and plain, as in
    `sample_size`; `ratio` r = n₂/n₁; power between (1 − level)/2 and 1. Raises OutOfRange for
    anything that is not positive, a rate above 1, or another power.

    >>> print(difference_sample_size((0.75, 0.75), 0.10, response_rate=0.25))
    1178 and 1178 answers, 9424 invitations
    """
    if min(*variances, abs(difference), ratio, deff, response_rate) <= 0.0 or response_rate > 1.0:
        raise OutOfRange(
            "Variances, ratio, deff and rate are positive, the rate at most 1, and a difference "
            "of 0 cannot be planned for; correct the one that is not."
        )
    v1, v2 = variances
    n1 = deff * _reach(power, level) ** 2 * (v1 + v2 / ratio) / difference**2
    needed = (math.ceil(n1), math.ceil(ratio * n1))
    return DifferencePlan(n1, ratio * n1, sum(math.ceil(n / response_rate) for n in needed))


def detectable_difference(
    variances: tuple[float, float],
    answers: tuple[float, float],
    *,
    power: float = POWER,
    deff: float = 1.0,
    level: float = LEVEL,
) -> float:
    """The smallest difference that two independent groups show with the given power.

    δ = (z_{1−α/2} + z_power) √(deff (v₁/n₁ + v₂/n₂)). Source, units and errors as in
    `difference_sample_size`, of which it is the inverse; `answers` (n₁, n₂) at least 1.

    >>> round(detectable_difference((0.75, 0.75), (400, 400)), 4)
    0.1716
    """
    if min(*variances, deff) <= 0.0 or min(answers) < 1.0:
        raise OutOfRange(
            f"Variances {variances}, answers {answers}, deff {deff:g}: variances and deff are "
            "positive, and each group has at least one answer."
        )
    spread = variances[0] / answers[0] + variances[1] / answers[1]
    return _reach(power, level) * math.sqrt(deff * spread)


def _reach(power: float, level: float) -> float:
    """z_{1−α/2} + z_power; a difference of 0 already has the power α/2 in its direction."""
    z = normal_quantile(level)
    if not (1.0 - level) / 2.0 < power < 1.0:
        raise OutOfRange(
            f"A power of {power:g} cannot be planned for; hand in a chance between "
            f"{(1.0 - level) / 2.0:g} and 1, usually {POWER:g}."
        )
    return z + float(ndtri(power))
