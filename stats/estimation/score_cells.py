"""Integer histograms of an item's scores by cell and base weight: weeks add up, to the bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import (
    FloatArray,
    IntArray,
    check_codes,
    check_counts,
    check_floats,
    check_not_empty,
    check_positive_weights,
    relabel,
)
from stats.errors import OutOfRange
from stats.estimation.cell_moments import CellMoments, fused, levels_of, score_columns
from stats.estimation.folding import Folding


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

    def __post_init__(self) -> None:
        limit = int(np.prod(self.sizes, dtype=np.int64))
        object.__setattr__(self, "key", check_codes("key", self.key, limit))
        base = check_positive_weights("base", self.base, self.key.size)
        counts = np.asarray(self.counts)
        if counts.ndim != 2 or counts.shape[0] != self.key.size or counts.shape[1] < 2:
            raise OutOfRange(
                f"counts has the shape {counts.shape}; hand in a row for each of {self.key.size} "
                "keys, a column for each score, and one for those who left the item out."
            )
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "counts", _checked_counts(counts))

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
        weights = check_positive_weights("base", base)
        check_not_empty("base", weights)
        bases, group = np.unique(weights, return_inverse=True)
        place = fused(codes, sizes, weights.size) * bases.size + group
        row, index = relabel(place)
        column = score_columns(scores, answered, scale, weights.size)
        width = scale + 1
        counts = np.bincount(index * width + column, minlength=row.size * width)
        return cls(
            tuple(sizes),
            row // bases.size,
            bases[row % bases.size],
            counts.reshape(row.size, width),
        )

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
            f"{self.counts.sum():.0f} respondents in {self._folding.key.size} cells "
            f"of {np.unique(self.base).size} base weights"
        )

    @cached_property
    def _folding(self) -> Folding:
        return Folding.of_rows(self.key, self.base)


def _checked_counts(counts: NDArray[Any]) -> FloatArray:
    """Whole numbers from 0 upwards; integers need no second look at every place."""
    if counts.dtype.kind in "iu" and (counts.size == 0 or counts.min() >= 0):
        return counts.astype(np.float64)
    return check_counts("counts", counts.ravel()).reshape(counts.shape)
