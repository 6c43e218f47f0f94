"""Penalty and reward: does a driver matter more when it fails or when it delights?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    check_codes,
    check_floats,
    check_positive_weights,
)
from stats.drivers.clustered_regression import clustered_regression
from stats.drivers.correlations import check_driver_matrix
from stats.drivers.effect import Effect, Factor, PenaltyReward
from stats.errors import AliasedDriver, EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, t_quantile
from stats.names import check_names
from stats.scalars import check_number
from stats.wording import counted

# [P] Low (or high) ratings of fewer accounts than this show no penalty (or reward), and neither do
# middle ones: the clustered error of what few accounts carry is far too small, zero for one.
MIN_ACCOUNTS = 10
_ROUNDING = 1e-9


def penalty_reward(
    drivers: ArrayLike,
    outcome: ArrayLike,
    account: ArrayLike,
    *,
    low: float,
    high: float,
    weights: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    level: float = LEVEL,
) -> tuple[PenaltyReward, ...]:
    """Brandt's penalty-reward contrasts of every driver, with errors clustered by account.

    y = b₀ + Σ_j (p_j [x_j ≤ low] + r_j [x_j ≥ high]) by weighted least squares;
    V = g/(g − 1) A⁻¹ Σ_u s_u s_u' A⁻¹, A = D'WD, s_u = Σ_{i∈u} w_i d_i e_i, t with g − p degrees
    of freedom, p coefficients. A penalty below 0 with p < 1 − level alone is BASIC, a reward
    above 0 alone EXCITEMENT, both PERFORMANCE, else UNCLEAR: an effect not shown is not absent.
    Source: Brandt 1987; Matzler & Sauerwein 2002; errors as R `survey::svyglm`.

    `drivers` (n, k) ratings, `outcome` (n,), integer `account` (n,), `weights` (n,) > 0, cuts
    `low` < `high`. Low (high) or middle ratings of fewer than 10 accounts, and an outcome that the
    ratings fix entirely or that never varies: that effect is None. Raises AliasedDriver where the
    indicators imply each other, EmptyInput for no more accounts than coefficients, OutOfRange for
    missing values, arrays that do not align, cuts that cross.

    >>> rating = np.arange(60) % 5 + 1
    >>> liked = 6 - 3 * (rating <= 2) + (rating == 5) + np.arange(60) % 2
    >>> found = penalty_reward(rating[:, None], liked, np.arange(60), low=2, high=5)
    >>> print(found[0].penalty, found[0].reward, found[0].factor)
    -3.00 (95 % interval -3.29 to -2.71) +1.00 (95 % interval 0.64 to 1.36) performance
    """
    y = check_floats("outcome", outcome)
    x = check_driver_matrix(drivers, y.size)
    labels = check_names("driver", names, x.shape[1])
    codes = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    w = np.ones(y.size) if weights is None else check_positive_weights("weights", weights, y.size)
    if codes.size != y.size:
        raise OutOfRange(f"{codes.size} accounts for {y.size} respondents; align them.")
    check_number("high", high, above=check_number("low", low))
    marks = np.stack([x <= low, x >= high], axis=2)
    known, index = np.unique(codes, return_inverse=True)
    clusters = index.astype(np.int64)
    _refuse_few(known.size, 1 + int(marks.any(axis=0).sum()))
    fit = _fitted(marks, y, w / w.max(), clusters, labels)
    middle = _accounts(np.logical_not(marks.any(axis=2)), clusters)
    penalties, rewards = (
        _effects(fit, side, _accounts(marks[:, :, side], clusters), middle, level)
        for side in (0, 1)
    )
    return tuple(
        PenaltyReward(name, penalty, reward, _factor(penalty, reward, 1.0 - level))
        for name, penalty, reward in zip(labels, penalties, rewards, strict=True)
    )


@dataclass(frozen=True, eq=False)
class _Fit:
    """Effects (k, 2) of low and high, their errors (k, 2), degrees of freedom, outcome's range."""

    values: FloatArray
    errors: FloatArray
    df: int
    spread: float


def _fitted(
    marks: BoolArray, y: FloatArray, w: FloatArray, clusters: IntArray, names: tuple[str, ...]
) -> _Fit:
    flat = marks.reshape(y.size, 2 * len(names))
    used = flat.any(axis=0)
    design = np.column_stack([np.ones(y.size), flat[:, used]])
    _refuse_implied(design * np.sqrt(w)[:, None], np.repeat(names, 2)[used])
    spread = float(np.ptp(y))
    # In units of its range, so that what rounding leaves of no error is known as such.
    fit = clustered_regression(design, (y - y.min()) / (spread or 1.0), w, clusters)
    both = np.zeros((2, used.size))
    both[0, used], both[1, used] = fit.slopes[1:], fit.errors[1:]
    return _Fit(both[0].reshape(-1, 2), both[1].reshape(-1, 2), fit.df, spread)


def _refuse_implied(design: FloatArray, names: np.typing.NDArray[np.str_]) -> None:
    corner = np.abs(np.diag(np.linalg.qr(design, mode="r")))
    implied = corner <= _ROUNDING * np.linalg.norm(design, axis=0)[: corner.size]
    if implied.any():
        name = str(names[int(np.flatnonzero(implied)[0]) - 1])
        raise AliasedDriver(
            f"The low or high ratings of {name} are those of other drivers, or nobody rated it in "
            "the middle; leave it out or choose other cuts.",
            driver=name,
        )


def _refuse_few(accounts: int, coefficients: int) -> None:
    if accounts <= coefficients:
        raise EmptyInput(
            f"{counted(accounts, 'account')} cannot carry {counted(coefficients, 'coefficient')}; "
            "leave drivers out or collect more answers."
        )


def _accounts(marked: BoolArray, clusters: IntArray) -> IntArray:
    """Accounts that gave such a rating, (k,)."""
    return np.array([np.unique(clusters[column]).size for column in marked.T], dtype=np.int64)


def _effects(
    fit: _Fit, side: int, accounts: IntArray, middle: IntArray, level: float
) -> list[Effect]:
    quantile = float(t_quantile([fit.df], level)[0])
    return [
        _effect(fit, float(value), float(se), quantile, level, Effect(int(marked), int(rest)))
        for value, se, marked, rest in zip(
            fit.values[:, side], fit.errors[:, side], accounts, middle, strict=True
        )
    ]


def _effect(
    fit: _Fit, value: float, se: float, quantile: float, level: float, unknown: Effect
) -> Effect:
    if min(unknown.accounts, unknown.middle_accounts) < MIN_ACCOUNTS or se <= _ROUNDING:
        return unknown
    low, high = ((value + sign * quantile * se) * fit.spread for sign in (-1.0, 1.0))
    return replace(
        unknown,
        value=value * fit.spread,
        se=se * fit.spread,
        p_value=float(2.0 * stdtr(fit.df, -abs(value) / se)),
        interval=Interval(low, high, IntervalMethod.T, level),
    )


def _factor(penalty: Effect, reward: Effect, alpha: float) -> Factor:
    punished = _shown(penalty, -1.0, alpha)
    rewarded = _shown(reward, 1.0, alpha)
    if punished and rewarded:
        return Factor.PERFORMANCE
    if punished:
        return Factor.BASIC
    return Factor.EXCITEMENT if rewarded else Factor.UNCLEAR


def _shown(effect: Effect, sign: float, alpha: float) -> bool:
    if effect.value is None or effect.p_value is None:
        return False
    return sign * effect.value > 0.0 and effect.p_value < alpha
