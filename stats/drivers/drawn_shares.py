"""Shares of R² in samples of whole accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray, IntArray
from stats.drivers.lmg import lmg_shares
from stats.intervals.account_draws import drawn_moments
from stats.intervals.correlation_matrix import correlations_from

# A draw whose correlations have a smaller eigenvalue holds too few accounts to tell drivers apart.
_SINGULAR_BELOW = 1e-9
# Draws × subsets held at a time.
_CHUNK = 1 << 18


@dataclass(frozen=True, eq=False)
class DrawnShares:
    """LMG shares (b, k) and weighted means (b, k) of the drivers in the usable draws."""

    shares: FloatArray
    means: FloatArray


def drawn_shares(
    values: FloatArray,
    weights: FloatArray,
    account: IntArray,
    draws: int,
    generator: np.random.Generator,
) -> DrawnShares:
    """LMG shares in `draws` samples; those in which a driver is constant or implied drop.

    `values` (n, k + 1) with the outcome last, `account` codes 0…g − 1.
    """
    found = drawn_moments(values, weights, account, draws, generator)
    correlations = correlations_from(found.covariances[found.varied])
    among, outcome = correlations[:, :-1, :-1], correlations[:, :-1, -1]
    usable = np.linalg.eigvalsh(among)[:, 0] > _SINGULAR_BELOW
    return DrawnShares(
        _shares(among[usable], outcome[usable]), found.means[found.varied][usable, :-1]
    )


def _shares(among: FloatArray, outcome: FloatArray) -> FloatArray:
    """`lmg_shares`, some draws at a time."""
    k = outcome.shape[1]
    step = max(1, _CHUNK >> k)
    parts = [
        lmg_shares(among[at : at + step], outcome[at : at + step])
        for at in range(0, len(outcome), step)
    ]
    return np.concatenate([np.empty((0, k)), *parts])
