"""An item as power sums per cell: all that an unclustered estimate needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_floats,
    check_marks,
    check_not_empty,
    check_positive_weights,
    relabel,
    sum_by,
)
from stats.errors import OutOfRange
from stats.estimation.item_values import (
    POWERS,
    is_trinomial,
    origin_of,
    powers_of,
    score_columns,
)
from stats.estimation.key_space import checked_sizes, fused, levels_of
from stats.estimation.measure import answers_around
from stats.scalars import check_number
from stats.wording import counted


@dataclass(frozen=True, eq=False)
class CellMoments:
    """Σ d^j y^k over the answers of each cell, and Σ d^j over all its respondents.

    Cells (C,) are the distinct values of `key`, ascending: the row-major number of the levels
    0…`sizes`[a]−1 of each key variable a. `respondents` (3, C) Σd^j, j = 0, 1, 2; `answers`
    (3, 3, C) Σ d^j y^k over those who answered the item; `largest` (C,) the largest base weight
    of a respondent who answered, 0 where nobody did; `trinomial` whether y takes no values but
    −1, 0 and 1, as NPS does. d is the base weight, y the item less `origin`, which is 0 unless
    the item lies so far from 0 that its spread would drown in rounding.
    Raises OutOfRange for arrays that do not fit or hold no number, and for a cell without
    respondents.
    """

    sizes: tuple[int, ...]
    key: IntArray
    respondents: FloatArray
    answers: FloatArray
    largest: FloatArray
    trinomial: bool = False
    origin: float = 0.0

    def __post_init__(self) -> None:
        sizes = checked_sizes(self.sizes)
        key = check_codes("key", self.key, math.prod(sizes))
        checked = {
            "sizes": sizes,
            "key": key,
            "respondents": _table("respondents", self.respondents, (POWERS, key.size)),
            "answers": _table("answers", self.answers, (POWERS, POWERS, key.size)),
            "largest": _table("largest", self.largest, (key.size,)),
            "origin": check_number("origin", self.origin),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        self._check_cells()

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
        d, levels = check_positive_weights("base", base), checked_sizes(sizes)
        check_not_empty("base", d)
        y, there, origin = answers_around(values, answered, d.size)
        key, cell = relabel(fused(codes, levels, d.size))
        power = (there, there * d, there * d * d)
        whole = (None, d, d * d)
        sums = [[sum_by(cell, p * q, key.size) for q in (1.0, y, y * y)] for p in power]
        largest = np.zeros(key.size)
        np.maximum.at(largest, cell, power[1])
        return cls(
            levels,
            key,
            np.array([np.bincount(cell, p, key.size) for p in whole]),
            np.array(sums),
            largest,
            trinomial=is_trinomial(y),
            origin=origin,
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
        levels, origin = checked_sizes(sizes), origin_of(y)
        check_not_empty("base", d)
        column = score_columns(scores, answered, y.size, d.size)
        key, cell = relabel(fused(codes, levels, d.size))
        place, shape = cell * (y.size + 1) + column, (key.size, y.size + 1)
        sums = [
            np.bincount(place, p, shape[0] * shape[1]).reshape(shape) @ powers_of(y - origin)
            for p in (None, d, d * d)
        ]
        largest = np.zeros(key.size)
        np.maximum.at(largest, cell, np.where(column < y.size, d, 0.0))
        return cls(
            levels,
            key,
            np.array([table[:, POWERS] for table in sums]),
            np.array([table[:, :POWERS].T for table in sums]),
            largest,
            trinomial=is_trinomial(y),
            origin=origin,
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

    def where(self, wanted: ArrayLike) -> CellMoments:
        """The cells marked in `wanted` (C,)."""
        marks = check_marks("wanted", wanted, self.cell_count)
        return replace(
            self,
            key=self.key[marks],
            respondents=self.respondents[:, marks],
            answers=self.answers[:, :, marks],
            largest=self.largest[marks],
        )

    def around(self, origin: float) -> CellMoments:
        """The same sums with y counted from another origin.

        >>> moments = CellMoments.of_rows([[0, 0]], [1], [1.0, 1.0], [5, 4])
        >>> moments.around(4.0).answers[0, 2].tolist()
        [1.0]
        """
        shift = self.origin - check_number("origin", origin)
        if shift == 0.0:
            return self
        one, y, yy = np.moveaxis(self.answers, 1, 0)
        moved = [one, y + shift * one, yy + 2.0 * shift * y + shift**2 * one]
        return replace(self, answers=np.stack(moved, axis=1), origin=float(origin))

    def merged(self, other: CellMoments) -> CellMoments:
        """The cells of both, added up. Raises OutOfRange when the key variables differ.

        >>> week = CellMoments.of_rows([[0, 1]], [2], [1.0, 1.0], [5, 4])
        >>> week.merged(week).respondents[0].tolist()
        [2.0, 2.0]
        """
        if self.sizes != other.sizes:
            raise OutOfRange(f"Cells of {self.sizes} and of {other.sizes} levels do not add up.")
        origin = max(self.origin, other.origin, key=abs)
        key = np.union1d(self.key, other.key)
        respondents = np.zeros((POWERS, key.size))
        answers, largest = np.zeros((POWERS, POWERS, key.size)), np.zeros(key.size)
        for part in (self.around(origin), other.around(origin)):
            at = np.searchsorted(key, part.key)
            respondents[:, at] += part.respondents
            answers[:, :, at] += part.answers
            largest[at] = np.maximum(largest[at], part.largest)
        both = self.trinomial and other.trinomial
        return CellMoments(self.sizes, key, respondents, answers, largest, both, origin)

    def _check_cells(self) -> None:
        if (self.key[1:] <= self.key[:-1]).any():
            raise OutOfRange("The keys of cells are not ascending; sort them and add up doubles.")
        if self.cell_count and self.respondents[:2].min() <= 0.0:
            wrong = int(self.respondents[:2].min(axis=0).argmin())
            raise OutOfRange(f"Cell {wrong} has no respondents; leave it out.")
        if (self.answers[0, 0] > self.respondents[0]).any():
            wrong = int(np.flatnonzero(self.answers[0, 0] > self.respondents[0])[0])
            raise OutOfRange(
                f"Cell {wrong} has {counted(self.answers[0, 0, wrong], 'answer')} from "
                f"{counted(self.respondents[0, wrong], 'respondent')}; count them again."
            )


def _table(name: str, values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    array = any_array(name, values)
    if array.dtype.kind not in "iuf" or array.shape != shape:
        raise OutOfRange(
            f"{name} has type {array.dtype} and shape {array.shape}; hand in numbers of shape "
            f"{shape}, one for each power and cell."
        )
    sums = array.astype(np.float64, copy=False)
    # Sums of squares and products may reach beyond what a single value may.
    if not np.isfinite(sums).all():
        raise OutOfRange(f"{name} holds a sum that is not finite; hand in numbers only.")
    return sums
