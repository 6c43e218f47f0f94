"""Cronbach's alpha with its item statistics: reported, while omega decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from stats.arrays import FloatArray
from stats.constructs.item_answers import ItemAnswers
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import is_below
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile
from stats.wording import counted

# [K] Nunnally & Bernstein 1994: an item below adds noise rather than signal.
LOW_ITEM_TOTAL = 0.30


@dataclass(frozen=True)
class ItemStatistic:
    """An item against the rest of its construct; None where the rest has no spread or no items."""

    name: str
    item_total: float | None
    alpha_if_deleted: float | None

    @property
    def is_low(self) -> bool:
        """Corrected item-total correlation below .30."""
        return self.item_total is not None and is_below(self.item_total, LOW_ITEM_TOTAL)


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha; `reason` says why `value`, or else `interval`, is None."""

    value: float | None
    interval: Interval | None
    items: tuple[ItemStatistic, ...]
    n: int
    left_out: int
    reason: UntestableConstruct

    @property
    def low_items(self) -> tuple[str, ...]:
        """Names of the items below .30."""
        return tuple(item.name for item in self.items if item.is_low)

    def __str__(self) -> str:
        people = f"{counted(len(self.items), 'item')}, n {self.n}, {self.left_out} left out"
        if self.value is None:
            return f"no alpha: {self.reason.sentence}; {people}"
        limits = f"{self.interval}" if self.interval else self.reason.sentence
        low = f"; low item-total: {', '.join(self.low_items)}" if self.low_items else ""
        return f"alpha {self.value:.3f}, {limits}, {people}{low}"


def cronbach_alpha(answers: ItemAnswers, level: float = LEVEL) -> Alpha:
    """Reliability of a sum of items with equal loadings.

    α = k/(k − 1) (1 − Σ s_j²/s_T²); corrected item-total r(x_j, T − x_j); alpha without item j.
    Interval: 1 − (1 − α) F_{1∓γ}(ν, ν(k − 1)), ν = n* − 1, n* Kish's effective n (n without
    weights); it takes respondents as independent and items as normal with equal covariances.
    α underestimates reliability when loadings differ, so omega decides.
    Source: Cronbach 1951; Feldt 1965.

    Complete cases only. A single item, fewer than three people or a sum without spread is a
    reason in the result; no interval where items agree exactly or n* is below 2. Raises
    OutOfRange for a level outside 0…1.

    >>> print(cronbach_alpha(ItemAnswers.of_rows(
    ...     [[4, 5, 4], [2, 2, 3], [5, 4, 5], [3, 3, 2], [1, 2, 1]])))
    alpha 0.932, 95 % interval 0.66 to 0.99, 3 items, n 5, 0 left out
    """
    normal_quantile(level)  # refuses a level that is no probability
    reason = _obstacle(answers)
    if reason is not UntestableConstruct.NOTHING:
        items = tuple(ItemStatistic(name, None, None) for name in answers.names)
        return Alpha(None, None, items, answers.n, answers.left_out, reason)
    covariances = answers.covariances()
    value = _alpha(covariances)
    doubt = _interval_obstacle(value, answers)
    return Alpha(
        value=value,
        interval=None if doubt else _feldt(value, answers, level),
        items=_item_statistics(answers, covariances),
        n=answers.n,
        left_out=answers.left_out,
        reason=doubt,
    )


def _obstacle(answers: ItemAnswers) -> UntestableConstruct:
    if answers.items == 1:
        return UntestableConstruct.SINGLE_ITEM
    if answers.obstacle is UntestableConstruct.FEW_RESPONDENTS:
        return UntestableConstruct.FEW_RESPONDENTS
    return (
        UntestableConstruct.NOTHING
        if _has_spread(answers.covariances())
        else UntestableConstruct.CONSTANT_SUM
    )


def _has_spread(covariances: FloatArray) -> bool:
    """Whether the sum of the items varies, beyond what rounding leaves of opposite items."""
    return float(covariances.sum()) > 1e-12 * float(np.trace(covariances))


def _alpha(covariances: FloatArray) -> float:
    k = len(covariances)
    return k / (k - 1) * (1.0 - float(np.trace(covariances)) / float(covariances.sum()))


def _item_statistics(answers: ItemAnswers, covariances: FloatArray) -> tuple[ItemStatistic, ...]:
    return tuple(
        ItemStatistic(name, _item_total(covariances, item), _without(covariances, item))
        for item, name in enumerate(answers.names)
    )


def _item_total(covariances: FloatArray, item: int) -> float | None:
    rest = np.delete(np.delete(covariances, item, 0), item, 1)
    variance = float(covariances[item, item])
    if variance == 0.0 or not _has_spread(rest):
        return None
    shared = float(covariances[item].sum()) - variance
    return float(np.clip(shared / np.sqrt(variance * rest.sum()), -1.0, 1.0))


def _without(covariances: FloatArray, item: int) -> float | None:
    rest = np.delete(np.delete(covariances, item, 0), item, 1)
    return _alpha(rest) if rest.shape[0] > 1 and _has_spread(rest) else None


def _interval_obstacle(alpha: float, answers: ItemAnswers) -> UntestableConstruct:
    if alpha > 1.0 - 1e-12:
        return UntestableConstruct.IDENTICAL_ITEMS
    few = answers.n_eff < 2.0
    return UntestableConstruct.ONE_HEAVY_PERSON if few else UntestableConstruct.NOTHING


def _feldt(alpha: float, answers: ItemAnswers, level: float) -> Interval:
    df = answers.n_eff - 1.0
    tail = (1.0 - level) / 2.0
    low, high = (
        1.0 - (1.0 - alpha) * float(fdtri(df, df * (answers.items - 1), p))
        for p in (1.0 - tail, tail)
    )
    return Interval(low, high, IntervalMethod.FELDT, level)
