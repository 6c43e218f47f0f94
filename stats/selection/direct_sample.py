"""The parallel direct sample: how much the partner's choice of customers moves its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.arrays import FloatArray, IntArray, check_codes, check_not_empty, sum_by
from stats.errors import OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, t_quantile
from stats.reasons import Undefined
from stats.selection.dealt_anew import dealt_anew_p_value

# Variances below this fraction of a squared point are rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class DirectDifference:
    """NPS of the partner's invitations minus NPS of the direct sample, in points.

    `p_value` belongs to the interval and is one-sided: the partner's customers score higher.
    Without an error `se`, `df`, `p_value` and `interval` are None and `reason` says why.
    `exact_p` is the one-sided chance were the answers dealt to the samples anew, each of them
    independent; None where all are of one class or the smaller sample has more than 2,000.
    `is_clustered`: some account answered more than once.
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
    exact_p: float | None
    is_clustered: bool

    @property
    def difference(self) -> float:
        """Points by which the partner's choice lifts the score."""
        return self.mediated - self.direct

    @property
    def judged_p(self) -> float | None:
        """The p-value that holds in small samples: exact, or the larger where accounts repeat.

        Welch's is no longer a probability when few are asked directly and few of them vary.
        """
        if self.exact_p is None or (self.is_clustered and self.p_value is None):
            return self.p_value
        return max(self.exact_p, self.p_value or 0.0) if self.is_clustered else self.exact_p

    def __str__(self) -> str:
        found = f"mediated NPS {self.mediated:.1f}, direct {self.direct:.1f}"
        if self.interval is None:
            p = "" if self.judged_p is None else f", p {self.judged_p:.2g}"
            return f"{found}{p}, no interval: in a sample {self.reason.sentence}"
        return f"{found}, difference {self.difference:+.1f}, {self.interval}, p {self.judged_p:.2g}"


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
    sample, or a sample without variance, is a reason: such a sample says nothing of its error.

    >>> print(direct_difference([10, 10, 9, 9, 8, 10, 9, 7], [10, 8, 6, 9, 5, 7, 9, 3]))
    mediated NPS 75.0, direct 0.0, difference +75.0, 95 % interval -6.23 to 156.23, p 0.036
    """
    y2, y1 = _points("mediated", mediated), _points("direct", direct)
    codes = accounts or (np.arange(y2.size), y2.size + np.arange(y1.size))
    a2, a1 = _codes("mediated", codes[0], y2.size), _codes("direct", codes[1], y1.size)
    everyone, index = np.unique(np.concatenate([a2, a1]), return_inverse=True)
    z2, g2 = _influence(y2, index[: y2.size].astype(np.int64), everyone.size)
    z1, g1 = _influence(y1, index[y2.size :].astype(np.int64), everyone.size)
    known = _Known(
        (float(y2.mean()), float(y1.mean())),
        (y2.size, y1.size),
        dealt_anew_p_value(_classes(y2), _classes(y1)),
        everyone.size < y2.size + y1.size,
    )
    if min(g1, g2) < 2:
        return _untested(known, Undefined.FEW_ACCOUNTS)
    variance = float(((z2 - z1) ** 2).sum())
    parts = float(z2 @ z2), float(z1 @ z1)
    if min(variance, *parts) <= _ROUNDING:
        return _untested(known, Undefined.ZERO_VARIANCE)
    df = sum(parts) ** 2 / (parts[0] ** 2 / (g2 - 1) + parts[1] ** 2 / (g1 - 1))
    return _tested(known, float(np.sqrt(variance)), df)


class _Known(NamedTuple):
    """What is known of the difference without an error."""

    means: tuple[float, float]
    sizes: tuple[int, int]
    exact_p: float | None
    is_clustered: bool

    def with_error(
        self,
        se: float | None,
        df: float | None,
        p: float | None,
        interval: Interval | None,
        reason: Undefined,
    ) -> DirectDifference:
        return DirectDifference(
            *self.means, *self.sizes, se, df, p, interval, reason, self.exact_p, self.is_clustered
        )


def _tested(known: _Known, se: float, df: float) -> DirectDifference:
    difference = known.means[0] - known.means[1]
    half = float(t_quantile([df])[0]) * se
    low, high = max(difference - half, -200.0), min(difference + half, 200.0)
    p = float(stdtr(df, -difference / se))
    interval = Interval(low, high, IntervalMethod.T, LEVEL)
    return known.with_error(se, df, p, interval, Undefined.DEFINED)


def _untested(known: _Known, reason: Undefined) -> DirectDifference:
    return known.with_error(None, None, None, None, reason)


def _classes(y: FloatArray) -> FloatArray:
    return np.array([(y < 0.0).sum(), (y == 0.0).sum(), (y > 0.0).sum()], dtype=np.float64)


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
