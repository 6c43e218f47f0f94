"""The change between two published figures, read from their own intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from stats.arrays import FloatArray, IntArray
from stats.comparison.change import Change, calibrated_change
from stats.errors import OutOfRange
from stats.estimation.influence import AccountInfluence
from stats.intervals.interval import Interval, IntervalMethod, t_quantile
from stats.scalars import check_number


@dataclass(frozen=True)
class PublishedLevel:
    """One week's figure with its published 95 % limits and what each account contributes.

    Raises OutOfRange for limits that are no numbers or out of order.
    """

    influence: AccountInfluence
    low: float
    high: float

    def __post_init__(self) -> None:
        if check_number("low", self.low) > check_number("high", self.high):
            raise OutOfRange(f"The limits {self.low:g} and {self.high:g} are out of order.")

    @property
    def estimate(self) -> float:
        return self.influence.estimate

    @property
    def below(self) -> float:
        """How far the interval reaches down from the estimate, ≥ 0."""
        return max(self.estimate - self.low, 0.0)

    @property
    def above(self) -> float:
        return max(self.high - self.estimate, 0.0)


def published_change(first: PublishedLevel, second: PublishedLevel) -> Change:
    """Change, second minus first, with limits made of the two published intervals (methods H1a).

    d − √(a² + b² − 2rab) with a from the second estimate down to its limit, b from the first up to
    its own, and the mirror image above; r is the correlation that accounts heard in both weeks
    bring. t = d / (distance from d to the limit nearer to 0) × the quantile with g − 1 degrees of
    freedom, so that p < .05 exactly where the limits leave out 0. `se` is the linearised one.
    Near the ends of a scale the linearised error alone is too short: where 29 of 30 are satisfied
    it knows next to nothing of the thirtieth. Source: Zou & Donner 2008 (Stat. Med. 27:1693);
    Newcombe 1998 for shares.

    Reasons and errors as in `calibrated_change`.

    >>> week = AccountInfluence(np.array([1, 2]), np.array([.1, -.1]), np.array([True, True]), .8)
    >>> later = AccountInfluence(np.array([3, 4]), np.array([.1, -.1]), np.array([True, True]), .9)
    >>> found = published_change(PublishedLevel(week, .7, .88), PublishedLevel(later, .8, .94))
    >>> print(found.interval)
    95 % interval -0.03 to 0.21
    """
    linear = calibrated_change(first.influence, second.influence, first.estimate, second.estimate)
    if linear.df is None:
        return linear
    r = _correlation(first.influence, second.influence)
    reach_down = _combined(second.below, first.above, r)
    reach_up = _combined(second.above, first.below, r)
    d = linear.difference
    t = _t(d, reach_down if d > 0.0 else reach_up, linear.df)
    return replace(
        linear,
        t=t,
        p_value=float(2.0 * stdtr(linear.df, -abs(t))),
        interval=Interval(d - reach_down, d + reach_up, IntervalMethod.COMBINED),
    )


def _t(difference: float, reach: float, df: int) -> float:
    """The quantile times how often the difference holds its reach towards 0."""
    if difference == 0.0:
        return 0.0
    return (
        float(t_quantile([df])[0]) * difference / reach
        if reach
        else math.copysign(math.inf, difference)
    )


def _combined(one: float, other: float, r: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2.0 * r * one * other, 0.0))


def _correlation(first: AccountInfluence, second: AccountInfluence) -> float:
    """Of the two estimates, over all accounts of either week; 0 where one of them has no error."""
    accounts = np.union1d(first.accounts, second.accounts).astype(np.int64)
    one, other = (_centred(week, accounts) for week in (first, second))
    spread = math.sqrt(float(one @ one) * float(other @ other))
    return float(np.clip(one @ other / spread, -1.0, 1.0)) if spread > 0.0 else 0.0


def _centred(week: AccountInfluence, accounts: IntArray) -> FloatArray:
    values: FloatArray = np.zeros(accounts.size)
    values[np.searchsorted(accounts, week.accounts)] = week.values
    values -= values.mean()
    return values
