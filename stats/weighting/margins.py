"""Margins of a population, and the sums over them that calibration and its errors need."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csc_array

from stats.arrays import (
    SMALLEST_WEIGHT,
    FloatArray,
    IntArray,
    check_codes,
    check_counts,
    check_floats,
    summing_matrix,
)
from stats.errors import OutOfRange
from stats.weighting.factor import factorise
from stats.wording import counted


@dataclass(frozen=True, eq=False)
class Margin:
    """One variable of the population: which level each cell (or row) has, and how many exist.

    `codes` (C,) index into `levels` (L,); `totals` (L,) are population counts ≥ 0.
    Raises OutOfRange for a code without a level, a level named twice, or a negative or
    non-finite total.

    >>> Margin("region", np.array([0, 0, 1]), ("north", "south"), np.array([60.0, 40.0])).size
    2
    """

    name: str
    codes: IntArray
    levels: tuple[str, ...]
    totals: FloatArray

    def __post_init__(self) -> None:
        checked = check_codes(f"margin '{self.name}'", self.codes, len(self.levels))
        check_levels(self.name, self.levels)
        totals = check_floats(f"totals of margin '{self.name}'", self.totals, len(self.levels))
        wrong = np.flatnonzero((totals != 0.0) & (totals < SMALLEST_WEIGHT))
        if wrong.size:
            raise OutOfRange(
                f"Margin '{self.name}' has the total {totals[wrong[0]]:g} in level "
                f"'{self.levels[wrong[0]]}'; a population is 0 or above: correct the frame."
            )
        object.__setattr__(self, "codes", checked)
        object.__setattr__(self, "totals", totals)

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.levels)

    def check_cells(self, cells: int) -> None:
        """Refuse codes that are not one for each of the cells."""
        if self.codes.size != cells:
            raise OutOfRange(
                f"Margin '{self.name}' has {counted(self.codes.size, 'code')} for "
                f"{counted(cells, 'cell')}; hand in one code per cell."
            )


@dataclass(frozen=True, eq=False)
class Indicators:
    """The matrix X (C × p) of level indicators, p = Σ levels, without ever being written out."""

    codes: tuple[IntArray, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, margins: Sequence[Margin]) -> Indicators:
        """Indicators of the margins, in their order."""
        return cls(tuple(m.codes for m in margins), tuple(m.size for m in margins))

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """First column of each margin, and p at the end."""
        return (0, *(int(end) for end in np.cumsum(self.sizes)))

    @property
    def width(self) -> int:
        """p."""
        return self.offsets[-1]

    def sums(self, values: FloatArray) -> FloatArray:
        """X'v, (p,)."""
        return np.asarray(self._sums @ values) if self.codes else np.zeros(0)

    def gram(self, weights: FloatArray) -> FloatArray:
        """X' diag(w) X, (p, p): one two-way table per pair of margins."""
        result = np.diag(self.sums(weights))
        if len(self.codes) < 2:
            return result
        tables, first = self._pair_sums @ weights, 0
        for i, j in self._pairs:
            shape = self.sizes[i], self.sizes[j]
            table = tables[first : first + shape[0] * shape[1]].reshape(shape)
            top = slice(self.offsets[i], self.offsets[i + 1])
            left = slice(self.offsets[j], self.offsets[j + 1])
            result[top, left], result[left, top] = table, table.T
            first += table.size
        return result

    def predict(self, coefficients: FloatArray) -> FloatArray:
        """Xβ, (C,)."""
        if not self.codes:
            raise OutOfRange("There is no margin to predict from; hand in at least one.")
        result: FloatArray = coefficients[self.codes[0]].astype(np.float64)
        for code, offset in zip(self.codes[1:], self.offsets[1:-1], strict=True):
            result += coefficients[offset + code]
        return result

    def quadratic(self, matrix: FloatArray) -> FloatArray:
        """Diagonal of X M X', (C,), for a symmetric p × p matrix M."""
        result = np.zeros(self.codes[0].size)
        for i, rows in enumerate(self.codes):
            for j in range(i, len(self.codes)):
                terms = matrix[self.offsets[i] + rows, self.offsets[j] + self.codes[j]]
                result += terms if i == j else 2.0 * terms
        return result

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        return list(itertools.combinations(range(len(self.codes)), 2))

    @cached_property
    def _sums(self) -> csc_array:
        return summing_matrix(self.codes, self.sizes)

    @cached_property
    def _pair_sums(self) -> csc_array:
        places = [self.codes[i] * self.sizes[j] + self.codes[j] for i, j in self._pairs]
        sizes = [self.sizes[i] * self.sizes[j] for i, j in self._pairs]
        return summing_matrix(places, sizes)


def implied_margins(margins: Sequence[Margin], counts: ArrayLike | None = None) -> tuple[str, ...]:
    """Names of the margins that the remaining margins imply linearly among the respondents.

    A margin is implied when adding its indicator columns to those of the others does not raise
    the rank of X (beyond the one redundancy every margin has, all its levels summing to one).
    Of two equivalent margins the later one is named; a coarser margin is named rather than the
    finer one that implies it, whatever their order. `counts` (C,) are respondents per cell,
    all one when left out. Raises OutOfRange for margins of different cells.

    >>> partner = Margin("partner", np.array([0, 1, 2]), ("a", "b", "c"), np.array([1., 1., 1.]))
    >>> region = Margin("region", np.array([0, 0, 1]), ("north", "south"), np.array([2., 1.]))
    >>> implied_margins([region, partner])
    ('region',)
    """
    if not margins:
        return ()
    names = [m.name for m in margins]
    for margin in margins:
        margin.check_cells(margins[0].codes.size)
    return implied_names(Indicators.of(margins), names, _presence(margins[0].codes.size, counts))


def implied_names(x: Indicators, names: Sequence[str], presence: FloatArray) -> tuple[str, ...]:
    """The same for indicators made already, `presence` (C,) 1 where a cell has respondents."""
    gram = x.gram(presence)
    columns = [np.arange(a, b) for a, b in itertools.pairwise(x.offsets)]
    heard = np.array([(gram.diagonal()[c] > 0.0).sum() for c in columns])
    kept, full = list(range(len(columns))), factorise(gram).rank
    # Only the one redundancy that every margin has: then none can follow from the others.
    if full == heard.sum() - len(columns) + 1 and heard.min() > 1:
        return ()
    for position in reversed(range(len(columns))):
        others = [k for k in kept if k != position]
        if others and _rank(gram, [columns[k] for k in others]) == full:
            kept = others
    return tuple(name for k, name in enumerate(names) if k not in kept)


def check_levels(name: str, levels: Sequence[str]) -> None:
    """Refuse a level that is named twice: who has it would not be known."""
    if len(set(levels)) < len(levels):
        repeated = next(level for place, level in enumerate(levels) if level in levels[:place])
        raise OutOfRange(f"'{name}' has the level '{repeated}' twice; name each level once.")


def _presence(size: int, counts: ArrayLike | None) -> FloatArray:
    if counts is None:
        return np.ones(size)
    return (check_counts("counts", counts, size) > 0).astype(np.float64)


def _rank(gram: FloatArray, columns: Sequence[IntArray]) -> int:
    chosen = np.concatenate(columns)
    return factorise(gram[np.ix_(chosen, chosen)]).rank
