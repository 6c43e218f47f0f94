"""The parallel direct sample: how much the partner's choice of customers moves its score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.arrays import FloatArray, IntArray, check_codes, check_not_empty, sum_by
from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, t_quantile
from stats.reasons import Undefined

# Variances below this fraction of a squared point are rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class DirectDifference:
    """NPS of the partner's invitations minus NPS of the direct sample, in points.

    `p_value` is one-sided: the partner's customers score higher. Without an error all of `se`,
    `df`, `p_value` and `interval` are None and `reason` says why.
    """

    mediated: float
    direct: float
    n_mediated: int
    n_direct: int
    se: float | None
    df: float | None
    p_value: float | None
    interval: Interval | None
    reason: Undefined

    @property
    def difference(self) -> float:
        """Points by which the partner's choice lifts the score."""
        return self.mediated - self.direct

    def __str__(self) -> str:
        found = f"mediated NPS {self.mediated:.1f}, direct {self.direct:.1f}"
        if self.interval is None:
            return f"{found}, not testable: {self.reason.sentence}"
        return f"{found}, difference {self.difference:+.1f}, {self.interval}, p {self.p_value:.2g}"


def direct_difference(
    mediated: ArrayLike,
    direct: ArrayLike,
    accounts: tuple[ArrayLike, ArrayLike] | None = None,
) -> DirectDifference:
    """Two-sample difference of NPS, mediated minus direct, on the same kind of transactions.

    y = 100, 0, −100; z_u the sum of (y − ȳ)/n of account u in one sample, V = Σ_u (f₂z_u2 −
    f₁z_u1)², f = √(g/(g − 1)), g the sample's accounts; df = V₀²/Σ(f²Σz²)²/(g − 1), V₀ without
    the overlap. Every answer an account of its own gives Welch's test. Interval clipped to ±200.
    Source: Welch 1947; ultimate clusters, Wolter 2007.

    Whole scores 0–10, `accounts` integer codes of both samples. Raises EmptyInput for an empty
    sample, OutOfRange for other scores or codes that do not align. Fewer than two accounts in a
    sample, or no variance at all, is a reason.

    >>> print(direct_difference([10, 10, 9, 9, 8, 10, 9, 7], [10, 8, 6, 9, 5, 7, 9, 3]))
    mediated NPS 75.0, direct 0.0, difference +75.0, 95% interval -6.23 to 156.23, p 0.033
    """
    y2, y1 = _points("mediated", mediated), _points("direct", direct)
    codes = accounts or (np.arange(y2.size), y2.size + np.arange(y1.size))
    a2, a1 = _codes("mediated", codes[0], y2.size), _codes("direct", codes[1], y1.size)
    everyone, index = np.unique(np.concatenate([a2, a1]), return_inverse=True)
    z2, g2 = _influence(y2, index[: y2.size].astype(np.int64), everyone.size)
    z1, g1 = _influence(y1, index[y2.size :].astype(np.int64), everyone.size)
    means = float(y2.mean()), float(y1.mean())
    if min(g1, g2) < 2:
        return _untested(means, (y2.size, y1.size), Undefined.FEW_ACCOUNTS)
    variance = float(((z2 - z1) ** 2).sum())
    parts = float(z2 @ z2), float(z1 @ z1)
    if variance <= _ROUNDING:
        return _untested(means, (y2.size, y1.size), Undefined.ZERO_VARIANCE)
    df = sum(parts) ** 2 / (parts[0] ** 2 / (g2 - 1) + parts[1] ** 2 / (g1 - 1))
    return _tested(means, (y2.size, y1.size), float(np.sqrt(variance)), df)


def _tested(
    means: tuple[float, float], sizes: tuple[int, int], se: float, df: float
) -> DirectDifference:
    difference = means[0] - means[1]
    half = float(t_quantile([df])[0]) * se
    low, high = max(difference - half, -200.0), min(difference + half, 200.0)
    p = float(stdtr(df, -difference / se))
    interval = Interval(low, high, IntervalMethod.T, LEVEL)
    return DirectDifference(*means, *sizes, se, df, p, interval, Undefined.DEFINED)


def _untested(
    means: tuple[float, float], sizes: tuple[int, int], reason: Undefined
) -> DirectDifference:
    return DirectDifference(*means, *sizes, None, None, None, None, reason)


def _influence(y: FloatArray, account: IntArray, size: int) -> tuple[FloatArray, int]:
    """√(g/(g − 1)) z_u for all accounts of both samples, and g of this one."""
    g = np.unique(account).size
    z = sum_by(account, (y - y.mean()) / y.size, size)
    return z * np.sqrt(g / max(g - 1.0, 1.0)), g


def _points(name: str, scores: ArrayLike) -> FloatArray:
    checked = check_codes(name, scores, 11)
    check_not_empty(name, checked)
    return 100.0 * (checked >= 9) - 100.0 * (checked <= 6)


def _codes(name: str, values: ArrayLike, size: int) -> IntArray:
    codes = check_codes(f"accounts of {name}", values, 1 << 62, lowest=-(1 << 62))
    if codes.size != size:
        raise OutOfRange(f"{codes.size} accounts for {size} {name} answers; align them.")
    return codes
