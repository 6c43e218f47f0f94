"""Integer histograms of an item's scores by cell and base weight: weeks add up, to the bit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import (
    LARGEST_COUNT,
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_counts,
    check_floats,
    check_not_empty,
    check_positive_weights,
    relabel,
)
from stats.errors import OutOfRange
from stats.estimation.cell_moments import CellMoments
from stats.estimation.folding import Folding
from stats.estimation.item_values import checked_scale, score_columns
from stats.estimation.key_space import LARGEST_SPACE, checked_sizes, fused, levels_of
from stats.wording import counted


@dataclass(frozen=True, eq=False)
class ScoreCells:
    """Respondents who share every key variable and the base weight, counted by their score.

    Rows (R,): `key` is the row-major number of the levels 0…`sizes`[a]−1 of the key variables
    (margins, strata, domains, status), `base` the base weight d > 0 that the row's respondents
    share; no pair of key and base twice. `counts` (R, S + 1) holds whole numbers: respondents by
    score 0…S−1, and last those who left the item out. Sums of whole numbers depend on no order.
    Raises OutOfRange and BadWeights for rows that are not like that.

    >>> cells = ScoreCells.of_rows([[0, 0, 1]], [2], [1.0, 1.0, 2.0], [10, 10, 3], scale=11)
    >>> print(cells)
    3 respondents in 2 cells of 2 base weights
    """

    sizes: tuple[int, ...]
    key: IntArray
    base: FloatArray
    counts: NDArray[Any]
    _folding: Folding = field(init=False, repr=False)

    def __post_init__(self) -> None:
        sizes = checked_sizes(self.sizes)
        key = check_codes("key", self.key, math.prod(sizes))
        base = check_positive_weights("base", self.base, key.size)
        checked = {
            "sizes": sizes,
            "key": key,
            "base": base,
            "counts": _checked_counts(self.counts, key.size),
            "_folding": Folding.of_rows(key, base),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @classmethod
    def of_rows(
        cls,
        codes: Sequence[ArrayLike],
        sizes: Sequence[int],
        base: ArrayLike,
        scores: ArrayLike,
        *,
        scale: int,
        answered: ArrayLike | None = None,
    ) -> ScoreCells:
        """Count respondents: `codes` of each key variable, `base`, `scores` 0…scale−1, all (n,).

        Scores are ignored where `answered` (n,) is false. A rating of 1–5 is handed in as 0–4.
        """
        weights, levels = check_positive_weights("base", base), checked_sizes(sizes)
        check_not_empty("base", weights)
        width = checked_scale(scale) + 1
        bases, group = np.unique(weights, return_inverse=True)
        key = fused(codes, levels, weights.size)
        keys, groups, row = _pairs(key, group, math.prod(levels), bases.size)
        column = score_columns(scores, answered, width - 1, weights.size)
        counts = np.bincount(row * width + column, minlength=keys.size * width)
        return cls(levels, keys, bases[groups], counts.reshape(keys.size, width))

    @property
    def scale(self) -> int:
        """S, the number of scores."""
        return int(self.counts.shape[1]) - 1

    def axis(self, number: int) -> IntArray:
        """Codes of one key variable, (R,)."""
        return levels_of(self.key, self.sizes, number)

    def moments(self, values: ArrayLike) -> CellMoments:
        """Power sums of y by cell, where `values` (S,) gives the y of each score.

        NPS: −1 for 0–6, 0 for 7–8, 1 for 9–10; a top box: 0 or 1; a mean: the rating itself.
        Base weights are folded in, so that calibration and estimates cost O(cells) whatever the
        number of respondents or of base weights. Raises OutOfRange for another number of values.

        >>> cells = ScoreCells.of_rows([[0, 0]], [1], [1.0, 2.0], [10, 3], scale=11)
        >>> cells.moments([-1] * 7 + [0, 0, 1, 1]).answers[1].ravel().tolist()
        [3.0, -1.0, 3.0]
        """
        y = check_floats("values", values, self.scale)
        return self._folding.moments(self.sizes, self.counts, y)

    def __str__(self) -> str:
        return (
            f"{counted(float(self.counts.sum()), 'respondent')} in "
            f"{counted(self._folding.key.size, 'cell')} of "
            f"{counted(np.unique(self.base).size, 'base weight')}"
        )


def _pairs(
    key: IntArray, group: IntArray, space: int, groups: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Key and base weight of each pair that occurs, and the pair of each respondent."""
    if space * groups > LARGEST_SPACE:  # no number holds the pair: rename the keys that occur
        keys, renamed = relabel(key)
        found, bases, row = _pairs(renamed, group, keys.size, groups)
        return keys[found], bases, row
    pair, row = relabel(key * groups + group)
    return pair // groups, pair % groups, row


def _checked_counts(given: ArrayLike, rows: int) -> FloatArray:
    """Whole numbers from 0 upwards; integers need no second look at every place."""
    counts = any_array("counts", given)
    if counts.ndim != 2 or counts.shape[0] != rows or counts.shape[1] < 2:
        raise OutOfRange(
            f"counts has the shape {counts.shape}; hand in a row for each of "
            f"{counted(rows, 'key')}, a column for each score, and one for those who left the "
            "item out."
        )
    if counts.dtype.kind in "iu" and (counts.size == 0 or counts.min() >= 0):
        exact = counts.astype(np.float64)
    else:
        exact = check_counts("counts", counts.ravel()).reshape(counts.shape)
    if exact.sum() > LARGEST_COUNT:
        raise OutOfRange(
            f"counts add up to {exact.sum():g} respondents, more than can be counted exactly; "
            "correct them."
        )
    return exact
