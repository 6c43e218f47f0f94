"""Correlations in samples of whole accounts, drawn with replacement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray, IntArray, sum_by

# Accounts × draws held at a time.
_CHUNK = 2_000_000
# A draw whose correlations have a smaller eigenvalue holds too few accounts to tell drivers apart.
_SINGULAR_BELOW = 1e-9


@dataclass(frozen=True)
class Drawn:
    """Usable draws: correlations (b, k, k) and (b, k), weighted means of the drivers (b, k)."""

    among: FloatArray
    outcome: FloatArray
    means: FloatArray


def draw_accounts(
    values: FloatArray,
    weights: FloatArray,
    account: IntArray,
    draws: int,
    generator: np.random.Generator,
) -> Drawn:
    """`draws` samples of g from g accounts; those in which a driver is constant or implied drop.

    Σw, Σwz and Σwzz' of an account are all that a draw needs, so a draw costs one product.
    `values` (n, k + 1) with the outcome last, `account` codes 0…g − 1. Accounts are drawn in the
    order of their sums: neither their labels nor the order of the rows changes a draw.
    """
    centre = weights @ values / weights.sum()
    scale = values.std(axis=0)
    sums = _account_sums((values - centre) / scale, weights, account)
    sums = sums[np.lexsort(np.round(sums, 9).T)]
    parts = [_drawn(chunk) for chunk in _sampled(sums, draws, generator)]
    k = values.shape[1] - 1
    return Drawn(
        np.concatenate([p.among for p in parts]),
        np.concatenate([p.outcome for p in parts]),
        np.concatenate([p.means for p in parts]) * scale[:k] + centre[:k],
    )


def _account_sums(z: FloatArray, weights: FloatArray, account: IntArray) -> FloatArray:
    """Σw a b per account for each pair a ≤ b of (1, z), (g, pairs)."""
    columns = np.column_stack([np.ones(len(z)), z])
    first, second = np.triu_indices(columns.shape[1])
    size = int(account.max()) + 1
    return np.column_stack(
        [
            sum_by(account, weights * columns[:, a] * columns[:, b], size)
            for a, b in zip(first, second, strict=True)
        ]
    )


def _sampled(sums: FloatArray, draws: int, generator: np.random.Generator) -> Iterator[FloatArray]:
    """Sums over the accounts of each draw, some draws at a time."""
    g = len(sums)
    at_once = max(1, _CHUNK // g)
    for start in range(0, draws, at_once):
        size = min(at_once, draws - start)
        yield generator.multinomial(g, np.full(g, 1.0 / g), size=size) @ sums


def _drawn(sums: FloatArray) -> Drawn:
    size = round((np.sqrt(8 * sums.shape[1] + 1) - 1) / 2)
    first, second = np.triu_indices(size)
    products = np.empty((len(sums), size, size))
    products[:, first, second] = products[:, second, first] = sums / sums[:, :1]
    means = products[:, 0, 1:]
    covariance = products[:, 1:, 1:] - means[:, :, None] * means[:, None, :]
    spread = np.diagonal(covariance, axis1=1, axis2=2)
    varied = (spread > _SINGULAR_BELOW).all(axis=1)
    root = np.sqrt(spread[varied])
    correlations = covariance[varied] / (root[:, :, None] * root[:, None, :])
    among = correlations[:, :-1, :-1]
    told_apart = np.linalg.eigvalsh(among)[:, 0] > _SINGULAR_BELOW
    return Drawn(
        among[told_apart],
        correlations[told_apart, :-1, -1],
        means[varied][told_apart, :-1],
    )
