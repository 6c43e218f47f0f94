"""The power sums of one item over a whole key space, brought up to date in place."""

from __future__ import annotations

import math

import numpy as np

from stats.arrays import FloatArray
from stats.estimation.cell_moments import CellMoments
from stats.estimation.item_values import POWERS, is_trinomial, origin_of

# Numbers that an item keeps of each cell.
KEPT_NUMBERS = POWERS + POWERS * POWERS + 1


class KeptMoments:
    """What a rollup keeps of the item y (S,); `read` hands out copies, which no week changes."""

    def __init__(self, sizes: tuple[int, ...], y: FloatArray) -> None:
        cells = math.prod(sizes)
        self.values = y.copy()
        self._sizes = sizes
        self._respondents = np.zeros((POWERS, cells))
        self._answers = np.zeros((POWERS, POWERS, cells))
        self._largest = np.zeros(cells)

    def put(self, now: CellMoments) -> None:
        """Replace the sums of the cells in `now`."""
        self._respondents[:, now.key] = now.respondents
        self._answers[:, :, now.key] = now.answers
        self._largest[now.key] = now.largest

    def read(self) -> CellMoments:
        """The cells that hold respondents."""
        heard = np.flatnonzero(self._respondents[0] > 0.0)
        return CellMoments(
            self._sizes,
            heard,
            np.take(self._respondents, heard, axis=1),
            np.take(self._answers, heard, axis=2),
            self._largest[heard],
            trinomial=is_trinomial(self.values),
            origin=origin_of(self.values),
        )

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._respondents.nbytes + self._answers.nbytes + self._largest.nbytes
