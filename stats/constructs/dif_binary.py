"""Does a yes/no item favour one group among respondents who are otherwise alike?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from stats.arrays import LARGEST_COUNT, FloatArray, any_array
from stats.constructs.mantel_haenszel import chi_square, odds_ratio
from stats.constructs.matched_groups import MatchedGroups
from stats.constructs.minimum_data import DataPurpose, minimum_data
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict, is_below
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile
from stats.scalars import check_whole

# 4/1.7: from the log odds ratio to the delta scale of item difficulty (Holland & Thayer 1988).
DELTA_PER_LOG_ODDS = 2.35
# [K] Dorans & Holland 1993, the classes of ETS; the significance level is theirs too.
DELTA_SLIGHT = 1.0
DELTA_LARGE = 1.5
SIGNIFICANCE = 0.05


class EtsClass(StrEnum):
    """A negligible, B moderate, C large."""

    A = "A"
    B = "B"
    C = "C"


VERDICT = {
    EtsClass.A: ConstructVerdict.FINE,
    EtsClass.B: ConstructVerdict.WARN,
    EtsClass.C: ConstructVerdict.FAIL,
}


@dataclass(frozen=True)
class BinaryDif:
    """Common odds ratio `alpha` (> 1 favours the reference group) and ETS `delta` (< 0 likewise).

    `reason` says why `alpha`, `delta` and `interval` (of delta), or all figures, are None; a table
    that is one-sided throughout keeps its test. `verdict` is NOT_TESTABLE below 200 per group.
    """

    alpha: float | None
    delta: float | None
    interval: Interval | None
    chi2: float | None
    p_value: float | None
    ets_class: EtsClass | None
    verdict: ConstructVerdict
    reference_n: int
    focal_n: int
    left_out: int
    reason: UntestableConstruct

    def __str__(self) -> str:
        people = f"{self.reference_n} reference and {self.focal_n} focal, {self.left_out} left out"
        if self.ets_class is None:
            return f"no DIF figure: {self.reason.sentence}; {people}"
        size = self.reason.sentence
        if self.alpha is not None and self.delta is not None:
            size = f"odds ratio {self.alpha:.2f}, delta {self.delta:+.2f}, {self.interval}"
        return (
            f"class {self.ets_class} ({self.verdict.words}): {size}, p {self.p_value:.2g}, {people}"
        )


def mantel_haenszel_dif(tables: ArrayLike, *, left_out: int = 0) -> BinaryDif:
    """Mantel–Haenszel DIF of 2 × 2 tables, one per matching stratum.

    α = Σ(AD/T)/Σ(BC/T), δ = −2.35 ln α, χ² = max(0, |ΣA − ΣE| − ½)²/ΣV on 1 df with
    E = (A + B)(A + C)/T and V = (A + B)(C + D)(A + C)(B + D)/(T²(T − 1)); interval of δ by the
    variance of Robins, Breslow & Greenland 1986. Class A: |δ| < 1 or p ≥ .05; C: |δ| ≥ 1.5 and
    p < .05; else B. ETS itself asks for C that |δ| exceeds 1 significantly: this rule is simpler.
    Source: Mantel & Haenszel 1959; Holland & Thayer 1988; Dorans & Holland 1993.

    `tables` (s, 4) counts [A reference 1, B reference 0, C focal 1, D focal 0]; strata without
    both groups compare nothing and are added to `left_out` ≥ 0. Raises OutOfRange for other shapes
    or counts that are negative or not whole, EmptyInput without strata.

    >>> print(mantel_haenszel_dif([[20, 10, 12, 18], [30, 6, 22, 12]]))
    class C (not testable): odds ratio 2.87, delta -2.48, 95 % interval -4.28 to -0.67, p 0.012, \
