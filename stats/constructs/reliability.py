"""The reliability of a construct from its answers: omega, or Spearman–Brown for two items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from stats.arrays import FloatArray
from stats.constructs.item_answers import ItemAnswers
from stats.constructs.minimum_data import DataPurpose, minimum_data
from stats.constructs.minres import minres
from stats.constructs.omega import (
    OMEGA_REDUNDANT,
    composite_reliability,
    omega_values,
    reliability_verdict,
    spearman_brown,
)
from stats.constructs.one_factor import OneFactor, one_factor
from stats.constructs.resampling import MOST_LOST, resampled_correlations
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict, is_above
from stats.intervals.account_draws import DRAWS, check_draws
from stats.intervals.interval import LEVEL, Interval, IntervalMethod


class ReliabilityMethod(StrEnum):
    """Which coefficient the number of items allows."""

    NONE = "none"
    SPEARMAN_BROWN = "Spearman–Brown"
    OMEGA = "omega"


@dataclass(frozen=True)
class Reliability:
    """Reliability of a construct, 0 to 1; `reason` says why `value`, or a drawn interval, is None.

    `verdict` is NOT_TESTABLE below 100 complete answers whatever the value. `factor` and `ave`
    where there are three items or more; `draws` that gave a figure, 0 without a bootstrap.
    """

    value: float | None
    ave: float | None
    interval: Interval | None
    method: ReliabilityMethod
    verdict: ConstructVerdict
    factor: OneFactor | None
    n: int
    left_out: int
    draws: int
    reason: UntestableConstruct

    @property
    def is_redundant(self) -> bool:
        """Above .95."""
        return self.value is not None and is_above(self.value, OMEGA_REDUNDANT)

    @property
    def reversed_items(self) -> tuple[str, ...]:
        """Names of the items with a negative loading: not recoded, or not of this construct."""
        if self.factor is None or self.factor.loadings is None:
            return ()
        pairs = zip(self.factor.names, self.factor.loadings, strict=True)
        return tuple(name for name, loading in pairs if loading < 0.0)

    def __str__(self) -> str:
        people = f"n {self.n}, {self.left_out} left out"
        if self.value is None:
            heywood = self.factor.heywood if self.factor else ()
            items = f" in {', '.join(heywood)}" if heywood else ""
            return f"no reliability: {self.reason.sentence}{items}; {people}"
        ave = f", AVE {self.ave:.3f}" if self.ave is not None else ""
        limits = (
            f", {self.interval or self.reason.sentence}" if self.interval or self.reason else ""
        )
        redundant = ", redundant items" if self.is_redundant else ""
        verdict = f"{self.verdict.words}{redundant}"
        against = ", ".join(self.reversed_items)
        contrary = f"; against the others: {against}" if against else ""
        return f"{self.method} {self.value:.3f} ({verdict}){ave}{limits}, {people}{contrary}"


def reliability(
    answers: ItemAnswers,
    generator: np.random.Generator | None = None,
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Reliability:
    """Omega of one-factor loadings; Spearman–Brown for two items; none for a single item.

    Loadings as `one_factor`, omega as `composite_reliability`, minimum data as `minimum_data`.
    With a `generator`, the percentile interval of `draws` samples of whole accounts (as
    `ItemAnswers.accounts`) with replacement, factor analysed anew each; draws without a figure are
    left out, and more than a tenth of them leaves no interval. Source: Efron & Tibshirani 1993;
    Padilla & Divers 2016 for omega.

    Raises OutOfRange for fewer draws than the tails need.

    >>> two = [[4, 5], [2, 2], [5, 4], [3, 3], [1, 2]]
    >>> print(reliability(ItemAnswers.of_rows(two)))
    Spearman–Brown 0.918 (not testable), n 5, 0 left out
    """
    found = _point(answers)
    if generator is None or found.value is None:
        return found
    check_draws(draws, level)
    if int(answers.accounts.max()) < 1:
        return replace(found, reason=UntestableConstruct.FEW_ACCOUNTS)
    values = _values(resampled_correlations(answers, generator, draws))
    if values.size < (1.0 - MOST_LOST) * draws:
        return replace(found, draws=values.size, reason=UntestableConstruct.FEW_DRAWS)
    return _with_interval(found, values, level)


def _with_interval(found: Reliability, values: FloatArray, level: float) -> Reliability:
    if float(np.ptp(values)) <= 1e-12:
        return replace(found, draws=values.size, reason=UntestableConstruct.IDENTICAL_ITEMS)
    tail = (1.0 - level) / 2.0
    low, high = (float(q) for q in np.quantile(values, [tail, 1.0 - tail]))
    interval = Interval(low, high, IntervalMethod.BOOTSTRAP, level)
    return replace(found, interval=interval, draws=values.size)


def _point(answers: ItemAnswers) -> Reliability:
    empty = Reliability(
        value=None,
        ave=None,
        interval=None,
        method=ReliabilityMethod.NONE,
        verdict=ConstructVerdict.NOT_TESTABLE,
        factor=None,
        n=answers.n,
        left_out=answers.left_out,
        draws=0,
        reason=answers.obstacle,
    )
    if answers.items == 1:
        return replace(
            empty, verdict=ConstructVerdict.NOT_APPLICABLE, reason=UntestableConstruct.SINGLE_ITEM
        )
    if answers.obstacle is not UntestableConstruct.NOTHING:
        return empty
    r = answers.correlations()
    return _of_two(empty, float(r[0, 1])) if answers.items == 2 else _of_three(empty, answers, r)


def _of_two(empty: Reliability, r: float) -> Reliability:
    value = spearman_brown(r)
    if value is None:
        return replace(empty, reason=UntestableConstruct.REVERSED_ITEM)
    method = ReliabilityMethod.SPEARMAN_BROWN
    return replace(empty, value=value, method=method, verdict=_verdict(value, 2, empty.n))


def _of_three(empty: Reliability, answers: ItemAnswers, r: FloatArray) -> Reliability:
    factor = one_factor(r, answers.names)
    if factor.loadings is None:
        return replace(empty, factor=factor, reason=factor.reason)
    if np.isnan(omega_values(np.array([factor.loadings]))[0]):
        return replace(empty, factor=factor, reason=UntestableConstruct.CONSTANT_SUM)
    omega = composite_reliability(factor.loadings)
    return replace(
        empty,
        value=omega.value,
        ave=omega.ave,
        method=ReliabilityMethod.OMEGA,
        verdict=_verdict(omega.value, answers.items, answers.n),
        factor=factor,
    )


def _verdict(value: float, items: int, n: int) -> ConstructVerdict:
    data = minimum_data(items, [n], DataPurpose.RELIABILITY)
    return reliability_verdict(value) if data.verdict is ConstructVerdict.FINE else data.verdict


def _values(correlations: FloatArray) -> FloatArray:
    """Reliabilities of the draws that have one, by the same rules as the figure itself."""
    if correlations.shape[1] == 2:
        r = correlations[:, 0, 1]
        return np.asarray(2.0 * r[r >= 0.0] / (1.0 + r[r >= 0.0]))
    fit = minres(correlations)
    values = omega_values(fit.loadings[fit.proper])
    return values[~np.isnan(values)]
