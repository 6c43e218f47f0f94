"""A histogram of all weeks so far, kept up to date at the cost of the week that comes in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import FloatArray, IntArray, check_floats
from stats.errors import OutOfRange
from stats.estimation.cell_moments import CellMoments
from stats.estimation.folding import Folding, first_of_each
from stats.estimation.item_values import checked_scale
from stats.estimation.kept_moments import KEPT_NUMBERS, KeptMoments
from stats.estimation.key_space import checked_sizes
from stats.estimation.score_cells import ScoreCells
from stats.wording import counted

# Places of the table below, 4 bytes each, and of the sums kept, 8 bytes each: 200 MB.
MOST_PLACES = 50_000_000
_PLACES_KEPT = 2 * KEPT_NUMBERS


class ScoreRollup:
    """The sum of `ScoreCells`, kept on write; the one object of this package that changes.

    `add` costs what the added cells cost, not what is already there; figures are the same to the
    bit as from all respondents counted at once, in whatever order weeks came. Items handed to
    `keep` have their power sums brought up to date with each week, so that reading them costs
    O(cells). What is read belongs to the reader: later weeks do not change it. A table holds the
    row of each pair of key and base weight, and each item kept its sums of every key, so the
    product of `sizes` times the number of base weights and of items is bounded.

    `sizes` are the levels of the key variables, `scale` the number of scores. Raises OutOfRange
    for a key space that is too large.

    >>> week = ScoreCells.of_rows([[0, 0, 1]], [2], [1.0, 1.0, 2.0], [10, 10, 3], scale=11)
    >>> history = ScoreRollup([2], 11)
    >>> history.add(week)
    >>> history.add(week)
    >>> print(history)
    6 respondents in 2 rows of 2 base weights
    """

    def __init__(self, sizes: Sequence[int], scale: int) -> None:
        self.sizes = checked_sizes(sizes)
        self.scale = checked_scale(scale)
        self._space = math.prod(self.sizes)
        self._lines: dict[float, NDArray[np.int32]] = {}
        self._counts: FloatArray = np.zeros((0, self.scale + 1))
        self._used = 0
        self._kept: dict[bytes, KeptMoments] = {}
        self._check_room(bases=1, items=0)

    def add(self, cells: ScoreCells) -> None:
        """Add a week. Raises OutOfRange for other key variables or scores, or too large a table."""
        if cells.sizes != self.sizes or cells.scale != self.scale:
            raise OutOfRange(
                f"Cells of {cells.sizes} levels and {cells.scale} scores do not add up with "
                f"{self.sizes} and {self.scale}; count the week by the same key variables."
            )
        rows = np.flatnonzero(cells.counts.any(axis=1))
        bases, group = np.unique(cells.base[rows], return_inverse=True)
        known = self._lines.keys() | set(bases.tolist())
        self._check_room(bases=len(known), items=len(self._kept))
        if rows.size == 0:
            return
        order = rows[np.argsort(group, kind="stable")]
        parts = np.split(order, np.cumsum(np.bincount(group))[:-1])
        for base, part in zip(bases, parts, strict=True):
            self._add_part(float(base), cells.key[part], cells.counts[part])
        if self._kept:
            self._refresh(np.unique(cells.key[rows]), self._kept.values())

    def keep(self, values: ArrayLike) -> None:
        """Bring the power sums of y, `values` (S,) of the scores, up to date from now on."""
        y = check_floats("values", values, self.scale)
        if y.tobytes() in self._kept:
            return
        self._check_room(bases=max(len(self._lines), 1), items=len(self._kept) + 1)
        item = self._kept[y.tobytes()] = KeptMoments(self.sizes, y)
        if self._used:
            self._refresh(np.arange(self._space), [item])

    def moments(self, values: ArrayLike) -> CellMoments:
        """Power sums of y by cell, as `ScoreCells.moments`; read off where they are kept."""
        y = check_floats("values", values, self.scale)
        if self._used == 0:
            raise OutOfRange("No week was added yet; add one before estimating.")
        kept = self._kept.get(y.tobytes())
        if kept is not None:
            return kept.read()
        return self._fold(np.arange(self._space)).moments(self.sizes, self._counts[: self._used], y)

    @property
    def megabytes(self) -> float:
        """Memory of its tables, in units of 10⁶ bytes."""
        size = self._counts.nbytes + sum(line.nbytes for line in self._lines.values())
        return (size + sum(item.size for item in self._kept.values())) / 1e6

    def __str__(self) -> str:
        return (
            f"{counted(float(self._counts[: self._used].sum()), 'respondent')} in "
            f"{counted(self._used, 'row')} of {counted(len(self._lines), 'base weight')}"
        )

    def _check_room(self, *, bases: int, items: int) -> None:
        wanted = self._space * (bases + _PLACES_KEPT * items)
        if wanted > MOST_PLACES:
            raise OutOfRange(
                f"{counted(self._space, 'cell')}, {counted(bases, 'base weight')} and "
                f"{counted(items, 'item')} kept need {wanted} places, more than {MOST_PLACES}; use "
                "fewer key variables or rounder base weights."
            )

    def _add_part(self, base: float, key: IntArray, counts: FloatArray) -> None:
        """Add rows of one base weight; a key that is new gets the next free row."""
        line = self._lines.get(base)
        if line is None:
            line = self._lines[base] = np.full(self._space, -1, dtype=np.int32)
        new = key[line[key] < 0]
        line[new] = np.arange(self._used, self._used + new.size)
        self._used += new.size
        self._reserve(self._used)
        self._counts[line[key]] += counts

    def _reserve(self, rows: int) -> None:
        if rows > self._counts.shape[0]:
            larger = np.zeros((2 * rows, self.scale + 1))
            larger[: self._counts.shape[0]] = self._counts
            self._counts = larger

    def _refresh(self, key: IntArray, items: Iterable[KeptMoments]) -> None:
        """Fold the cells of `key` again, for every item that is kept."""
        folding = self._fold(key)
        counts = self._counts[folding.order]
        folding = replace(folding, order=np.arange(folding.order.size))
        for item in items:
            item.put(folding.moments(self.sizes, counts, item.values))

    def _fold(self, key: IntArray) -> Folding:
        """Cells of ascending `key`, base weights ascending in each: read off, without sorting."""
        bases = sorted(self._lines)
        table = np.stack([self._lines[base][key] for base in bases], axis=1)
        there = table >= 0
        cell, group = np.nonzero(there)
        starts = first_of_each(cell)
        rows = table[there].astype(np.int64)
        return Folding(key[cell[starts]], rows, starts, np.array(bases)[group])
