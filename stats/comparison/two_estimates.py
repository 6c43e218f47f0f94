"""Is estimate A different from estimate B? Independent, with a covariance, or overlapping."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtr

from stats.arrays import FloatArray, IntArray, check_codes, check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile, t_quantile
from stats.reasons import Undefined


@dataclass(frozen=True)
class Difference:
    """A − B in the units of the estimates; `df` None where the normal distribution was used.

    Where `reason` is not DEFINED, `se`, `statistic`, `p_value` and `interval` are None.
    """

    difference: float
    se: float | None
    df: float | None
    statistic: float | None
    p_value: float | None
    interval: Interval | None
    reason: Undefined

    def __str__(self) -> str:
        if self.interval is None:
            return f"difference {self.difference:+.2f}, not testable: {self.reason.sentence}"
        return f"difference {self.difference:+.2f}, {self.interval}, p {self.p_value:.2g}"


def independent_difference(
    a: float,
    se_a: float,
    b: float,
    se_b: float,
    *,
    df_a: float | None = None,
    df_b: float | None = None,
    level: float = LEVEL,
) -> Difference:
    """A − B of two estimates that share no account (methods H1).

    SE = √(SE_A² + SE_B²), t with the degrees of freedom of Welch and Satterthwaite,
    SE⁴ / (SE_A⁴/df_A + SE_B⁴/df_B); a `df` of None counts as infinite, both None give the normal
    distribution. Source: Welch 1947; Satterthwaite 1946.

    Estimates and errors ≥ 0 in the same units; an error of 0 belongs to a constant such as a
    target. Two constants have no error, which is a reason in the result. Raises OutOfRange for a
    value that is not finite, a negative error or fewer than 1 degree of freedom.

    >>> print(independent_difference(44.0, 3.0, 34.0, 4.0))
    difference +10.00, 95% interval 0.20 to 19.80, p 0.046
    """
    numbers = check_floats("a, se_a, b, se_b", [a, se_a, b, se_b])
    variance = _squares(numbers[1], numbers[3])
    df = _welch(variance, (df_a, df_b))
    return _judge(a - b, float(variance.sum()), df, level)


def correlated_difference(
    a: float,
    se_a: float,
    b: float,
    se_b: float,
    covariance: float,
    *,
    df: float | None = None,
    level: float = LEVEL,
) -> Difference:
    """A − B of two estimates whose covariance is known.

    SE = √(SE_A² + SE_B² − 2 cov), t with `df` degrees of freedom, normal where `df` is None:
    Welch's degrees of freedom hold for independent estimates only.
    Source: the variance of a difference; Kish 1965 for the overlap of two samples.

    Raises OutOfRange as `independent_difference`, and for |cov| > SE_A·SE_B.

    >>> print(correlated_difference(44.0, 3.0, 34.0, 4.0, 6.0))
    difference +10.00, 95% interval 2.93 to 17.07, p 0.0055
    """
    numbers = check_floats("a, se_a, b, se_b, covariance", [a, se_a, b, se_b, covariance])
    variance = _squares(numbers[1], numbers[3])
    if abs(covariance) > se_a * se_b * (1.0 + 1e-12):
        raise OutOfRange(
            f"A covariance of {covariance:g} exceeds the product of the errors {se_a * se_b:g}; "
            "a correlation lies between −1 and 1."
        )
    left = float(variance.sum()) - 2.0 * covariance
    # What rounding leaves of two estimates that are one and the same is no variance.
    left = 0.0 if left <= 1e-12 * float(variance.sum()) else left
    return _judge(a - b, left, df, level)


def overlap_difference(
    ids_a: ArrayLike, a: ArrayLike, ids_b: ArrayLike, b: ArrayLike, *, level: float = LEVEL
) -> Difference:
    """Mean of A − mean of B where some respondents are in both, as textbooks have it (methods H1).

    V = s_A²/n_A + s_B²/n_B − 2 m cov/(n_A n_B): m respondents in both, cov the covariance of
    their two answers (ddof 1; 0 for m < 2, when none can be computed), normal distribution.
    Unweighted and without accounts: a check of `account_change`, not a published error.
    Source: Kish 1965; Tam 1984.

    Integer ids, each at most once per sample, and answers. Raises OutOfRange for a repeated id or
    arrays that do not align, EmptyInput for fewer than two answers in a sample.

    >>> found = overlap_difference([1, 2, 3, 4], [9, 8, 6, 7], [3, 4, 5], [5, 7, 9])
    >>> found.difference, round(found.se, 6)
    (0.5, 1.190238)
    """
    ids1, y1 = _sample("a", ids_a, a)
    ids2, y2 = _sample("b", ids_b, b)
    _, at1, at2 = np.intersect1d(ids1, ids2, assume_unique=True, return_indices=True)
    m = at1.size
    shared = float(np.cov(y1[at1], y2[at2])[0, 1]) if m > 1 else 0.0
    parts = y1.var(ddof=1) / y1.size + y2.var(ddof=1) / y2.size
    variance = float(parts - 2.0 * m * shared / (y1.size * y2.size))
    variance = 0.0 if variance <= 1e-12 * float(parts) else variance
    return _judge(float(y1.mean() - y2.mean()), variance, None, level)


def _squares(se_a: float, se_b: float) -> FloatArray:
    if min(se_a, se_b) < 0.0:
        raise OutOfRange(f"An error is {min(se_a, se_b):g}; hand in errors from 0 upwards.")
    return np.array([se_a, se_b]) ** 2


def _welch(variance: FloatArray, df: tuple[float | None, float | None]) -> float | None:
    given = [(v, d) for v, d in zip(variance, df, strict=True) if d is not None]
    if any(not d >= 1.0 for _, d in given):
        raise OutOfRange(f"Degrees of freedom are {df}; each is at least 1, or None for many.")
    spread = sum(v * v / d for v, d in given)
    return float(variance.sum() ** 2 / spread) if spread > 0.0 else None


def _judge(difference: float, variance: float, df: float | None, level: float) -> Difference:
    if variance <= 0.0:
        return Difference(difference, None, df, None, None, None, Undefined.ZERO_VARIANCE)
    se = float(np.sqrt(variance))
    z = difference / se
    if df is None:
        p, quantile, method = ndtr(-abs(z)), normal_quantile(level), IntervalMethod.WALD
    else:
        p, quantile, method = stdtr(df, -abs(z)), t_quantile([df], level)[0], IntervalMethod.T
    half = float(quantile) * se
    interval = Interval(difference - half, difference + half, method, level)
    return Difference(difference, se, df, z, 2.0 * float(p), interval, Undefined.DEFINED)


def _sample(name: str, ids: ArrayLike, values: ArrayLike) -> tuple[IntArray, FloatArray]:
    y = check_floats(name, values)
    if y.size < 2:
        raise EmptyInput(f"{name} has {y.size} answers; an error needs at least two.")
    codes = check_codes(f"ids of {name}", ids, 1 << 62, lowest=-(1 << 62))
    if codes.size != y.size:
        raise OutOfRange(f"{codes.size} ids of {name} for {y.size} answers; align them.")
    unique, count = np.unique(codes, return_counts=True)
    if count.max() > 1:
        twice = unique[count.argmax()]
        raise OutOfRange(f"Respondent {twice} is in {name} more than once; keep one answer each.")
    return codes, y
