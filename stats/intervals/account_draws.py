"""Means and covariances in samples of whole accounts, drawn with replacement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stats.arrays import BoolArray, FloatArray, IntArray, sum_by
from stats.errors import OutOfRange
from stats.intervals.interval import normal_quantile
from stats.scalars import check_whole

# Methods A6 [P]: two decimals of a 0–100 index stay still from seed to seed.
DRAWS = 2000
# Draws × accounts held at once; bounds the memory, not the result.
_HELD = 4_000_000
# Of the whole sample's variance; a column that varies less in a draw is constant and rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class DrawnMoments:
    """Weighted means (B, k), and covariances (B, k, k) in deviations of the whole sample."""

    means: FloatArray
    covariances: FloatArray

    @property
    def varied(self) -> BoolArray:
        """Draws in which every column varies, (B,)."""
        variances = np.diagonal(self.covariances, axis1=1, axis2=2)
        return np.asarray((variances > _ROUNDING).all(axis=1))


def check_draws(draws: int, level: float) -> int:
    """As many draws as the tails beyond `level` need, 2/(1 − level).

    Raises OutOfRange for fewer, and for a level that is no probability.

    >>> check_draws(40, 0.95)
    40
    """
    normal_quantile(level)  # refuses a level that is no probability
    least = int(np.ceil(2.0 / (1.0 - level) * (1.0 - _ROUNDING)))
    if check_whole("draws", draws) < least:
        reach = f"{draws} draws do not reach the tails"
        raise OutOfRange(f"{reach}; {100.0 * level:.10g}% needs {least}.")
    return int(draws)


def drawn_moments(
    values: FloatArray,
    weights: FloatArray,
    account: IntArray,
    draws: int,
    generator: np.random.Generator,
) -> DrawnMoments:
    """Moments of the columns of `values` (n, k) in `draws` samples of g from g accounts.

    Σw, Σwz and Σwzz' of an account are all that a draw needs, so a draw costs one product. Accounts
    enter in the order of their sums: neither labels nor the order of the rows changes a draw.
    Source: Efron & Tibshirani 1993. No column is constant, `account` holds codes 0…g − 1.
    """
    rows = np.lexsort((weights, *values.T))
    share, account = weights[rows] / weights[rows].sum(), account[rows]
    low, spread = values.min(axis=0), np.ptp(values, axis=0)
    above = (values[rows] - low) / spread
    centre = share @ above
    scale = np.sqrt(share @ (above - centre) ** 2)
    # The order rests on sums that are exact for ratings, which standardised ones are not.
    order = np.lexsort(_account_sums(values[rows] - low, weights[rows], account).T)
    sums = _account_sums((above - centre) / scale, share, account)[order]
    parts = [_moments(chunk, values.shape[1]) for chunk in _sampled(sums, draws, generator)]
    means = np.concatenate([mean for mean, _ in parts]) * scale + centre
    return DrawnMoments(
        means=low + spread * np.clip(means, 0.0, 1.0),
        covariances=np.concatenate([covariance for _, covariance in parts]),
    )


def _account_sums(z: FloatArray, weights: FloatArray, account: IntArray) -> FloatArray:
    """Σw a b per account for each pair a ≤ b of (1, z), (g, pairs)."""
    columns = np.column_stack([np.ones(len(z)), z])
    pairs = zip(*np.triu_indices(columns.shape[1]), strict=True)
    size = int(account.max()) + 1
    return np.column_stack(
        [sum_by(account, weights * columns[:, a] * columns[:, b], size) for a, b in pairs]
    )


def _sampled(sums: FloatArray, draws: int, generator: np.random.Generator) -> Iterator[FloatArray]:
    """Sums over the accounts of each draw, some draws at a time."""
    accounts = len(sums)
    at_once = max(1, _HELD // accounts)
    for start in range(0, draws, at_once):
        size = min(at_once, draws - start)
        picked = generator.integers(accounts, size=(size, accounts))
        picked += accounts * np.arange(size)[:, None]
        counts = np.bincount(picked.ravel(), minlength=size * accounts)
        yield counts.reshape(size, accounts).astype(np.float64) @ sums


def _moments(sums: FloatArray, k: int) -> tuple[FloatArray, FloatArray]:
    first, second = np.triu_indices(k + 1)
    products = np.empty((len(sums), k + 1, k + 1))
    products[:, first, second] = products[:, second, first] = sums / sums[:, :1]
    means = products[:, 0, 1:]
    return means, products[:, 1:, 1:] - means[:, :, None] * means[:, None, :]
