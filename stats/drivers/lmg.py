"""LMG: the average R² that a driver adds, over all orders of entry (Shapley value of R²)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import binom

from stats.arrays import FloatArray
from stats.drivers.correlations import Correlations, check_correlations
from stats.drivers.importance import Importance, ImportanceMethod
from stats.errors import OutOfRange
from stats.scalars import check_whole

# Methods I1: all 2^15 subsets; above, orders are sampled.
EXACT_DRIVERS = 15
# [P] Pairs of an order and its reverse: a sampling error below 0.01 R² for 20 drivers.
ORDER_PAIRS = 1_000


def lmg(among: ArrayLike, outcome: ArrayLike, *, names: Sequence[str] | None = None) -> Importance:
    """Exact LMG shares of up to 15 drivers.

    LMG_j = Σ_{S∌j} |S|!(k − |S| − 1)!/k! · (R²(S ∪ j) − R²(S)); the shares sum to R².
    Source: Lindeman, Merenda & Gold 1980; Shapley 1953; Grömping 2006 (R `relaimpo`).

    Correlations `among` drivers (k, k) and with the `outcome` (k,). Raises OutOfRange for more
    than 15 drivers and otherwise as `check_correlations`.

    >>> print(lmg([[1, 0.5], [0.5, 1]], [0.6, 0.5], names=["price", "service"]))
    R² 0.413 by LMG: price 0.262, service 0.152
    """
    given = check_correlations(among, outcome, names)
    if given.outcome.size > EXACT_DRIVERS:
        raise OutOfRange(
            f"{given.outcome.size} drivers have {given.outcome.size}! orders; use lmg_sampled for "
            f"more than {EXACT_DRIVERS}, or make indexes of items that belong together."
        )
    shares = lmg_shares(given.among[None], given.outcome[None])[0]
    return Importance(given.names, shares, given.r2, ImportanceMethod.LMG)


def lmg_sampled(
    among: ArrayLike,
    outcome: ArrayLike,
    generator: np.random.Generator,
    *,
    names: Sequence[str] | None = None,
    pairs: int = ORDER_PAIRS,
) -> Importance:
    """LMG shares over sampled orders, each with its reverse; they too sum to R².

    With P the permutation of an order and LL' = PRP' (Cholesky), the driver entering at place i
    adds z_i², z = L⁻¹Pr. `sampling_se` is the standard deviation of the pairs' means / √pairs.
    Source: Castro, Gómez & Tejada 2009 (sampled Shapley values).

    Shapes and errors as `lmg`, without its limit; OutOfRange for fewer than two pairs.

    >>> generator = np.random.default_rng(1)
    >>> print(lmg_sampled([[1, 0.5], [0.5, 1]], [0.6, 0.5], generator, pairs=10))
    R² 0.413 by LMG, sampled orders: driver 1 0.262, driver 2 0.152
    """
    given = check_correlations(among, outcome, names)
    pairs = check_whole("pairs", pairs, low=2)  # a single one shows no sampling error
    k = given.outcome.size
    orders = generator.permuted(np.tile(np.arange(k), (pairs, 1)), axis=1)
    means = (_added(given, orders) + _added(given, orders[:, ::-1])) / 2.0
    se = means.std(axis=0, ddof=1) / np.sqrt(pairs)
    return Importance(
        given.names, means.mean(axis=0), given.r2, ImportanceMethod.LMG_SAMPLED, sampling_se=se
    )


def lmg_shares(among: FloatArray, outcome: FloatArray) -> FloatArray:
    """LMG shares (b, k) of b checked sets of correlations (b, k, k) and (b, k)."""
    k = outcome.shape[1]
    r2 = subset_r2(among, outcome)
    sizes = np.bitwise_count(np.arange(2**k))
    factor = 1.0 / (k * binom(k - 1, np.arange(k)))
    shares = np.empty(outcome.shape)
    for j in range(k):
        # Masks as (high bits, bit j, low bits): the gain of j over every subset without it.
        gain = r2.reshape(-1, 2 ** (k - 1 - j), 2, 2**j)
        without = sizes.reshape(2 ** (k - 1 - j), 2, 2**j)[:, 0]
        shares[:, j] = ((gain[:, :, 1] - gain[:, :, 0]) * factor[without]).sum(axis=(1, 2))
    return np.clip(shares, 0.0, 1.0)


def subset_r2(among: FloatArray, outcome: FloatArray) -> FloatArray:
    """R² of every subset, (b, 2^k); bit j of the position says whether driver j is in it.

    Each step takes the next driver out of the residual covariance, or leaves it aside, for all
    subsets of the drivers before it at once: O(2^k) instead of one regression per subset.
    """
    count, k = outcome.shape
    left = np.ones((count, 1, k + 1, k + 1))
    left[:, 0, :k, :k] = among
    left[:, 0, :k, k] = left[:, 0, k, :k] = outcome
    for _ in range(k):
        column, aside = left[:, :, 1:, :1], left[:, :, 1:, 1:]
        swept = aside - column * (column / left[:, :, :1, :1]).swapaxes(2, 3)
        left = np.concatenate([aside, swept], axis=1)
    return 1.0 - left[:, :, 0, 0]


def _added(given: Correlations, orders: np.typing.NDArray[np.int64]) -> FloatArray:
    """R² that each driver (k,) adds in each order, (orders, k)."""
    permuted = given.among[orders[:, :, None], orders[:, None, :]]
    root = np.linalg.cholesky(permuted)
    steps = np.linalg.solve(root, given.outcome[orders][:, :, None])[:, :, 0] ** 2
    added = np.empty(steps.shape)
    np.put_along_axis(added, orders, steps, axis=1)
    return added