66 reference and 64 focal, 0 left out
    """
    counts = _checked(tables)
    both = (counts[:, :2].sum(axis=1) > 0.0) & (counts[:, 2:].sum(axis=1) > 0.0)
    lost = check_whole("left_out", left_out) + int(counts[~both].sum())
    used = counts[both]
    sizes = int(used[:, :2].sum()), int(used[:, 2:].sum())
    if not both.any():
        return _nothing(sizes, lost, UntestableConstruct.NO_MATCH)
    chi2 = chi_square(used)
    if chi2 is None:
        return _nothing(sizes, lost, UntestableConstruct.SAME_ANSWER)
    alpha, deviation = odds_ratio(used)
    p_value = float(chdtrc(1, chi2))
    delta = -DELTA_PER_LOG_ODDS * float(np.log(alpha)) if alpha else None
    ets = _ets_class(delta, p_value)
    return BinaryDif(
        alpha=alpha,
        delta=delta,
        interval=_interval(delta, deviation),
        chi2=chi2,
        p_value=p_value,
        ets_class=ets,
        verdict=gated(VERDICT[ets], sizes),
        reference_n=sizes[0],
        focal_n=sizes[1],
        left_out=lost,
        reason=UntestableConstruct.ONE_SIDED if alpha is None else UntestableConstruct.NOTHING,
    )


def binary_dif(hits: ArrayLike, focal: ArrayLike, strata: ArrayLike) -> BinaryDif:
    """`mantel_haenszel_dif` of respondents: `hits` (n,) 1 or 0, `focal` (n,) true or false.

    `strata` (n,) codes, mostly `score_strata(rest_score(…))`. Raises OutOfRange for answers other
    than 0 and 1 and for arrays that do not align, EmptyInput without respondents.

    >>> binary_dif([1, 0, 1, 0], [False, False, True, True], [0, 0, 0, 0]).alpha
    1.0
    """
    groups = MatchedGroups.of_rows(hits, focal, strata)
    if not np.isin(groups.scores, (0.0, 1.0)).all():
        wrong = int(np.flatnonzero(~np.isin(groups.scores, (0.0, 1.0)))[0])
        raise OutOfRange(f"Row {wrong} holds {groups.scores[wrong]:g}; a hit is 1 and a miss is 0.")
    cell = 2 * groups.focal + (groups.scores == 0.0)
    size = groups.matched.size
    tables = np.bincount(4 * groups.strata + cell, minlength=4 * size).reshape(size, 4)
    return mantel_haenszel_dif(tables)


def gated(verdict: ConstructVerdict, sizes: tuple[int, int]) -> ConstructVerdict:
    """The verdict where both groups reach the minimum, NOT_TESTABLE otherwise."""
    data = minimum_data(2, sizes, DataPurpose.COMPARISON)
    return verdict if data.verdict is ConstructVerdict.FINE else data.verdict


def _checked(tables: ArrayLike) -> FloatArray:
    counts = any_array("tables", tables)
    if counts.size == 0:
        raise EmptyInput("There is no stratum to compare in; hand in at least one table.")
    if counts.ndim != 2 or counts.shape[1] != 4 or counts.dtype.kind not in "iuf":
        raise OutOfRange(f"Tables of shape {counts.shape}; hand in rows of four counts A, B, C, D.")
    whole = (counts >= 0) & (counts <= LARGEST_COUNT) & (counts == np.floor(counts))
    if not whole.all():
        row, column = np.argwhere(~whole)[0]
        raise OutOfRange(
            f"Stratum {row} holds the count {counts[row, column]:g}; counts are whole, from 0 to "
            f"{LARGEST_COUNT:g}."
        )
    return counts.astype(np.float64)


def _interval(delta: float | None, deviation: float) -> Interval | None:
    if delta is None:
        return None
    half = DELTA_PER_LOG_ODDS * normal_quantile(LEVEL) * deviation
    return Interval(delta - half, delta + half, IntervalMethod.WALD)


def _ets_class(delta: float | None, p_value: float) -> EtsClass:
    """Without a finite δ one group has all the successes, which is as large as it gets."""
    size = float("inf") if delta is None else abs(delta)
    if is_below(size, DELTA_SLIGHT) or not p_value < SIGNIFICANCE:
        return EtsClass.A
    return EtsClass.B if is_below(size, DELTA_LARGE) else EtsClass.C


def _nothing(sizes: tuple[int, int], left_out: int, reason: UntestableConstruct) -> BinaryDif:
    return BinaryDif(
        alpha=None,
        delta=None,
        interval=None,
        chi2=None,
        p_value=None,
        ets_class=None,
        verdict=ConstructVerdict.NOT_TESTABLE,
        reference_n=sizes[0],
        focal_n=sizes[1],
        left_out=left_out,
        reason=reason,
    )
