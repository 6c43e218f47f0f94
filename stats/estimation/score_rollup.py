"""A histogram of all weeks so far, kept up to date at the cost of the week that comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import FloatArray, IntArray, check_floats
from stats.errors import OutOfRange
from stats.estimation.cell_moments import CellMoments, empty_moments, is_trinomial
from stats.estimation.folding import Folding
from stats.estimation.score_cells import ScoreCells

# Places of the table below: 4 bytes each, so 200 MB.
MOST_PLACES = 50_000_000


class ScoreRollup:
    """The sum of `ScoreCells`, kept on write; the one object of this package that changes.

    `add` costs what the added cells cost, not what is already there; figures are the same to the
    bit as from all respondents counted at once, in whatever order weeks came. Items handed to
    `keep` have their power sums brought up to date with each week, so that reading them costs
    O(cells). A table holds the row of each pair of key and base weight, so the product of
    `sizes` times the number of base weights is bounded.

    `sizes` are the levels of the key variables, `scale` the number of scores.

    >>> week = ScoreCells.of_rows([[0, 0, 1]], [2], [1.0, 1.0, 2.0], [10, 10, 3], scale=11)
    >>> history = ScoreRollup([2], 11)
    >>> history.add(week)
    >>> history.add(week)
    >>> print(history)
    6 respondents in 2 rows of 2 base weights
    """

    def __init__(self, sizes: Sequence[int], scale: int) -> None:
        self.sizes = tuple(sizes)
        self.scale = scale
        self._space = int(np.prod(self.sizes, dtype=np.int64))
        self._lines: dict[float, NDArray[np.int32]] = {}
        self._counts: FloatArray = np.zeros((0, scale + 1))
        self._used = 0
        self._kept: dict[bytes, CellMoments] = {}

    def add(self, cells: ScoreCells) -> None:
        """Add a week. Raises OutOfRange for other key variables or scores, or too large a table."""
        if cells.sizes != self.sizes or cells.scale != self.scale:
            raise OutOfRange(
                f"Cells of {cells.sizes} levels and {cells.scale} scores do not add up with "
                f"{self.sizes} and {self.scale}; count the week by the same key variables."
            )
        bases, group = np.unique(cells.base, return_inverse=True)
        self._check_room(bases)
        order = np.argsort(group, kind="stable")
        parts = np.split(order, np.cumsum(np.bincount(group))[:-1])
        for base, part in zip(bases, parts, strict=True):
            self._add_part(float(base), cells.key[part], cells.counts[part])
        if self._kept:
            self._refresh(np.unique(cells.key))

    def keep(self, values: ArrayLike) -> None:
        """Bring the power sums of y, `values` (S,) of the scores, up to date from now on."""
        y = check_floats("values", values, self.scale)
        self._kept[y.tobytes()] = empty_moments(self.sizes, self._space, is_trinomial(y))
        self._refresh(np.arange(self._space))

    def moments(self, values: ArrayLike) -> CellMoments:
        """Power sums of y by cell, as `ScoreCells.moments`; read off where they are kept."""
        y = check_floats("values", values, self.scale)
        if self._used == 0:
            raise OutOfRange("No week was added yet; add one before estimating.")
        kept = self._kept.get(y.tobytes())
        if kept is not None:
            return kept.where(kept.respondents[0] > 0.0)
        return self._fold(np.arange(self._space)).moments(self.sizes, self._counts[: self._used], y)

    @property
    def megabytes(self) -> float:
        """Memory of its tables, in units of 10⁶ bytes."""
        size = self._counts.nbytes + sum(line.nbytes for line in self._lines.values())
        for k in self._kept.values():
            size += k.key.nbytes + k.respondents.nbytes + k.answers.nbytes + k.largest.nbytes
        return size / 1e6

    def __str__(self) -> str:
        return (
            f"{self._counts[: self._used].sum():.0f} respondents in {self._used} rows "
            f"of {len(self._lines)} base weights"
        )

    def _check_room(self, bases: FloatArray) -> None:
        wanted = self._space * len(self._lines.keys() | set(bases.tolist()))
        if wanted > MOST_PLACES:
            raise OutOfRange(
                f"{self._space} cells times their base weights are {wanted} places, more than "
                f"{MOST_PLACES}; use fewer key variables or rounder base weights."
            )

    def _add_part(self, base: float, key: IntArray, counts: FloatArray) -> None:
        """Add rows of one base weight; a key that is new gets the next free row."""
        line = self._lines.setdefault(base, np.full(self._space, -1, dtype=np.int32))
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

    def _refresh(self, key: IntArray) -> None:
        """Fold the cells of `key` again, for every item that is kept."""
        if self._used == 0:
            return
        folding = self._fold(key)
        counts = self._counts[folding.order]
        folding = replace(folding, order=np.arange(folding.order.size))
        for y, kept in self._kept.items():
            now = folding.moments(self.sizes, counts, np.frombuffer(y))
            kept.respondents[:, now.key] = now.respondents
            kept.answers[:, :, now.key] = now.answers
            kept.largest[now.key] = now.largest

    def _fold(self, key: IntArray) -> Folding:
        """Cells of ascending `key`, base weights ascending in each: read off, without sorting."""
        bases = sorted(self._lines)
        table = np.stack([self._lines[base][key] for base in bases], axis=1)
        there = table >= 0
        cell, group = np.nonzero(there)
        starts = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
        rows = table[there].astype(np.int64)
        return Folding(key[cell[starts]], rows, starts, np.array(bases)[group])
