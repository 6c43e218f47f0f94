"""An item as power sums per cell: all that an unclustered estimate needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, IntArray, check_codes, check_positive_weights
from stats.errors import OutOfRange
from stats.estimation.measure import answers_of

POWERS = 3  # Σ d^j y^k for j, k of 0, 1, 2


@dataclass(frozen=True, eq=False)
class CellMoments:
    """Σ d^j y^k over the answers of each cell, and Σ d^j over all its respondents.

    Cells (C,) are the distinct values of `key`, ascending: the row-major number of the levels
    0…`sizes`[a]−1 of each key variable a. `respondents` (3, C) Σd^j, j = 0, 1, 2; `answers`
    (3, 3, C) Σ d^j y^k over those who answered the item; `largest` (C,) the largest base weight
    of a respondent who answered, 0 where nobody did; `trinomial` whether y takes no values but
    −1, 0 and 1, as NPS does. d is the base weight, y the item.
    """

    sizes: tuple[int, ...]
    key: IntArray
    respondents: FloatArray
    answers: FloatArray
    largest: FloatArray
    trinomial: bool = False

    @classmethod
    def of_rows(
        cls,
        codes: Sequence[ArrayLike],
        sizes: Sequence[int],
        base: ArrayLike,
        values: ArrayLike,
        answered: ArrayLike | None = None,
    ) -> CellMoments:
        """Sum respondents: `codes` of each key variable (n,), `base` d > 0, `values` y (n,).

        `values` are ignored where `answered` (n,) is false. Raises OutOfRange and BadWeights.

        >>> CellMoments.of_rows([[0, 0, 1]], [2], [1.0, 3.0, 1.0], [5, 4, 5]).answers[1, 1].tolist()
        [17.0, 5.0]
        """
        d = check_positive_weights("base", base)
        y, there = answers_of(values, answered)
        key, cell = np.unique(fused(codes, sizes, d.size), return_inverse=True)
        power = [np.ones(d.size), d, d * d]
        grid = np.array([[p * there * q for q in (np.ones(d.size), y, y * y)] for p in power])
        largest = np.zeros(key.size)
        np.maximum.at(largest, cell, d * there)
        return cls(
            tuple(sizes),
            key,
            np.array([np.bincount(cell, p, key.size) for p in power]),
            np.array([[np.bincount(cell, v, key.size) for v in row] for row in grid]),
            largest,
            trinomial=is_trinomial(y),
        )

    @property
    def cell_count(self) -> int:
        """C."""
        return self.key.size

    def axis(self, number: int) -> IntArray:
        """Codes of one key variable, (C,): a margin, stratum or domain."""
        return levels_of(self.key, self.sizes, number)

    @property
    def base(self) -> FloatArray:
        """Mean base weight of each cell's respondents, (C,): what calibration starts from."""
        return np.asarray(self.respondents[1] / self.respondents[0], dtype=np.float64)

    def where(self, wanted: BoolArray) -> CellMoments:
        """The cells marked in `wanted` (C,)."""
        if wanted.all():
            return self
        return replace(
            self,
            key=self.key[wanted],
            respondents=self.respondents[:, wanted],
            answers=self.answers[:, :, wanted],
            largest=self.largest[wanted],
        )

    def merged(self, other: CellMoments) -> CellMoments:
        """The cells of both, added up. Raises OutOfRange when the key variables differ.

        >>> week = CellMoments.of_rows([[0, 1]], [2], [1.0, 1.0], [5, 4])
        >>> week.merged(week).respondents[0].tolist()
        [2.0, 2.0]
        """
        if self.sizes != other.sizes:
            raise OutOfRange(f"Cells of {self.sizes} and of {other.sizes} levels do not add up.")
        key = np.union1d(self.key, other.key)
        respondents = np.zeros((POWERS, key.size))
        answers, largest = np.zeros((POWERS, POWERS, key.size)), np.zeros(key.size)
        for part in (self, other):
            at = np.searchsorted(key, part.key)
            respondents[:, at] += part.respondents
            answers[:, :, at] += part.answers
            largest[at] = np.maximum(largest[at], part.largest)
        both = self.trinomial and other.trinomial
        return CellMoments(self.sizes, key, respondents, answers, largest, both)


def empty_moments(sizes: tuple[int, ...], cells: int, trinomial: bool) -> CellMoments:
    """Cells 0…cells−1 without respondents."""
    return CellMoments(
        sizes,
        np.arange(cells),
        np.zeros((POWERS, cells)),
        np.zeros((POWERS, POWERS, cells)),
        np.zeros(cells),
        trinomial,
    )


def is_trinomial(y: FloatArray) -> bool:
    """Whether y takes no values but −1, 0 and 1."""
    return bool(np.isin(y, (-1.0, 0.0, 1.0)).all())


def fused(codes: Sequence[ArrayLike], sizes: Sequence[int], size: int) -> IntArray:
    """One row-major number (n,) for the levels of all key variables."""
    if len(codes) != len(sizes) or not codes:
        raise OutOfRange(f"{len(codes)} key variables and {len(sizes)} sizes; hand in one of each.")
    key = np.zeros(size, dtype=np.int64)
    for number, (code, levels) in enumerate(zip(codes, sizes, strict=True)):
        checked = check_codes(f"key variable {number}", code, levels)
        if checked.size != size:
            raise OutOfRange(
                f"Key variable {number} has {checked.size} codes for {size} rows; align them."
            )
        key = key * levels + checked
    return key


def levels_of(key: IntArray, sizes: Sequence[int], number: int) -> IntArray:
    """Codes of key variable `number` in fused keys."""
    below = int(np.prod(sizes[number + 1 :], dtype=np.int64)) if number + 1 < len(sizes) else 1
    return key // below % sizes[number]
