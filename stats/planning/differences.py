"""How many answers it takes to see a difference of two groups."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from scipy.special import ndtri

from stats.arrays import check_floats
from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, normal_quantile
from stats.scalars import check_number, whole_up
from stats.wording import counted

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
        return max(whole_up(self.n1), 1), max(whole_up(self.n2), 1)

    def __str__(self) -> str:
        first, second = self.answers
        return f"{first} and {counted(second, 'answer')}, {counted(self.invitations, 'invitation')}"


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
    v1, v2 = _two("variances", variances, above=0.0)
    size = abs(check_number("difference", difference))
    if size == 0.0:
        raise OutOfRange("A difference of 0 cannot be planned for; name the smallest that matters.")
    r = check_number("ratio", ratio, above=0.0)
    cost = check_number("deff", deff, above=0.0)
    rate = check_number("response_rate", response_rate, above=0.0, high=1.0)
    relative = _reach(power, level) * math.sqrt(cost * (v1 + v2 / r)) / size
    plan = DifferencePlan(relative * relative, r * relative * relative, 0)
    return replace(plan, invitations=sum(whole_up(n / rate) for n in plan.answers))


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
    v1, v2 = _two("variances", variances, above=0.0)
    n1, n2 = _two("answers", answers, low=1.0)
    cost = check_number("deff", deff, above=0.0)
    return _reach(power, level) * math.sqrt(cost * (v1 / n1 + v2 / n2))


def _two(
    name: str, values: tuple[float, float], *, low: float = 0.0, above: float | None = None
) -> tuple[float, float]:
    first, second = check_floats(name, values, 2)
    return (
        check_number(f"{name}[0]", first, low=low, above=above),
        check_number(f"{name}[1]", second, low=low, above=above),
    )


def _reach(power: float, level: float) -> float:
    """z_{1−α/2} + z_power; a difference of 0 already has the power α/2 in its direction."""
    z, least = normal_quantile(level), (1.0 - level) / 2.0
    chance = check_number("power", power)
    if not least < chance < 1.0:
        raise OutOfRange(
            f"A power of {chance:g} cannot be planned for; hand in a chance between "
            f"{least:g} and 1, usually {POWER:g}."
        )
    return z + float(ndtri(chance))
