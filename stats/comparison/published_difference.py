"""The difference of two published figures that share no answers, from their intervals alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from stats.arrays import FloatArray, check_floats
from stats.errors import OutOfRange
from stats.intervals.interval import Interval, IntervalMethod
from stats.scalars import check_number

ROUNDING = 1e-9
UPPER = 0.975  # published limits are at 95 %


@dataclass(frozen=True)
class FigureWithLimits:
    """A value with its 95 % limits in one unit; `df` of the t quantile in them, None: normal.

    Raises OutOfRange for numbers that are none or out of order, and for df below 1.
    """

    value: float
    low: float
    high: float
    df: float | None = None

    def __post_init__(self) -> None:
        for number in (self.value, self.low, self.high):
            check_number("figure", number)
        if not self.low - ROUNDING <= self.value <= self.high + ROUNDING:
            raise OutOfRange(
                f"The figure {self.value:g} does not lie within its limits {self.low:g} to "
                f"{self.high:g}."
            )
        if self.df is not None and not self.df >= 1.0:
            raise OutOfRange(f"t needs at least 1 degree of freedom, not {self.df:g}.")

    @property
    def freedom(self) -> float:
        return math.inf if self.df is None else self.df

    @property
    def below(self) -> float:
        """The one-sided standard error, from the estimate down to its limit."""
        return max(self.value - self.low, 0.0) / _quantile(self.freedom)

    @property
    def above(self) -> float:
        return max(self.high - self.value, 0.0) / _quantile(self.freedom)


@dataclass(frozen=True)
class PublishedDifference:
    """Second minus first, with limits and a two-sided p-value."""

    difference: float
    interval: Interval
    p_value: float

    def __str__(self) -> str:
        return f"{self.difference:+.3g} ({self.interval}), p {self.p_value:.3f}"


def published_difference(first: FigureWithLimits, second: FigureWithLimits) -> PublishedDifference:
    """Limits made of the two published intervals, as of independent figures (MOVER).

    d − t_ν √(a² + b²), a from the second estimate down to its limit, b from the first up to its
    own, each over the quantile that is in it, ν = (a² + b²)² / (a⁴/df₂ + b⁴/df₁), and the mirror
    image above; p of t_ν, so that p < .05 exactly where the limits leave out 0. Where the limits
    lie as far below as above it is Welch's test. Accounts that answered in both make it too careful
    as a rule. Source: Zou & Donner 2008; Newcombe 1998, method 10, for shares; Welch 1947 and
    Satterthwaite 1946 for ν.

    >>> before, now = FigureWithLimits(0.8, 0.7, 0.88), FigureWithLimits(0.9, 0.8, 0.94)
    >>> print(published_difference(before, now))
    +0.1 (95 % interval -0.03 to 0.21), p 0.126
    """
    d = second.value - first.value
    down = _joined((second.below, second.freedom), (first.above, first.freedom))
    up = _joined((second.above, second.freedom), (first.below, first.freedom))
    return PublishedDifference(
        d,
        Interval(d - down.reach, d + up.reach, IntervalMethod.COMBINED),
        (down if d > 0.0 else up).p_value(d),
    )


def p_values_against(
    value: ArrayLike, low: ArrayLike, high: ArrayLike, df: ArrayLike, number: ArrayLike
) -> FloatArray:
    """Two-sided p-values of published figures against numbers without error, each shape (n,).

    By the error towards the number that is in the 95 % limits: p < .05 exactly where they leave
    it out. As `published_difference` against a figure whose limits are its value.

    >>> p_values_against([38.0], [34.0], [42.0], [9.0], [44.0]).round(4).tolist()
    [0.008]
    """
    value, low, high, df, number = (
        check_floats(name, one)
        for name, one in zip(
            ("value", "low", "high", "df", "number"), (value, low, high, df, number), strict=True
        )
    )
    error = np.where(number < value, value - low, high - value) / stdtrit(df, UPPER)
    distance = np.abs(value - number)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2.0 * stdtr(df, -distance / error)
    return np.where(error > 0.0, p, np.where(distance > 0.0, 0.0, 1.0))


@dataclass(frozen=True)
class _Side:
    """How far the difference may reach towards one side: its error, and the df behind it."""

    error: float
    df: float

    @property
    def reach(self) -> float:
        return _quantile(self.df) * self.error

    def p_value(self, difference: float) -> float:
        if self.error == 0.0:
            return 0.0 if difference else 1.0
        return float(2.0 * stdtr(self.df, -abs(difference) / self.error))


def _joined(one: tuple[float, float], other: tuple[float, float]) -> _Side:
    """Two errors with their degrees of freedom, as of independent figures."""
    error = math.hypot(one[0], other[0])
    spread = sum((e / error) ** 4 / df for e, df in (one, other)) if error else 0.0
    # At least the fewest, which rounding can miss by its last digit.
    return _Side(error, max(1.0 / spread, 1.0) if spread else math.inf)


def _quantile(df: float) -> float:
    return float(stdtrit(df, UPPER))
