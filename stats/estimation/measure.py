"""An item as the sums that every estimate of it needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_floats
from stats.errors import OutOfRange


@dataclass(frozen=True, eq=False)
class Measure:
    """Sums of one item y over the respondents of each rollup row (account × cell), all (M,).

    `answered` respondents who answered it, `total` Σy, `square` Σy² among them; for a trinomial
    or a proportion also `high` and `low` counts (promoters and detractors, successes and
    failures). y is ±1/0 for NPS, 0/1 for a top box, the rating itself, or a probability.
    Raises OutOfRange for lengths that differ, counts that are not whole or do not fit together.

    >>> Measure.of_rows([7, 5]).square.tolist()
    [49.0, 25.0]
    """

    answered: FloatArray
    total: FloatArray
    square: FloatArray
    high: FloatArray | None = None
    low: FloatArray | None = None

    def __post_init__(self) -> None:
        answered = check_counts("answered", self.answered)
        size = answered.size
        checked = {
            "answered": answered,
            "total": check_floats("total", self.total, size),
            "square": check_floats("square", self.square, size),
            "high": None if self.high is None else check_counts("high", self.high, size),
            "low": None if self.low is None else check_counts("low", self.low, size),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        self._check_sums()

    @classmethod
    def of_rows(cls, values: ArrayLike, answered: ArrayLike | None = None) -> Measure:
        """One respondent per row: `values` (n,), ignored where `answered` (n,) is false."""
        y, there = answers_of(values, answered)
        return cls(there, y, y * y)

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
        y, there = answers_of(np.asarray(hits, dtype=np.float64), answered)
        if not np.isin(y, (0.0, 1.0)).all():
            wrong = int(np.flatnonzero(~np.isin(y, (0.0, 1.0)))[0])
            raise OutOfRange(f"Row {wrong} holds {y[wrong]:g}; a hit is 1 and a miss is 0.")
        return cls(there, y, y, y, there - y)

    def _check_sums(self) -> None:
        if (self.total**2 > self.square * self.answered * (1.0 + 1e-9) + 1e-9).any():
            wrong = int(
                np.flatnonzero(self.total**2 > self.square * self.answered * (1.0 + 1e-9) + 1e-9)[0]
            )
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


def answers_of(values: ArrayLike, answered: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    """y (n,), 0 where nobody answered, and 1 or 0 for who did."""
    y = np.asarray(values, dtype=np.float64)
    there = np.ones(y.shape, np.bool_) if answered is None else np.asarray(answered, np.bool_)
    if there.shape != y.shape:
        raise OutOfRange(f"{y.size} values and {there.size} marks of who answered; align them.")
    return check_floats("values", np.where(there, y, 0.0)), there.astype(np.float64)
