"""The difference of two means whose groups may spread differently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.arrays import check_floats, check_not_empty
from stats.intervals.interval import (
    LEVEL,
    Interval,
    IntervalMethod,
    normal_quantile,
    t_quantile,
)
from stats.intervals.spread import agree
from stats.reasons import Undefined


@dataclass(frozen=True)
class MeanDifference:
    """Second minus first group, with Welch's test and the standardised difference.

    `standardised` is the difference in pooled standard deviations. Where `reason` is not DEFINED,
    everything between `difference` and `reason` is None.
    """

    difference: float
    n_first: int
    n_second: int
    se: float | None
    df: float | None
    t: float | None
    p_value: float | None
    interval: Interval | None
    standardised: float | None
    standardised_interval: Interval | None
    reason: Undefined

    def __str__(self) -> str:
        sizes = f"n {self.n_first} and {self.n_second}"
        if self.interval is None:
            return (
                f"difference {self.difference:+z.2f}, not testable: {self.reason.sentence}, {sizes}"
            )
        return (
            f"difference {self.difference:+z.2f}, {self.interval}, p {self.p_value:.2g}, "
            f"{self.standardised:+z.2f} standard deviations, {sizes}"
        )


def welch(first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> MeanDifference:
    """Welch's t for x̄₂ − x̄₁ and the standardised difference of two independent groups.

    se² = v₁ + v₂ with v = s²/n (ddof 1), df = (v₁ + v₂)²/(v₁²/(n₁ − 1) + v₂²/(n₂ − 1));
    g = (x̄₂ − x̄₁)/s_p, s_p² = Σ(n − 1)s²/(n₁ + n₂ − 2), with the large-sample error
    √((n₁ + n₂)/(n₁n₂) + g²/(2(n₁ + n₂))).
    Source: Welch 1947; Cohen 1988; Hedges & Olkin 1985 for the error of g.

    Values (n₁,) and (n₂,). Raises EmptyInput for a group without values, OutOfRange for values
    that are not numbers. A group of one, or no spread at all, is a reason in the result.

    >>> print(welch([8, 9, 7, 10, 6], [7, 5, 6, 8, 4, 6]))
    difference -2.00, 95 % interval -4.10 to 0.10, p 0.059, -1.34 standard deviations, n 5 and 6
    """
    groups = check_floats("first", first), check_floats("second", second)
    for name, values in zip(("first", "second"), groups, strict=True):
        check_not_empty(name, values)
    difference = float(groups[1].mean() - groups[0].mean())
    sizes = groups[0].size, groups[1].size
    if min(sizes) < 2:
        return _undefined(difference, sizes, Undefined.FEW_ACCOUNTS)
    if agree(*groups) and agree(*groups[::-1]):
        return _undefined(difference, sizes, Undefined.ZERO_VARIANCE)
    variances = groups[0].var(ddof=1), groups[1].var(ddof=1)
    return _tested(difference, sizes, (float(variances[0]), float(variances[1])), level)


def _tested(
    difference: float, sizes: tuple[int, int], variances: tuple[float, float], level: float
) -> MeanDifference:
    parts = np.array(variances) / np.array(sizes)
    se = float(np.sqrt(parts.sum()))
    df = float(1.0 / np.sum((parts / parts.sum()) ** 2 / (np.array(sizes) - 1)))
    half = float(t_quantile([df], level)[0]) * se
    standardised = _standardised(difference, sizes, variances)
    return MeanDifference(
        difference=difference,
        n_first=sizes[0],
        n_second=sizes[1],
        se=se,
        df=df,
        t=difference / se,
        p_value=float(2.0 * stdtr(df, -abs(difference / se))),
        interval=Interval(difference - half, difference + half, IntervalMethod.T, level),
        standardised=standardised,
        standardised_interval=_standardised_interval(standardised, sizes, level),
        reason=Undefined.DEFINED,
    )


def _standardised(
    difference: float, sizes: tuple[int, int], variances: tuple[float, float]
) -> float:
    freedom = np.array(sizes) - 1
    return difference / float(np.sqrt(np.sum(freedom * np.array(variances)) / freedom.sum()))


def _standardised_interval(g: float, sizes: tuple[int, int], level: float) -> Interval:
    total = sum(sizes)
    se = np.sqrt(total / (sizes[0] * sizes[1]) + g * g / (2.0 * total))
    half = normal_quantile(level) * float(se)
    return Interval(g - half, g + half, IntervalMethod.WALD, level)


def _undefined(difference: float, sizes: tuple[int, int], reason: Undefined) -> MeanDifference:
    nothing = (None,) * 7
    return MeanDifference(difference, *sizes, *nothing, reason)
