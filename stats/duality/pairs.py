"""The gap between two customers of the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.arrays import FloatArray, check_codes, check_floats, sum_by
from stats.duality.concordance import lin_concordance
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import Interval, IntervalMethod, t_quantile
from stats.intervals.scale import check_on_scale
from stats.reasons import Undefined
from stats.wording import counted

# Spread below this part of the scores is rounding, and a variance below this underflows.
_ROUNDING = 1e-12
_SMALLEST = 1e-300


@dataclass(frozen=True)
class PairedGap:
    """End user minus channel partner over the pairs, in the units of the scores.

    `t` = gap/se on `df`; `concordance` Lin's, None where undefined. Where `reason` is not
    DEFINED, `se`, `t`, `p_value` and `interval` are None.
    """

    gap: float
    se: float | None
    df: int
    t: float | None
    p_value: float | None
    interval: Interval | None
    pairs: int
    accounts: int
    concordance: float | None
    reason: Undefined

    def __str__(self) -> str:
        base = f"{counted(self.pairs, 'pair')} from {counted(self.accounts, 'account')}"
        if self.interval is None:
            return f"gap {self.gap:+z.2f}, no interval: {self.reason.sentence} ({base})"
        return f"gap {self.gap:+z.2f}, {self.interval}, p {self.p_value:.2g}, {base}"


def paired_gap(
    user: ArrayLike,
    partner: ArrayLike,
    account: ArrayLike | None = None,
    *,
    scale: tuple[float, float] | None = None,
) -> PairedGap:
    """Mean of end user minus channel partner over pairs, with a t interval.

    Without accounts the paired t test: se = s/√n, df n − 1. With `account` codes the pairs of an
    account are one cluster: se² = g/(g − 1) Σ_j (Σ_{i∈j}(g_i − ḡ)/n)², df g − 1; with one pair per
    account both are the same.
    Source: methods A8; Wolter 2007.

    `user`, `partner` (n,) scores of the same transactions, `account` (n,) integer codes. With the
    `scale` of the scores the limits stay within ± its length. Raises EmptyInput without pairs,
    OutOfRange for lists of different lengths or scores off the scale.

    >>> print(paired_gap([8, 7, 6, 9], [9, 7, 8, 8]))
    gap -0.50, 95 % interval -2.55 to 1.55, p 0.5, 4 pairs from 4 accounts
    """
    theirs, ours = _pairs(user, partner)
    furthest = _furthest(theirs, ours, scale)
    gaps = theirs - ours
    influence = _by_account((gaps - gaps.mean()) / gaps.size, account)
    g, gap = influence.size, float(gaps.mean())
    concordance = lin_concordance(theirs, ours).value
    variance = float(influence @ influence) * g / (g - 1) if g > 1 else 0.0
    largest = float(max(np.abs(theirs).max(), np.abs(ours).max()))
    if variance <= (_ROUNDING * largest) * (_ROUNDING * largest) + _SMALLEST:
        reason = Undefined.FEW_ACCOUNTS if g < 2 else Undefined.ZERO_VARIANCE
        return PairedGap(gap, None, g - 1, None, None, None, gaps.size, g, concordance, reason)
    se = float(np.sqrt(variance))
    half = float(t_quantile([g - 1])[0]) * se
    return PairedGap(
        gap=gap,
        se=se,
        df=g - 1,
        t=gap / se,
        p_value=float(2.0 * stdtr(g - 1, -abs(gap / se))),
        interval=Interval(max(gap - half, -furthest), min(gap + half, furthest), IntervalMethod.T),
        pairs=gaps.size,
        accounts=g,
        concordance=concordance,
        reason=Undefined.DEFINED,
    )


def _pairs(user: ArrayLike, partner: ArrayLike) -> tuple[FloatArray, FloatArray]:
    theirs = check_floats("user", user)
    ours = check_floats("partner", partner, theirs.size)
    if theirs.size == 0:
        raise EmptyInput("There are no pairs; state the number of pairs instead of a gap.")
    return theirs, ours


def _furthest(theirs: FloatArray, ours: FloatArray, scale: tuple[float, float] | None) -> float:
    """The largest gap that the scale allows."""
    if scale is None:
        return np.inf
    check_on_scale("user", theirs, *scale)
    check_on_scale("partner", ours, *scale)
    return scale[1] - scale[0]


def _by_account(values: FloatArray, account: ArrayLike | None) -> FloatArray:
    if account is None:
        return values
    codes = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    if codes.size != values.size:
        raise OutOfRange(f"{codes.size} accounts for {values.size} pairs; align them.")
    accounts, index = np.unique(codes, return_inverse=True)
    return sum_by(index.astype(np.int64), values, accounts.size)
