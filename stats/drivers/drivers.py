"""Key drivers of an outcome from respondents: importance, its interval, its possible ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_codes, check_floats, check_positive_weights
from stats.drivers.correlations import (
    Correlations,
    check_driver_matrix,
    weighted_correlations,
)
from stats.drivers.drawn_shares import DrawnShares, drawn_shares
from stats.drivers.driver import Driver, KeyDrivers, NoAnswer
from stats.drivers.johnson import johnson_weights
from stats.drivers.lmg import EXACT_DRIVERS, lmg_shares
from stats.drivers.rank_sets import rank_sets
from stats.errors import OutOfRange
from stats.intervals.account_draws import DRAWS, check_draws
from stats.intervals.interval import LEVEL, Interval, IntervalMethod
from stats.names import check_names

# Methods I1 [P].
RESPONDENTS_PER_DRIVER = 10
# [P] Below, samples of accounts with replacement say little about the accounts not drawn.
MIN_ACCOUNTS = 10
# [P] Share of draws in which the drivers can be told apart.
MIN_USABLE = 0.95


def key_drivers(
    drivers: ArrayLike,
    outcome: ArrayLike,
    account: ArrayLike,
    generator: np.random.Generator,
    *,
    weights: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> KeyDrivers:
    """LMG and Johnson shares of up to 15 drivers from weighted correlations.

    Intervals are percentiles over samples of whole accounts with replacement; rank sets as
    `rank_sets`; VIF_j = (R⁻¹)_jj. Source: methods I1–I3; Grömping 2007 (bootstrap of LMG).

    `drivers` (n, k) ratings, `outcome` (n,), integer `account` (n,), `weights` (n,) > 0.
    Fewer than 10k respondents or a constant outcome is a reason in the result, as is what stands
    in the way of intervals. Raises AliasedDriver for a constant or implied driver, OutOfRange for
    missing values, arrays that do not align, more than 15 drivers, or fewer draws than the tails
    need.

    >>> steps = np.arange(60.0)
    >>> ratings = np.column_stack([steps % 5, steps % 7])
    >>> liked = ratings @ [2.0, 1.0] + steps % 3
    >>> print(key_drivers(ratings, liked, steps.astype(int), np.random.default_rng(1),
    ...                   names=["delivery", "advice"]))
    delivery: 0.636 of R² 0.947 (67%), 95 % interval 0.54 to 0.72, rank 1
    advice: 0.311 of R² 0.947 (33%), 95 % interval 0.22 to 0.41, rank 2
    Association, not effect; n 60, 60 accounts.
    """
    y = check_floats("outcome", outcome)
    x = check_driver_matrix(drivers, y.size)
    labels = check_names("driver", names, x.shape[1])
    codes = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    w = np.ones(y.size) if weights is None else check_positive_weights("weights", weights, y.size)
    _check_sizes(codes.size, y.size, x.shape[1])
    check_draws(draws, level)
    reason = _reason(y, x.shape[1])
    known, index = np.unique(codes, return_inverse=True)
    if reason is not NoAnswer.GIVEN:
        return KeyDrivers((), None, y.size, known.size, 0, reason, reason)
    found = weighted_correlations(x, y, w, labels)
    drawn = None
    if known.size >= MIN_ACCOUNTS:
        values = np.column_stack([x, y])
        drawn = drawn_shares(values, w, index.astype(np.int64), draws, generator)
    usable = 0 if drawn is None else len(drawn.shares)
    doubt = _interval_reason(known.size, usable, draws)
    described = _described(found, w @ x / w.sum())
    if drawn is not None and doubt is NoAnswer.GIVEN:
        described = _with_intervals(described, drawn, level)
    return KeyDrivers(described, found.r2, y.size, known.size, usable, reason, doubt)


def _check_sizes(accounts: int, rows: int, k: int) -> None:
    if accounts != rows:
        raise OutOfRange(f"{accounts} accounts for {rows} respondents; align them.")
    if k > EXACT_DRIVERS:
        raise OutOfRange(
            f"{k} drivers are more than {EXACT_DRIVERS}; make indexes of items that belong "
            "together, or divide R² with lmg_sampled from the correlations."
        )


def _reason(y: FloatArray, k: int) -> NoAnswer:
    if y.size < RESPONDENTS_PER_DRIVER * k:
        return NoAnswer.FEW_RESPONDENTS
    return NoAnswer.CONSTANT_OUTCOME if np.ptp(y) == 0.0 else NoAnswer.GIVEN


def _interval_reason(accounts: int, usable: int, draws: int) -> NoAnswer:
    if accounts < MIN_ACCOUNTS:
        return NoAnswer.FEW_ACCOUNTS
    return NoAnswer.UNSTABLE if usable < max(2.0, MIN_USABLE * draws) else NoAnswer.GIVEN


def _described(found: Correlations, means: FloatArray) -> tuple[Driver, ...]:
    shares = lmg_shares(found.among[None], found.outcome[None])[0]
    weights = johnson_weights(found.among[None], found.outcome[None])[0]
    vif = np.diag(np.linalg.inv(found.among))
    ranks = np.argsort(np.argsort(-shares, kind="stable")) + 1
    return tuple(
        Driver(
            name=name,
            lmg=float(shares[j]),
            johnson=float(weights[j]),
            r2=found.r2,
            rank=int(ranks[j]),
            vif=float(vif[j]),
            mean=float(means[j]),
        )
        for j, name in enumerate(found.names)
    )


def _with_intervals(
    drivers: tuple[Driver, ...], drawn: DrawnShares, level: float
) -> tuple[Driver, ...]:
    sets = rank_sets([driver.lmg for driver in drivers], drawn.shares, level)
    return tuple(
        replace(
            driver,
            interval=_percentiles(drawn.shares[:, j], level),
            ranks=sets[j],
            mean_interval=_percentiles(drawn.means[:, j], level),
        )
        for j, driver in enumerate(drivers)
    )


def _percentiles(draws: FloatArray, level: float) -> Interval:
    low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval(float(low), float(high), IntervalMethod.BOOTSTRAP, level)
