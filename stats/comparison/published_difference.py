"""The difference of two published figures that share no answers, from their intervals alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr

from stats.errors import OutOfRange
from stats.intervals.interval import Interval, IntervalMethod
from stats.scalars import check_number

ROUNDING = 1e-9
Z = 1.959963984540054  # norm.ppf(.975): published limits are at 95 %


@dataclass(frozen=True)
class PublishedDifference:
    """Second minus first, with limits and a two-sided p-value."""

    difference: float
    interval: Interval
    p_value: float

    def __str__(self) -> str:
        return f"{self.difference:+.3g} ({self.interval}), p {self.p_value:.3f}"


def published_difference(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> PublishedDifference:
    """Limits made of the two published intervals, as of independent figures (MOVER).

    d − √(a² + b²), a from the second estimate down to its limit, b from the first up to its own,
    and the mirror image above; p = 2 Φ(−|d| z/reach), reach towards 0, so that p < .05 exactly
    where the limits leave out 0. Accounts that answered in both make it too careful as a rule.
    Source: Zou & Donner 2008; Newcombe 1998, method 10, for shares.

    Each figure is (value, low, high) with 95 % limits in one unit. Raises OutOfRange for numbers
    that are none or out of order.

    >>> print(published_difference((0.8, 0.7, 0.88), (0.9, 0.8, 0.94)))
    +0.1 (95 % interval -0.03 to 0.21), p 0.126
    """
    a, b = _checked(first), _checked(second)
    d = b[0] - a[0]
    down, up = _reach(b[0] - b[1], a[2] - a[0]), _reach(b[2] - b[0], a[0] - a[1])
    reach = down if d > 0.0 else up
    strength = abs(d) / reach if reach > 0.0 else math.inf if d else 0.0
    return PublishedDifference(
        d,
        Interval(d - down, d + up, IntervalMethod.COMBINED),
        float(2.0 * ndtr(-Z * strength)),
    )


def _reach(one: float, other: float) -> float:
    return math.hypot(max(one, 0.0), max(other, 0.0))


def _checked(figure: tuple[float, float, float]) -> tuple[float, float, float]:
    value, low, high = (check_number("figure", number) for number in figure)
    if not low - ROUNDING <= value <= high + ROUNDING:
        raise OutOfRange(
            f"The figure {value:g} does not lie within its limits {low:g} to {high:g}."
        )
    return value, low, high
