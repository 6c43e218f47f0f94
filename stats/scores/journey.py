"""Journeys over several touchpoints: do all of them hold, not only each on average?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, IntArray, any_array, check_positive_weights
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import Interval, wilson
from stats.reasons import Undefined
from stats.scalars import check_number
from stats.scores.answer_table import answer_table

# Methods A9 [P]: the lowest score, of 0 to 10, with which a touchpoint passes.
THRESHOLD = 7.0
SCALE = (0.0, 10.0)


@dataclass(frozen=True)
class TouchpointPass:
    """One touchpoint over the `n` journeys that experienced it.

    `lowest_in` journeys had their lowest score here. Where nobody experienced it, `reason` is
    EMPTY and mean, share and interval are None.
    """

    name: str
    n: int
    n_eff: float
    mean: float | None
    pass_share: float | None
    interval: Interval | None
    lowest_in: int
    reason: Undefined

    def __str__(self) -> str:
        if self.interval is None:
            return f"{self.name}: {self.reason.sentence}"
        low, high = self.interval.low, self.interval.high
        return (
            f"{self.name}: {self.pass_share:.1%} pass, 95 % interval {low:.1%} to {high:.1%}, "
            f"mean {self.mean:z.2f}, n {self.n}"
        )


@dataclass(frozen=True, eq=False)
class Journey:
    """How many journeys no touchpoint spoiled, beside what independence would give.

    Over `n` journeys with a touchpoint (`not_experienced` had none). `product_if_independent` is
    the product of all pass shares, None where a touchpoint has none; `expected_if_independent`
    the mean over journeys of the product over what each experienced: compare with this one.
    Per journey (J,): `flawless` and `experienced`, for `Measure.of_hits`; `lowest` the number of
    its lowest touchpoint, −1, and `lowest_score`, NaN, exactly where not experienced.
    """

    touchpoints: tuple[TouchpointPass, ...]
    flawless_share: float
    interval: Interval
    n: int
    n_eff: float
    not_experienced: int
    product_if_independent: float | None
    expected_if_independent: float
    flawless: BoolArray
    experienced: BoolArray
    lowest: IntArray
    lowest_score: FloatArray

    def __str__(self) -> str:
        low, high = self.interval.low, self.interval.high
        return (
            f"{self.flawless_share:.1%} of journeys flawless, 95 % interval {low:.1%} to "
            f"{high:.1%}, n {self.n}; {self.expected_if_independent:.1%} if independent"
        )


def journey(
    scores: ArrayLike,
    touchpoints: Sequence[str],
    *,
    experienced: ArrayLike | None = None,
    threshold: float = THRESHOLD,
    scale: tuple[float, float] = SCALE,
    weights: ArrayLike | None = None,
) -> Journey:
    """Pass share of every touchpoint, share of flawless journeys, and where each was lowest.

    A touchpoint passes with score ≥ `threshold`; a journey is flawless if no touchpoint that it
    experienced fails. Shares with Wilson's interval at n, with weights at (Σw)²/Σw². Ties of the
    lowest go to the earlier touchpoint. Five independent touchpoints of 90 % leave .9⁵ = 59 %.
    Source: Rawson, Duncan & Jones 2013; Wilson 1927. Journeys count as independent: for those of
    one account estimate `flawless` with `Measure.of_hits`.

    `scores` (J, T) and `threshold` on `scale`, scores ignored where `experienced` (J, T) is false;
    `touchpoints` T names in the order of the journey; `weights` (J,) > 0. Raises EmptyInput where
    no journey experienced anything, OutOfRange for shapes that do not fit or scores off the
    scale, BadWeights.

    >>> found = journey([[9, 8], [9, 4], [3, 8], [7, 0]], ["order", "delivery"],
    ...                 experienced=[[1, 1], [1, 1], [1, 1], [1, 0]])
    >>> print(found)
    50.0% of journeys flawless, 95 % interval 15.0% to 85.0%, n 4; 56.2% if independent
    >>> found.lowest.tolist()
    [1, 1, 0, 0]
    """
    values, there = _journeys(scores, touchpoints, experienced, scale)
    check_number("threshold", threshold, low=scale[0], high=scale[1])
    weight = _weights(weights, len(values))
    seen = np.asarray(there.any(axis=1))
    flawless = seen & ((values >= threshold) | ~there).all(axis=1)
    lowest = np.where(seen, np.where(there, values, np.inf).argmin(axis=1), -1)
    at_lowest = np.bincount(lowest[seen], minlength=len(touchpoints))
    steps = tuple(
        _touchpoint(name, scored[on], threshold, weight[on], int(at))
        for name, scored, on, at in zip(touchpoints, values.T, there.T, at_lowest, strict=True)
    )
    share, n_eff, interval = _share(flawless[seen], weight[seen])
    product, expected = _independent(steps, there[seen], weight[seen])
    return Journey(
        touchpoints=steps,
        flawless_share=share,
        interval=interval,
        n=int(seen.sum()),
        n_eff=n_eff,
        not_experienced=int((~seen).sum()),
        product_if_independent=product,
        expected_if_independent=expected,
        flawless=flawless,
        experienced=seen,
        lowest=lowest,
        lowest_score=np.where(seen, np.where(there, values, np.inf).min(axis=1), np.nan),
    )


def _independent(
    steps: tuple[TouchpointPass, ...], there: BoolArray, weight: FloatArray
) -> tuple[float | None, float]:
    """Product of all pass shares, and the mean of the products over what was experienced."""
    shares = np.array([1.0 if step.pass_share is None else step.pass_share for step in steps])
    unknown = any(step.pass_share is None for step in steps)
    products = np.where(there, shares, 1.0).prod(axis=1)
    expected = float(np.average(products, weights=weight))
    return None if unknown else float(shares.prod()), expected


def _touchpoint(
    name: str, scores: FloatArray, threshold: float, weight: FloatArray, lowest_in: int
) -> TouchpointPass:
    if scores.size == 0:
        return TouchpointPass(name, 0, 0.0, None, None, None, lowest_in, Undefined.EMPTY)
    share, n_eff, interval = _share(scores >= threshold, weight)
    mean = float(np.average(scores, weights=weight))
    return TouchpointPass(
        name, scores.size, n_eff, mean, share, interval, lowest_in, Undefined.DEFINED
    )


def _share(hits: BoolArray, weight: FloatArray) -> tuple[float, float, Interval]:
    """Weighted share, effective number, Wilson's interval."""
    share = min(float(weight @ hits / weight.sum()), 1.0)
    n_eff = float(weight.sum() ** 2 / (weight @ weight))
    return share, n_eff, wilson(min(share * n_eff, n_eff), n_eff)


def _weights(weights: ArrayLike | None, size: int) -> FloatArray:
    return np.ones(size) if weights is None else check_positive_weights("weights", weights, size)


def _journeys(
    scores: ArrayLike,
    touchpoints: Sequence[str],
    experienced: ArrayLike | None,
    scale: tuple[float, float],
) -> tuple[FloatArray, BoolArray]:
    """Scores (J, T) and the marks of what was experienced."""
    table = any_array("scores", scores)
    if table.ndim != 2 or table.shape[1] != len(touchpoints):
        raise OutOfRange(
            f"Scores of shape {table.shape} and {len(touchpoints)} touchpoints; "
            "hand in a row per journey and a column per touchpoint."
        )
    values, there = answer_table(
        table, experienced, scale, row="journey", columns=touchpoints, missing="not experienced"
    )
    if not there.any():
        raise EmptyInput("No journey experienced a touchpoint, so none can be flawless; say so.")
    return values, there
