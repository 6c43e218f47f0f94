"""Correlation matrices of bootstrap samples of accounts."""

from __future__ import annotations

import numpy as np

from stats.arrays import FloatArray, IntArray
from stats.constructs.item_answers import ItemAnswers, correlations_from
from stats.errors import OutOfRange

# [P] As for the other bootstrap intervals: two decimals stay still from seed to seed.
DRAWS = 2000
# [P] A share of draws without a figure above this says more than the limits of the others.
MOST_LOST = 0.10
# Draws × accounts held at once; bounds the memory, not the result.
_HELD = 4_000_000
# A resampled variance below this part of the sample's is a constant item and rounding.
_ROUNDING = 1e-12


def resampled_correlations(
    answers: ItemAnswers, generator: np.random.Generator, draws: int
) -> FloatArray:
    """Correlations (B, k, k) of `draws` samples of whole accounts with replacement, B ≤ draws.

    Each draw takes g of the g accounts; with per-account sums of w, wx and wxx' a draw is one
    product. Draws in which an item is constant have no correlations and are left out. Accounts
    enter in the order of their sums, so labels and the order of rows do not matter.
    """
    sums = _account_sums(answers)
    accounts, k = sums.shape[0], answers.items
    size = max(1, _HELD // accounts)
    found = [
        _correlations(_drawn(generator, min(size, draws - start), accounts) @ sums, k)
        for start in range(0, draws, size)
    ]
    return np.concatenate(found)


def check_draws(draws: int, level: float) -> None:
    """Refuse fewer draws than the tail beyond `level` needs."""
    least = int(np.ceil(2.0 / (1.0 - level) * (1.0 - _ROUNDING)))
    if draws < least:
        raise OutOfRange(f"{draws} draws do not reach the tails; {level:.0%} needs {least}.")


def _account_sums(answers: ItemAnswers) -> FloatArray:
    """Σw, Σwz and Σwzz' per account, (g, 1 + k + k²), z centred so that nothing cancels.

    Ordered by the sums of the answers themselves, which are exact for ratings.
    """
    rows = np.lexsort((answers.weights, *answers.values.T))
    x, w, accounts = answers.values[rows], answers.weights[rows], answers.accounts[rows]
    share = w / w.sum()
    order = np.lexsort(_summed(x - x.min(axis=0), w, accounts).T)
    return _summed(x - share @ x, share, accounts)[order]


def _summed(z: FloatArray, w: FloatArray, accounts: IntArray) -> FloatArray:
    products = (z[:, :, None] * z[:, None, :]).reshape(len(z), -1)
    columns = np.column_stack([np.ones(len(z)), z, products]) * w[:, None]
    sums = np.zeros((int(accounts.max()) + 1, columns.shape[1]))
    np.add.at(sums, accounts, columns)
    return sums


def _drawn(generator: np.random.Generator, draws: int, accounts: int) -> FloatArray:
    """How often each account is in each draw, (draws, accounts)."""
    picked = generator.integers(accounts, size=(draws, accounts))
    picked += accounts * np.arange(draws)[:, None]
    counts = np.bincount(picked.ravel(), minlength=draws * accounts)
    return counts.reshape(draws, accounts).astype(np.float64)


def _correlations(sums: FloatArray, k: int) -> FloatArray:
    means = sums[:, 1 : k + 1] / sums[:, :1]
    squares = (sums[:, k + 1 :] / sums[:, :1]).reshape(-1, k, k)
    covariances = squares - means[:, :, None] * means[:, None, :]
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    varied = (variances > _ROUNDING * np.diagonal(squares, axis1=1, axis2=2)).all(axis=1)
    return correlations_from(covariances[varied])
