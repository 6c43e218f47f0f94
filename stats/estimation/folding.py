"""Folding rows of one base weight each into cells, always in the same order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from stats.arrays import FloatArray, IntArray
from stats.estimation.cell_moments import POWERS, CellMoments, is_trinomial, powers_of


@dataclass(frozen=True, eq=False)
class Folding:
    """Rows (R,) ordered by cell and base weight, so that no sum depends on order of arrival.

    `key` (C,) of the cells, ascending; `order` (R,) the rows of each cell by ascending base
    weight, cell after cell; `starts` (C,) where each cell begins in it; `base` (R,) of the
    ordered rows.
    """

    key: IntArray
    order: IntArray
    starts: IntArray
    base: FloatArray

    @classmethod
    def of_rows(cls, key: IntArray, base: FloatArray) -> Folding:
        """Order rows by their key and base weight."""
        order = np.lexsort((base, key))
        ordered = key[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        return cls(ordered[starts], order, starts, base[order])

    def moments(self, sizes: tuple[int, ...], counts: FloatArray, y: FloatArray) -> CellMoments:
        """Power sums of y (S,) from `counts` (R, S + 1) of rows in order of arrival."""
        table = _products(counts, powers_of(y))
        sums = np.array([weigh @ table for weigh in self._weighers(table.shape[0])])
        there = table[self.order, 0] > 0.0
        return CellMoments(
            sizes,
            self.key,
            np.ascontiguousarray(sums[:, :, POWERS]),
            np.ascontiguousarray(np.moveaxis(sums[:, :, :POWERS], 2, 1)),
            np.maximum.reduceat(self.base * there, self.starts),
            trinomial=is_trinomial(y),
        )

    def _weighers(self, rows: int) -> list[csr_array]:
        """Matrices (C, rows) that sum rows into cells, times d^0, d^1 and d^2."""
        ends, shape = np.append(self.starts, self.order.size), (self.key.size, rows)
        return [csr_array((self.base**j, self.order, ends), shape=shape) for j in range(POWERS)]


def _products(counts: FloatArray, powers: FloatArray) -> FloatArray:
    """counts @ powers, each row the same whatever rows stand beside it."""
    if (powers == np.floor(powers)).all():
        return counts @ powers  # whole numbers: exact in any order of adding
    return np.asarray(np.einsum("rs,sk->rk", counts, powers))
