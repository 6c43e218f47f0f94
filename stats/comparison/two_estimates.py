"""Is estimate A different from estimate B? Independent, with a covariance, or overlapping."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtr

from stats.arrays import FloatArray, IntArray, check_codes, check_floats
from stats.comparison.positive import SMALLEST
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile, t_quantile
from stats.reasons import Undefined

ROUNDING = 1e-12


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
    difference +10.00, 95 % interval 0.20 to 19.80, p 0.046
    """
    check_floats("a, b", [a, b])
    _check_errors(se_a, se_b)
    df = _welch((se_a, se_b), (df_a, df_b))
    return _judge(a - b, math.hypot(se_a, se_b), df, level)


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
    difference +10.00, 95 % interval 2.93 to 17.07, p 0.0055
    """
    check_floats("a, b, covariance", [a, b, covariance])
    _check_errors(se_a, se_b)
    freedom = _freedom(df)
    if abs(covariance) > se_a * se_b * (1.0 + 1e-12):
        raise OutOfRange(
            f"A covariance of {covariance:g} exceeds the product of the errors {se_a * se_b:g}; "
            "a correlation lies between −1 and 1."
        )
    parts = se_a * se_a + se_b * se_b
    return _judge(a - b, _error(parts - 2.0 * covariance, parts), freedom, level)


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
    parts = _variance(y1) / y1.size + _variance(y2) / y2.size
    error = _error(parts - 2.0 * m * shared / (y1.size * y2.size), parts)
    return _judge(float(y1.mean() - y2.mean()), error, None, level)


def _check_errors(*errors: float) -> None:
    for error in check_floats("se_a, se_b", errors):
        if error < 0.0 or 0.0 < error < SMALLEST:
            raise OutOfRange(
                f"An error is {error:g}; hand in errors from 0 upwards, above 0 from {SMALLEST:g}."
            )


def _freedom(df: float | None) -> float | None:
    """Degrees of freedom, None for infinitely many."""
    if df is None or df == math.inf:
        return None
    if not df >= 1.0:
        raise OutOfRange(f"Degrees of freedom are {df:g}; they are at least 1, or None for many.")
    return df


def _welch(errors: tuple[float, float], df: tuple[float | None, float | None]) -> float | None:
    given = [(se / max(*errors, 1e-300), _freedom(d)) for se, d in zip(errors, df, strict=True)]
    spread = sum(share**4 / d for share, d in given if d is not None)
    if spread == 0.0:
        return None
    # At least the fewest, which rounding can miss by its last digit.
    return max(float(sum(share**2 for share, _ in given) ** 2 / spread), 1.0)


def _variance(y: FloatArray) -> float:
    # Equal decimals leave a variance of rounding; equal answers have none.
    return float(y.var(ddof=1)) if np.ptp(y) > 0.0 else 0.0


def _error(variance: float, parts: float) -> float:
    """Root of a difference of variances, 0 where only the rounding of its `parts` is left."""
    return math.sqrt(variance) if variance > ROUNDING * parts > 0.0 else 0.0


def _judge(difference: float, se: float, df: float | None, level: float) -> Difference:
    if se <= 0.0:
        return Difference(difference, None, df, None, None, None, Undefined.ZERO_VARIANCE)
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
