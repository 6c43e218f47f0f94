"""How many to draw from each stratum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    SMALLEST_WEIGHT,
    FloatArray,
    IntArray,
    check_counts,
    check_floats,
    check_not_empty,
)
from stats.errors import OutOfRange
from stats.planning.bounded_shares import bounded_shares
from stats.planning.hamilton import check_total, largest_remainder
from stats.scalars import check_number, check_whole
from stats.wording import counted

# Fewer leave a stratum without a variance of its own (Cochran 1977, section 5.4).
MIN_PER_STRATUM = 2
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Allocation:
    """Whole sample sizes (H,) by stratum, and the `exact` ones (H,) before rounding.

    `complete` are the strata (positions) taken whole, `raised` those lifted to the minimum.
    """

    sizes: IntArray
    exact: FloatArray
    complete: tuple[int, ...]
    raised: tuple[int, ...]

    @property
    def total(self) -> int:
        """n."""
        return int(self.sizes.sum())

    def __str__(self) -> str:
        strata = counted(self.sizes.size, "stratum", "strata")
        text = f"{self.total} in {strata}: {', '.join(map(str, self.sizes))}"
        text += f"; taken whole: {', '.join(map(str, self.complete))}" if self.complete else ""
        return text + (
            f"; raised to the minimum: {', '.join(map(str, self.raised))}" if self.raised else ""
        )


def proportional_allocation(
    total: int, population: ArrayLike, *, minimum: int = MIN_PER_STRATUM
) -> Allocation:
    """n_h ∝ N_h, at least `minimum` (or all) of each stratum; whole numbers by largest remainder.

    Source: Bowley 1926; Cochran 1977. Arguments and errors as in `neyman_allocation`.

    >>> print(proportional_allocation(100, [500, 300, 190, 10]))
    100 in 4 strata: 49, 30, 19, 2; raised to the minimum: 3
    """
    size = check_counts("population", population).size
    return neyman_allocation(total, population, np.ones(size), minimum=minimum)


def neyman_allocation(
    total: int, population: ArrayLike, sd: ArrayLike, *, minimum: int = MIN_PER_STRATUM
) -> Allocation:
    """n_h ∝ N_h S_h, the smallest variance for a given n.

    Where that asks for more than a stratum has, it is taken whole and the others share the rest
    in the same proportions; likewise at the minimum. Whole numbers by largest remainder.
    Source: Neyman 1934; Cochran 1977, sections 5.5 and 5.8; Gabler, Ganninger & Münnich 2012 for
    the bounds.

    `population` (H,) N_h ≥ 0, `sd` (H,) S_h ≥ 0 of the item (a guess from earlier weeks).
    Raises EmptyInput without strata, OutOfRange for a total below the minima or above the
    population, or above what the strata with S_h > 0 hold (the others gain nothing from more).

    >>> strata = [400, 30, 61, 18, 70, 120]
    >>> print(neyman_allocation(225, strata, [3000, 2000, 9000, 2000, 12000, 1000]))
    225 in 6 strata: 96, 5, 44, 3, 67, 10
    """
    size = check_counts("population", population).size
    return cost_optimal_allocation(population, sd, np.ones(size), total=total, minimum=minimum)


def cost_optimal_allocation(
    population: ArrayLike,
    sd: ArrayLike,
    cost: ArrayLike,
    *,
    total: int | None = None,
    budget: float | None = None,
    minimum: int = MIN_PER_STRATUM,
) -> Allocation:
    """n_h ∝ N_h S_h/√c_h, the smallest variance for a given budget Σ c_h n_h.

    With `budget` the whole sizes never cost more than it: they are rounded down, then raised by
    one in the order of their remainders while it lasts. With `total` in its place the same
    proportions are summed to it. Bounds, other arguments and errors as in `neyman_allocation`.
    Source: Cochran 1977, section 5.5.

    `cost` (H,) c_h > 0 of one more unit in the stratum, fixed costs left out. Also raises
    OutOfRange for a cost of 0 or less, unless exactly one of total and budget is given, and for
    a budget that does not pay the minima. A budget that pays for more is spent until the strata
    with S_h > 0 are complete.

    >>> print(cost_optimal_allocation([400, 600], [10, 20], [4, 9], budget=540))
    73 in 2 strata: 24, 49
    """
    available = check_counts("population", population)
    check_not_empty("population", available)
    spread = check_floats("sd", sd, available.size)
    price = check_floats("cost", cost, available.size)
    _check_numbers(spread, price)
    low = np.minimum(float(check_whole("minimum", minimum)), available)
    shares = available * spread / np.sqrt(price)
    high = np.where(shares > 0.0, available, low)
    if budget is None and total is not None:
        n = check_total(total)
        _check_total(n, low, high)
        exact = bounded_shares(float(n), shares, low, high, np.ones(available.size))
        return _allocation(largest_remainder(exact, n), exact, low, available)
    if budget is None or total is not None:
        raise OutOfRange("Hand in either a total or a budget, and not both.")
    money = check_number("budget", budget, low=0.0)
    _check_budget(money, price, low)
    exact = bounded_shares(min(money, float(price @ high)), shares, low, high, price)
    return _allocation(_within_budget(exact, price, money), exact, low, available)


def _within_budget(exact: FloatArray, price: FloatArray, budget: float) -> IntArray:
    sizes = np.floor(exact + _ROUNDING)
    left = budget - float(price @ sizes)
    for place in np.argsort(-np.round(exact - sizes, 9), kind="stable"):
        if exact[place] - sizes[place] > _ROUNDING and price[place] <= left + _ROUNDING:
            sizes[place] += 1.0
            left -= price[place]
    return sizes.astype(np.int64)


def _allocation(
    sizes: IntArray, exact: FloatArray, low: FloatArray, population: FloatArray
) -> Allocation:
    complete = np.flatnonzero((sizes >= population) & (population > 0.0))
    raised = np.flatnonzero((exact <= low) & (low > 0.0) & (sizes < population))
    return Allocation(sizes, exact, tuple(map(int, complete)), tuple(map(int, raised)))


def _check_numbers(spread: FloatArray, price: FloatArray) -> None:
    if spread.min() < 0.0:
        place = int(spread.argmin())
        raise OutOfRange(f"sd is {spread[place]:g} in stratum {place}; a spread is 0 or more.")
    if price.min() < SMALLEST_WEIGHT:
        place = int(price.argmin())
        raise OutOfRange(f"cost is {price[place]:g} in stratum {place}; hand in costs above 0.")


def _check_total(total: int, low: FloatArray, high: FloatArray) -> None:
    if total < low.sum():
        raise OutOfRange(
            f"A total of {total} is less than the minima of the strata, {low.sum():g} together; "
            "raise it, lower the minimum, or merge strata."
        )
    if total > high.sum():
        raise OutOfRange(
            f"A total of {total} is more than {high.sum():g}, which takes every stratum with any "
            "spread whole and the minimum of the others; lower it, or correct the spreads of 0."
        )


def _check_budget(budget: float, price: FloatArray, low: FloatArray) -> None:
    needed = float(price @ low)
    if budget < needed:
        raise OutOfRange(
            f"A budget of {budget:g} does not pay the minima of the strata, {needed:g}; raise it, "
            "lower the minimum, or merge strata."
        )
