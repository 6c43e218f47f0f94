"""An item as power sums per cell: all that an unclustered estimate needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    check_codes,
    check_floats,
    check_not_empty,
    check_positive_weights,
    relabel,
    sum_by,
)
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
        check_not_empty("base", d)
        y, there = answers_of(values, answered)
        key, cell = relabel(fused(codes, sizes, d.size))
        power = (there, there * d, there * d * d)
        whole = (None, d, d * d)
        sums = [[sum_by(cell, p * q, key.size) for q in (1.0, y, y * y)] for p in power]
        largest = np.zeros(key.size)
        np.maximum.at(largest, cell, power[1])
        return cls(
            tuple(sizes),
            key,
            np.array([np.bincount(cell, p, key.size) for p in whole]),
            np.array(sums),
            largest,
            trinomial=is_trinomial(y),
        )

    @classmethod
    def of_scores(
        cls,
        codes: Sequence[ArrayLike],
        sizes: Sequence[int],
        base: ArrayLike,
        scores: ArrayLike,
        values: ArrayLike,
        answered: ArrayLike | None = None,
    ) -> CellMoments:
        """The same for whole `scores` 0…S−1 (n,), y the `values` (S,) of the scores, in one pass.

        >>> CellMoments.of_scores([[0, 0, 1]], [2], [1.0, 3.0, 1.0], [2, 0, 2], [-1, 0, 1]
        ...                       ).answers[1, 1].tolist()
        [-2.0, 1.0]
        """
        d, y = check_positive_weights("base", base), check_floats("values", values)
        check_not_empty("base", d)
        column = score_columns(scores, answered, y.size, d.size)
        key, cell = relabel(fused(codes, sizes, d.size))
        place, shape = cell * (y.size + 1) + column, (key.size, y.size + 1)
        sums = [
            np.bincount(place, p, shape[0] * shape[1]).reshape(shape) @ powers_of(y)
            for p in (None, d, d * d)
        ]
        largest = np.zeros(key.size)
        np.maximum.at(largest, cell, np.where(column < y.size, d, 0.0))
        return cls(
            tuple(sizes),
            key,
            np.array([table[:, POWERS] for table in sums]),
            np.array([table[:, :POWERS].T for table in sums]),
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


def powers_of(y: FloatArray) -> FloatArray:
    """1, y and y² of each score (S + 1, 4), nothing for a silent respondent; 1 for everybody."""
    powers = np.zeros((y.size + 1, POWERS + 1))
    powers[:-1, :POWERS] = np.stack([np.ones(y.size), y, y * y], axis=1)
    powers[:, POWERS] = 1.0
    return powers


def score_columns(scores: ArrayLike, answered: ArrayLike | None, scale: int, size: int) -> IntArray:
    """Scores 0…scale−1 of those who answered, `scale` for those who did not, (n,)."""
    there = np.ones(size, np.bool_) if answered is None else np.asarray(answered, np.bool_)
    given = np.asarray(scores)
    if given.shape != (size,) or there.shape != (size,):
        raise OutOfRange(
            f"{given.size} scores and {there.size} marks of who answered for {size} rows; align."
        )
    codes = check_codes("scores", np.where(there, given, 0), scale)
    return np.where(there, codes, scale)


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
        key *= levels
        key += checked
    return key


def levels_of(key: IntArray, sizes: Sequence[int], number: int) -> IntArray:
    """Codes of key variable `number` in fused keys."""
    below = int(np.prod(sizes[number + 1 :], dtype=np.int64)) if number + 1 < len(sizes) else 1
    return key // below % sizes[number]
