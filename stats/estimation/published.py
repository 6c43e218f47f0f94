"""The published interval of an estimate with a design-based standard error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from stats.arrays import BoolArray, FloatArray, repeated
from stats.errors import OutOfRange
from stats.estimation.domain_estimates import DomainEstimates
from stats.intervals.interval import Interval, IntervalMethod, t_quantile, wilson_limits
from stats.intervals.nps_limits import adjusted_wald_limits, score_limits
from stats.reasons import Undefined
from stats.scalars import check_choice, check_number

SCORE_BELOW = 30.0
# What rounding may add to a share or a mean at the end of its scale.
_ROUNDING = 1e-9


class IntervalKind(StrEnum):
    """What is estimated, which decides the interval."""

    NPS = "nps"
    PROPORTION = "proportion"
    MEAN = "mean"


@dataclass(frozen=True, eq=False)
class Intervals:
    """Limits of K domains, (K,); NaN exactly where `reason` is not DEFINED.

    `method` holds IntervalMethod codes, `reason` Undefined codes, `n_star` the effective number
    of independent answers behind each interval.
    """

    low: FloatArray
    high: FloatArray
    method: NDArray[np.object_]
    reason: NDArray[np.object_]
    n_star: FloatArray

    def __len__(self) -> int:
        return self.low.size

    def __getitem__(self, domain: int) -> Interval | Undefined:
        """The interval of one domain, or the reason why there is none."""
        if self.reason[domain]:
            return Undefined(self.reason[domain])
        return Interval(float(self.low[domain]), float(self.high[domain]), self.method[domain])


def published_intervals(
    kind: IntervalKind | str,
    estimates: DomainEstimates,
    scale: tuple[float, float] | None = None,
) -> Intervals:
    """The published 95 % interval of every domain (methods A2a).

    n* = min(n, v_unit/v̂), v̂ = se²; quantile t of t with df degrees of freedom in place of z.
    NPS: adjusted Wald with the weighted shares at n*, the score form where n* < 30 or a share is
    0 or 1. Proportions: Wilson at n*. Means: the score form on the scale, the variance taken
    proportional to μ(1 − μ) (quasi-likelihood of Wedderburn 1974), so that the limits follow the
    skew of scores near an end of their scale; n* = v_bound/v̂ there, which may exceed n.

    NPS and proportions depend on shares and n* only, so y may be in any unit: limits are mapped
    to `scale`, (−100, 100) and (0, 1) when left out. For means `scale` is the range of y and
    required. Raises OutOfRange without it, without the high and low counts that NPS needs, or
    for an estimate of a mean outside the scale.

    >>> from stats import CellDesign, Measure, estimate_domains
    >>> scores = Measure.of_scores([10] * 30 + [8] * 12 + [3] * 8)
    >>> design = CellDesign.from_rows(base=[1.0] * 50, account=list(range(50)))
    >>> found = estimate_domains(design, scores, [0] * 50, 1, leverage_correction=False)
    >>> print(published_intervals("nps", found)[0])
    95 % interval 20.36 to 62.56
    """
    kind = check_choice("kind", kind, IntervalKind)
    low, high = _scale(kind, scale)
    where = estimates.valid
    n_star = _n_star(estimates, where)
    t = np.ones(len(estimates))
    t[where] = t_quantile(estimates.df[where])
    if kind is IntervalKind.MEAN:
        limits, method = _mean(estimates, where, t, low, high)
    elif kind is IntervalKind.PROPORTION:
        limits, method = _proportion(estimates, n_star, where, t)
    else:
        limits, method = _nps(estimates, n_star, where, t)
    if kind is not IntervalKind.MEAN:
        zero = -1.0 if kind is IntervalKind.NPS else 0.0
        limits = low + (limits - zero) / (1.0 - zero) * (high - low)
    limits[:, ~where] = np.nan
    method[~where] = IntervalMethod.NONE
    return Intervals(limits[0], limits[1], method, estimates.reason, n_star)


def published_interval_nps(
    high_share: float, low_share: float, n: float, se: float, df: float
) -> Interval | Undefined:
    """One NPS's published interval on −100…100, or the reason why there is none.

    `high_share` and `low_share` weighted, 0 to 1; `se` in NPS points; otherwise as
    `published_intervals`. Raises OutOfRange for shares that are none, or add up to more than 1,
    and for an error, n or df that is negative or no number; an error of NaN is none.

    >>> print(published_interval_nps(0.6, 0.16, 50, 10.751, 49))
    95 % interval 20.37 to 62.56
    """
    if _nobody(n):
        return Undefined.EMPTY
    p, d = (
        np.array([check_number(name, share, low=0.0, high=1.0)])
        for name, share in (("high_share", high_share), ("low_share", low_share))
    )
    if high_share + low_share > 1.0 + _ROUNDING:
        raise OutOfRange(
            f"high_share {high_share:g} and low_share {low_share:g} add up to more than 1; "
            "count each answer once."
        )
    unit = float(p[0] + d[0] - (p[0] - d[0]) ** 2)
    reason = _reason(unit, se, df)
    if reason:
        return reason
    n_star, t = _independent(n, unit, se / 100.0), t_quantile([df])
    score = bool(_needs_score(p, d, n_star)[0])
    low, high = (score_limits if score else adjusted_wald_limits)(p, d, n_star, t)
    method = IntervalMethod.SCORE if score else IntervalMethod.ADJUSTED_WALD
    return Interval(100.0 * float(low[0]), 100.0 * float(high[0]), method)


def published_interval_proportion(
    share: float, n: float, se: float, df: float
) -> Interval | Undefined:
    """One proportion's published interval, 0 to 1, or the reason why there is none.

    Arguments as in `published_interval_nps`, `se` as a share.

    >>> print(published_interval_proportion(0.76, 50, 0.061, 49))
    95 % interval 0.62 to 0.86
    """
    if _nobody(n):
        return Undefined.EMPTY
    unit = check_number("share", share, low=0.0, high=1.0) * (1.0 - share)
    reason = _reason(unit, se, df)
    if reason:
        return reason
    n_star = _independent(n, unit, se)
    low, high = wilson_limits(np.array([share]), n_star, t_quantile([df]))
    return Interval(float(low[0]), float(high[0]), IntervalMethod.WILSON)


def published_interval_mean(
    mean: float, se: float, df: float, scale: tuple[float, float]
) -> Interval | Undefined:
    """One mean's published interval on its scale, or the reason why there is none.

    Raises OutOfRange for a mean outside the scale, and as `published_interval_nps`.

    >>> print(published_interval_mean(6.5, 0.3, 12, (1.0, 7.0)))
    95 % interval 5.47 to 6.86
    """
    low, high = _scale(IntervalKind.MEAN, scale)
    _check_on_scale(np.array([check_number("mean", mean)]), low, high)
    reason = _reason(1.0, se, df)
    if reason:
        return reason
    limits = _bounded_limits(np.array([mean]), np.array([se]), t_quantile([df]), low, high)
    return Interval(float(limits[0, 0]), float(limits[1, 0]), IntervalMethod.SCORE)


def _scale(kind: IntervalKind, scale: tuple[float, float] | None) -> tuple[float, float]:
    if scale is None and kind is IntervalKind.MEAN:
        raise OutOfRange("A mean needs the range of its scale, such as (1, 7); hand it in.")
    if scale is None:
        return (-100.0, 100.0) if kind is IntervalKind.NPS else (0.0, 1.0)
    try:
        low, high = scale
    except (TypeError, ValueError) as no_pair:
        raise OutOfRange(f"The scale is {scale!r}; hand in (lowest, highest).") from no_pair
    low, high = check_number("The scale's end", low), check_number("The scale's end", high)
    if not low < high:
        raise OutOfRange(f"The scale ({low:g}, {high:g}) is empty; hand in (lowest, highest).")
    return low, high


def _check_on_scale(mean: FloatArray, low: float, high: float) -> None:
    spare = _ROUNDING * (high - low)
    if mean.size and (mean.min() < low - spare or mean.max() > high + spare):
        raise OutOfRange(
            f"Means from {mean.min():g} to {mean.max():g} lie outside the scale {low:g} to "
            f"{high:g}; hand in the range of this item."
        )


def _n_star(estimates: DomainEstimates, where: BoolArray) -> FloatArray:
    """Independent answers that would give the same error; n where there is no error."""
    result = estimates.n.astype(np.float64)
    ratio = estimates.unit_variance[where] / estimates.se[where] ** 2
    result[where] = np.minimum(result[where], ratio)
    return result


def _mean(
    estimates: DomainEstimates, where: BoolArray, t: FloatArray, low: float, high: float
) -> tuple[FloatArray, NDArray[np.object_]]:
    _check_on_scale(estimates.estimate[where], low, high)
    limits = np.zeros((2, t.size))
    limits[:, where] = _bounded_limits(
        estimates.estimate[where], estimates.se[where], t[where], low, high
    )
    return limits, repeated(IntervalMethod.SCORE, t.size)


def _bounded_limits(
    mean: FloatArray, se: FloatArray, t: FloatArray, low: float, high: float
) -> FloatArray:
    """Where (ȳ − μ)² = t² se² μ(1 − μ)/ȳ(1 − ȳ), ȳ and μ as shares of the scale; (2, K)."""
    share = np.clip((mean - low) / (high - low), 0.0, 1.0)
    independent = np.maximum(share * (1.0 - share), _ROUNDING) / (se / (high - low)) ** 2
    return low + np.stack(wilson_limits(share, independent, t)) * (high - low)


def _proportion(
    estimates: DomainEstimates, n_star: FloatArray, where: BoolArray, t: FloatArray
) -> tuple[FloatArray, NDArray[np.object_]]:
    share = estimates.estimate if estimates.high_share is None else estimates.high_share
    if where.any() and (share[where].min() < 0.0 or share[where].max() > 1.0):
        raise OutOfRange("A proportion lies between 0 and 1; estimate it from 0/1 hits.")
    limits = np.zeros((2, t.size))
    limits[:, where] = wilson_limits(share[where], n_star[where], t[where])
    return limits, repeated(IntervalMethod.WILSON, t.size)


def _nps(
    estimates: DomainEstimates, n_star: FloatArray, where: BoolArray, t: FloatArray
) -> tuple[FloatArray, NDArray[np.object_]]:
    p, d = estimates.high_share, estimates.low_share
    if p is None or d is None:
        raise OutOfRange("An NPS interval needs high and low counts in the measure; add them.")
    score = where & _needs_score(p, d, n_star)
    plain = where & ~score
    limits = np.zeros((2, t.size))
    limits[:, plain] = adjusted_wald_limits(p[plain], d[plain], n_star[plain], t[plain])
    limits[:, score] = score_limits(p[score], d[score], n_star[score], t[score])
    method = repeated(IntervalMethod.ADJUSTED_WALD, t.size)
    method[score] = IntervalMethod.SCORE
    return limits, method


def _needs_score(p: FloatArray, d: FloatArray, n_star: FloatArray) -> BoolArray:
    bounded = (p <= 0.0) | (p >= 1.0) | (d <= 0.0) | (d >= 1.0)
    return np.asarray((n_star < SCORE_BELOW) | bounded, dtype=np.bool_)


def _independent(n: float, unit_variance: float, se: float) -> FloatArray:
    """n* = min(n, v/se²), (1,), without dividing by an error near 0."""
    return np.array([n if unit_variance >= n * se**2 else unit_variance / se**2])


def _nobody(n: float) -> bool:
    return not check_number("n", n, low=0.0) > 0.0


def _is_missing(se: object) -> bool:
    return isinstance(se, float) and math.isnan(se)


def _reason(unit_variance: float, se: float, df: float) -> Undefined:
    for name, figure in (("df", df), ("se", 0.0 if _is_missing(se) else se)):
        check_number(name, figure, low=0.0)
    if not df >= 1.0:
        return Undefined.FEW_ACCOUNTS
    if not (unit_variance > 0.0 and se > 0.0):
        return Undefined.ZERO_VARIANCE
    return Undefined.DEFINED
