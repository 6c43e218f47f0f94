"""Counting respondents into integer histograms as they stream by, in one pass."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    FloatArray,
    IntArray,
    check_not_empty,
    check_positive_weights,
    narrow_codes,
)
from stats.errors import OutOfRange
from stats.estimation.item_values import checked_scale
from stats.estimation.key_space import checked_sizes, count_of, fused_as
from stats.estimation.score_cells import ScoreCells
from stats.wording import counted

# 8 bytes each, so 400 MB.
MOST_PLACES = 50_000_000


class ScoreCounter:
    """A dense table of counts, one place for each key, base weight and score.

    `sizes` are the levels of the key variables, `bases` (B,) the base weights that occur, `scale`
    the number of scores. For millions of respondents in batches: each costs a pass over its
    rows; the table holds Π sizes × B × (scale + 1) places, 50 million at most.
    Raises OutOfRange for a larger table and BadWeights for base weights that are not positive.

    >>> counter = ScoreCounter([2], [1.0, 2.0], scale=11)
    >>> counter.count([[0, 0, 1]], [0, 0, 1], [10, 10, 3])
    >>> print(counter.cells())
    3 respondents in 2 cells of 2 base weights
    """

    def __init__(self, sizes: Sequence[int], bases: ArrayLike, scale: int) -> None:
        self.sizes = checked_sizes(sizes)
        self.bases: FloatArray = check_positive_weights("bases", bases).copy()
        self.scale = checked_scale(scale)
        check_not_empty("bases", self.bases)
        if np.unique(self.bases).size != self.bases.size:
            raise OutOfRange("A base weight is listed twice; list each once.")
        places = math.prod(self.sizes) * self.bases.size * (self.scale + 1)
        if places > MOST_PLACES:
            raise OutOfRange(
                f"{places} places of key, base weight and score are more than {MOST_PLACES}; "
                "use fewer key variables or rounder base weights, or `ScoreCells.of_rows`."
            )
        self._table: IntArray = np.zeros(places, dtype=np.int64)

    def count(self, codes: Sequence[ArrayLike], base: ArrayLike, column: ArrayLike) -> None:
        """Count a batch of respondents, all arrays (n,) of whole numbers.

        `codes` of each key variable, `base` positions in `bases`, `column` the score 0…scale−1, or
        `scale` for a respondent who left the item out. Raises OutOfRange for other codes; the
        batch is then not counted at all.
        """
        score = narrow_codes("column", column, self.scale + 1)
        if count_of(codes) != len(self.sizes):
            raise OutOfRange(
                f"{counted(count_of(codes), 'key variable')} where {len(self.sizes)} are counted; "
                "hand in the codes of each."
            )
        # MOST_PLACES fits into 32 bits, which halves what is moved.
        sizes = [*self.sizes, self.bases.size]
        place = fused_as(np.int32, [*codes, base], sizes, score.size)
        place *= self.scale + 1
        np.add(place, score, out=place, casting="same_kind")
        found = np.bincount(place)
        self._table[: found.size] += found

    def cells(self) -> ScoreCells:
        """What was counted so far."""
        rows = self._table.reshape(-1, self.scale + 1)
        used = np.flatnonzero(rows.any(axis=1))
        return ScoreCells(
            self.sizes,
            used // self.bases.size,
            self.bases[used % self.bases.size],
            rows if used.size == rows.shape[0] else rows[used],
        )
