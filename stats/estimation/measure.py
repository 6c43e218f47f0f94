"""An item as the sums that every estimate of it needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, any_array, check_counts, check_floats, check_marks
from stats.errors import OutOfRange
from stats.estimation.item_values import origin_of
from stats.scalars import check_number


@dataclass(frozen=True, eq=False)
class Measure:
    """Sums of one item y over the respondents of each rollup row (account × cell), all (M,).

    `answered` respondents who answered it, `total` Σy, `square` Σy² among them; for a trinomial
    or a proportion also `high` and `low` counts (promoters and detractors, successes and
    failures). y is ±1/0 for NPS, 0/1 for a top box, the rating itself, or a probability, less
    `origin`, which is 0 unless the item lies so far from 0 that its spread would drown in rounding.
    Raises OutOfRange for lengths that differ, counts that are not whole or do not fit together.

    >>> Measure.of_rows([7, 5]).square.tolist()
    [49.0, 25.0]
    """

    answered: FloatArray
    total: FloatArray
    square: FloatArray
    high: FloatArray | None = None
    low: FloatArray | None = None
    origin: float = 0.0

    def __post_init__(self) -> None:
        answered = check_counts("answered", self.answered)
        size = answered.size
        checked = {
            "answered": answered,
            "total": check_floats("total", self.total, size),
            "square": check_floats("square", self.square, size),
            "high": None if self.high is None else check_counts("high", self.high, size),
            "low": None if self.low is None else check_counts("low", self.low, size),
            "origin": check_number("origin", self.origin),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        self._check_sums()

    @classmethod
    def of_rows(cls, values: ArrayLike, answered: ArrayLike | None = None) -> Measure:
        """One respondent per row: `values` (n,), ignored where `answered` (n,) is false."""
        y, there, origin = answers_around(values, answered)
        return cls(there, y, y * y, origin=origin)

    @property
    def sums(self) -> FloatArray:
        """Σy counted from 0, (M,)."""
        return self.total if self.origin == 0.0 else self.total + self.origin * self.answered

    @classmethod
    def of_scores(cls, scores: ArrayLike, answered: ArrayLike | None = None) -> Measure:
        """NPS of 0–10 `scores` (n,): y = 1 for 9–10, −1 for 0–6, 0 for 7–8.

        >>> Measure.of_scores([10, 7, 0]).total.tolist()
        [1.0, 0.0, -1.0]
        """
        y, there = answers_of(scores, answered)
        if not np.isin(y, np.arange(11)).all():
            wrong = int(np.flatnonzero(~np.isin(y, np.arange(11)))[0])
            raise OutOfRange(f"Row {wrong} has the score {y[wrong]:g}; scores are whole, 0 to 10.")
        high, low = there * (y >= 9.0), there * (y <= 6.0)
        return cls(there, high - low, high + low, high, low)

    @classmethod
    def of_hits(cls, hits: ArrayLike, answered: ArrayLike | None = None) -> Measure:
        """A proportion: `hits` (n,) 1 or true for a success, 0 for a failure.

        >>> Measure.of_hits([1, 1, 0]).low.tolist()
        [0.0, 0.0, 1.0]
        """
        given = any_array("hits", hits)
        given = given.astype(np.float64) if given.dtype.kind == "b" else given
        y, there = answers_of(given, answered)
        if not np.isin(y, (0.0, 1.0)).all():
            wrong = int(np.flatnonzero(~np.isin(y, (0.0, 1.0)))[0])
            raise OutOfRange(f"Row {wrong} holds {y[wrong]:g}; a hit is 1 and a miss is 0.")
        return cls(there, y, y, y, there - y)

    def _check_sums(self) -> None:
        most = self.square * self.answered * (1.0 + 1e-9) + 1e-9
        apart = (self.total**2 > most) | (self.square > 0.0) & (self.answered == 0.0)
        if apart.any():
            wrong = int(np.flatnonzero(apart)[0])
            raise OutOfRange(
                f"Row {wrong}: Σy {self.total[wrong]:g} and Σy² {self.square[wrong]:g} cannot come "
                f"from {self.answered[wrong]:g} answers; sum the three over the same rows."
            )
        if self.high is None or self.low is None:
            return
        if (self.high + self.low > self.answered).any():
            wrong = int(np.flatnonzero(self.high + self.low > self.answered)[0])
            raise OutOfRange(
                f"Row {wrong}: {self.high[wrong]:g} high and {self.low[wrong]:g} low scores among "
                f"{self.answered[wrong]:g} answers; count each answer once."
            )


def answers_of(
    values: ArrayLike, answered: ArrayLike | None, size: int | None = None
) -> tuple[FloatArray, FloatArray]:
    """y (n,), 0 where nobody answered, and 1 or 0 for who did."""
    y = any_array("values", values)
    if y.ndim != 1 or y.dtype.kind not in "iuf":
        check_floats("values", y, size)
    there = check_marks("answered", answered, y.size)
    return check_floats("values", np.where(there, y, 0.0), size), there.astype(np.float64)


def answers_around(
    values: ArrayLike, answered: ArrayLike | None, size: int | None = None
) -> tuple[FloatArray, FloatArray, float]:
    """The same, y less an origin near it, and that origin."""
    y, there = answers_of(values, answered, size)
    origin = origin_of(y[there > 0.0])
    return (y if origin == 0.0 else there * (y - origin)), there, origin
