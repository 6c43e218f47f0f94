"""Intervals for proportions with a design-based standard error, by method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import FloatArray, check_floats, repeated
from stats.errors import OutOfRange
from stats.intervals.interval import (
    LEVEL,
    Interval,
    IntervalMethod,
    normal_quantile,
    t_quantile,
    wilson_limits,
)
from stats.intervals.share_limits import exact_limits, logit_limits, wald_limits
from stats.reasons import Undefined

# An error or a distance from 0 and 1 below this is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class ProportionIntervals:
    """Limits of K proportions, (K,), 0 to 1; NaN exactly where `reason` is not DEFINED."""

    low: FloatArray
    high: FloatArray
    reason: NDArray[np.object_]
    method: IntervalMethod
    level: float

    def __len__(self) -> int:
        return self.low.size

    def __getitem__(self, domain: int) -> Interval | Undefined:
        """The interval of one proportion, or the reason why there is none."""
        if self.reason[domain]:
            return Undefined(self.reason[domain])
        return Interval(float(self.low[domain]), float(self.high[domain]), self.method, self.level)


def design_proportion_interval(
    share: float,
    se: float,
    n: float,
    df: float,
    method: IntervalMethod = IntervalMethod.WILSON,
    level: float = LEVEL,
) -> Interval | Undefined:
    """One proportion's interval from its design-based error, or the reason why there is none.

    Formulas, sources and what it raises: `design_proportion_intervals`.

    >>> print(design_proportion_interval(0.76, 0.061, 50, 49))
    95 % interval 0.62 to 0.86
    >>> design_proportion_interval(1.0, 0.0, 9, 8).sentence
    'all answers agree, so no error can be computed'
    """
    return design_proportion_intervals([share], [se], [n], [df], method, level)[0]


def design_proportion_intervals(
    share: ArrayLike,
    se: ArrayLike,
    n: ArrayLike,
    df: ArrayLike,
    method: IntervalMethod = IntervalMethod.WILSON,
    level: float = LEVEL,
) -> ProportionIntervals:
    """Intervals of K proportions from their design-based errors, by one of `DESIGN_LIMITS`.

    With v = se² and t_d the quantile of Student's t on d degrees of freedom:
    *wilson* Wilson's limits at n* = min(n, p(1 − p)/v) with t_df for z (methods A2a, published);
    *beta* Clopper–Pearson at n_eff = p(1 − p)/v · (t_{n−1}/t_df)², fractional and, as in R, not
    held below n; *logit* expit(logit p ± t_df se/(p(1 − p))); *wald* p ± t_df se, clipped, for
    comparison only.
    Source: Wilson 1927; Korn & Graubard 1998; R `svyciprop` (its methods beta, logit, mean).

    `share` (K,) 0 to 1, its standard error `se`, `n` answers behind it and the `df` of the
    design. n = 0 is EMPTY, df < 1 or n < 2 FEW_ACCOUNTS; se = 0 or a share of 0 or 1, where
    linearisation knows no error, ZERO_VARIANCE: if those answers are independent,
    `proportion_exact` is right. Raises OutOfRange for a share outside 0…1, a negative or missing
    value, lists of different lengths, or a method that needs counts.

    >>> found = design_proportion_intervals([0.9, 0.4], [0.05, 0.1], [60, 25], [11, 5],
    ...                                     IntervalMethod.BETA)
    >>> found.low.round(3).tolist(), found.high.round(3).tolist()
    ([0.734, 0.166], [0.979, 0.673])
    """
    if method not in DESIGN_LIMITS:
        raise OutOfRange(
            f"There is no interval {str(method)!r} from a design-based error; "
            f"choose one of {', '.join(DESIGN_LIMITS)}."
        )
    normal_quantile(level)
    figures = _checked(share, se, n, df)
    reason = _reasons(figures)
    where = np.array([not r for r in reason], dtype=np.bool_)
    low, high = np.full(where.shape, np.nan), np.full(where.shape, np.nan)
    low[where], high[where] = DESIGN_LIMITS[method](figures[:, where], level)
    return ProportionIntervals(low, high, reason, method, level)


def _wilson(figures: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    share, se, n, df = figures
    n_star = np.minimum(n, share * (1.0 - share) / se**2)
    return wilson_limits(share, n_star, t_quantile(df, level))


def _beta(figures: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    share, se, n, df = figures
    correction = (t_quantile(n - 1.0, level) / t_quantile(df, level)) ** 2
    return exact_limits(share, share * (1.0 - share) / se**2 * correction, level)


def _logit(figures: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    share, se, _, df = figures
    return logit_limits(share, se, t_quantile(df, level))


def _wald(figures: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    share, se, _, df = figures
    return wald_limits(share, se, t_quantile(df, level))


DesignLimits = Callable[[FloatArray, float], tuple[FloatArray, FloatArray]]

# Limits from the rows share, se, n, df (4, K) of proportions that have an error.
DESIGN_LIMITS: Mapping[IntervalMethod, DesignLimits] = MappingProxyType(
    {
        IntervalMethod.WILSON: _wilson,
        IntervalMethod.BETA: _beta,
        IntervalMethod.LOGIT: _logit,
        IntervalMethod.WALD: _wald,
    }
)


def _checked(share: ArrayLike, se: ArrayLike, n: ArrayLike, df: ArrayLike) -> FloatArray:
    shares = check_floats("share", share)
    rest = {"se": se, "n": n, "df": df}
    figures = np.stack([shares, *(check_floats(k, v, shares.size) for k, v in rest.items())])
    if shares.size and (shares.min() < 0.0 or shares.max() > 1.0):
        wrong = int(np.flatnonzero((shares < 0.0) | (shares > 1.0))[0])
        raise OutOfRange(f"share is {shares[wrong]:g} at position {wrong}; it lies in 0…1.")
    if (figures < 0.0).any():
        row, wrong = (int(at[0]) for at in np.nonzero(figures < 0.0))
        raise OutOfRange(
            f"{('share', *rest)[row]} is {figures[row, wrong]:g} at position {wrong}; "
            "it cannot be negative."
        )
    return figures


def _reasons(figures: FloatArray) -> NDArray[np.object_]:
    """Why each proportion has no interval, DEFINED where it has one; the last rule set wins."""
    share, se, n, df = figures
    result = repeated(Undefined.DEFINED, share.size)
    room = np.minimum(share, 1.0 - share)
    result[np.minimum(se, room) <= _ROUNDING] = Undefined.ZERO_VARIANCE
    result[(df < 1.0) | (n < 2.0)] = Undefined.FEW_ACCOUNTS
    result[n <= 0.0] = Undefined.EMPTY
    return result
