"""Folding rows of one base weight each into cells, always in the same order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from stats.arrays import LARGEST_COUNT, FloatArray, IntArray
from stats.errors import EmptyInput, OutOfRange
from stats.estimation.cell_moments import CellMoments
from stats.estimation.item_values import POWERS, is_trinomial, origin_of, powers_of

_NOBODY = "Nobody was counted; count respondents before estimating."


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
        """Order rows by their key and base weight. Raises OutOfRange for a pair listed twice."""
        order = _order(key, base)
        ordered, weights = key[order], base[order]
        twice = (ordered[1:] == ordered[:-1]) & (weights[1:] == weights[:-1])
        if twice.any():
            first = int(np.flatnonzero(twice)[0])
            raise OutOfRange(
                f"Key {ordered[first]} is listed twice with the base weight {weights[first]:g}, "
                f"in rows {order[first]} and {order[first + 1]}; add up their counts."
            )
        starts = first_of_each(ordered)
        return cls(ordered[starts], order, starts, weights)

    def moments(self, sizes: tuple[int, ...], counts: FloatArray, y: FloatArray) -> CellMoments:
        """Power sums of y (S,) from `counts` (R, S + 1) of rows in order of arrival.

        Cells without respondents are left out. Raises EmptyInput when none is left.
        """
        if self.key.size == 0:
            raise EmptyInput(_NOBODY)
        origin = origin_of(y)
        table = _products(counts, powers_of(y - origin))
        sums = np.array([weigh @ table for weigh in self._weighers(table.shape[0])])
        heard = sums[0, :, POWERS] > 0.0
        if not heard.any():
            raise EmptyInput(_NOBODY)
        there = table[self.order, 0] > 0.0
        largest = np.maximum.reduceat(self.base * there, self.starts)
        if not heard.all():
            sums, largest = sums[:, heard], largest[heard]
        return CellMoments(
            sizes,
            self.key if heard.all() else self.key[heard],
            np.ascontiguousarray(sums[:, :, POWERS]),
            np.ascontiguousarray(np.moveaxis(sums[:, :, :POWERS], 2, 1)),
            largest,
            trinomial=is_trinomial(y),
            origin=origin,
        )

    def _weighers(self, rows: int) -> list[csr_array]:
        """Matrices (C, rows) that sum rows into cells, times d^0, d^1 and d^2."""
        ends, shape = np.append(self.starts, self.order.size), (self.key.size, rows)
        return [csr_array((self.base**j, self.order, ends), shape=shape) for j in range(POWERS)]


def first_of_each(ordered: IntArray) -> IntArray:
    """Where each new value begins among ordered ones."""
    new = np.ones(ordered.size, dtype=np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(new)


def _order(key: IntArray, base: FloatArray) -> IntArray:
    ascending = (base[1:] > base[:-1]) & (key[1:] == key[:-1]) | (key[1:] > key[:-1])
    return np.arange(key.size) if ascending.all() else np.lexsort((base, key))


def _products(counts: FloatArray, powers: FloatArray) -> FloatArray:
    """counts @ powers, each row the same whatever rows stand beside it."""
    if (powers == np.floor(powers)).all():
        table = counts @ powers
        # Whole numbers are exact in any order of adding, as long as they can be told apart.
        if float(table[:, POWERS].max()) * float(np.abs(powers).max()) <= LARGEST_COUNT:
            return table
    return np.asarray(np.einsum("rs,sk->rk", counts, powers))
