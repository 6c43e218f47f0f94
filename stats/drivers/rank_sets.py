"""Which ranks the data leave open to each driver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, any_array, check_floats, check_not_empty
from stats.errors import OutOfRange
from stats.intervals.account_draws import check_draws
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


def rank_sets(shares: ArrayLike, draws: ArrayLike, level: float = LEVEL) -> tuple[RankSet, ...]:
    """Simultaneous rank sets from all pairwise differences of the drivers' shares.

    d_im = s_i − s_m with bootstrap error e_im; c is the `level` quantile over the draws of
    max |d*_im − d_im|/e_im. Rank set of i: 1 + #{m: d_mi > c e_mi} to k − #{m: d_im > c e_im}.
    Differences of the same draw keep the correlation that single intervals throw away.
    Source: Mogstad, Romano, Shaikh & Wilhelm 2024 (R `csranks`); Klein, Wright & Wieczorek 2020.

    `shares` (k,), `draws` (b, k), as many as the tail needs. Raises EmptyInput without shares,
    OutOfRange for fewer draws, tables that do not align, numbers that are missing.

    >>> steady = np.tile([[0.3, 0.1], [0.31, 0.1], [0.29, 0.1], [0.3, 0.1]], (10, 1))
    >>> [str(r) for r in rank_sets([0.3, 0.1], steady)]
    ['rank 1', 'rank 2']
    """
    share, table = _checked(shares, draws, level)
    apart = share[:, None] - share[None, :]
    drawn = table[:, :, None] - table[:, None, :]
    error = drawn.std(axis=0, ddof=1)
    steady = error <= _ROUNDING
    scaled = np.abs(drawn - apart) / np.where(steady, 1.0, error)
    scaled[:, steady] = 0.0
    critical = float(np.quantile(scaled.max(axis=(1, 2)), level))
    above = apart > np.maximum(critical * error, _ROUNDING)
    k = share.size
    return tuple(RankSet(1 + int(above[:, i].sum()), k - int(above[i].sum())) for i in range(k))


def _checked(shares: ArrayLike, draws: ArrayLike, level: float) -> tuple[FloatArray, FloatArray]:
    share = check_floats("shares", shares)
    check_not_empty("shares", share)
    table = any_array("draws", draws)
    if table.ndim != 2 or table.shape[1] != share.size:
        raise OutOfRange(
            f"draws has shape {table.shape}; hand in one row for each draw and one column for "
            f"each of {share.size} shares."
        )
    check_draws(table.shape[0], level)
    columns = [check_floats(f"column {j} of draws", table[:, j]) for j in range(share.size)]
    return share, np.column_stack(columns)
