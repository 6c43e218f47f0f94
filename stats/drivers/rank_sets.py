"""Which ranks the data leave open to each driver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.intervals.interval import LEVEL

_ROUNDING = 1e-12


@dataclass(frozen=True)
class RankSet:
    """Best and worst rank that cannot be excluded, 1 the most important."""

    best: int
    worst: int

    def __str__(self) -> str:
        return (
            f"rank {self.best}" if self.best == self.worst else f"rank {self.best} to {self.worst}"
        )


def rank_sets(shares: FloatArray, draws: FloatArray, level: float = LEVEL) -> tuple[RankSet, ...]:
    """Simultaneous rank sets from all pairwise differences of the drivers' shares.

    d_im = s_i − s_m with bootstrap error e_im; c is the `level` quantile over the draws of
    max |d*_im − d_im|/e_im. Rank set of i: 1 + #{m: d_mi > c e_mi} to k − #{m: d_im > c e_im}.
    Differences of the same draw keep the correlation that single intervals throw away.
    Source: Mogstad, Romano, Shaikh & Wilhelm 2024 (R `csranks`); Klein, Wright & Wieczorek 2020.

    `shares` (k,), `draws` (b, k), b ≥ 2.

    >>> steady = np.array([[0.3, 0.1], [0.31, 0.1], [0.29, 0.1], [0.3, 0.1]])
    >>> [str(r) for r in rank_sets(np.array([0.3, 0.1]), steady)]
    ['rank 1', 'rank 2']
    """
    apart = shares[:, None] - shares[None, :]
    drawn = draws[:, :, None] - draws[:, None, :]
    error = drawn.std(axis=0, ddof=1)
    steady = error <= _ROUNDING
    scaled = np.abs(drawn - apart) / np.where(steady, 1.0, error)
    scaled[:, steady] = 0.0
    critical = float(np.quantile(scaled.max(axis=(1, 2)), level))
    above = apart > np.maximum(critical * error, _ROUNDING)
    k = shares.size
    return tuple(RankSet(1 + int(above[:, i].sum()), k - int(above[i].sum())) for i in range(k))
