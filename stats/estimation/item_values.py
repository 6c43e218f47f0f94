"""What an item's values say before they are summed: which scores, which powers, from where."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, any_array, check_codes, check_marks
from stats.errors import OutOfRange
from stats.scalars import check_whole
from stats.wording import counted

POWERS = 3  # Σ d^j y^k for j, k of 0, 1, 2

# Σy² − (Σy)²/n loses twice as many digits as the spread of y lies below its level: with 100 the
# four that a result of 11 digits can spare.
_FAR_AWAY = 100.0

# A histogram has a column for each; finer measurements are summed as `CellMoments`.
MOST_SCORES = 1_000


def checked_scale(scale: int) -> int:
    """S, the number of scores of an item, from 1 to 1000."""
    number = check_whole("scale", scale, low=1)
    if number > MOST_SCORES:
        raise OutOfRange(
            f"scale is {number}; a histogram holds at most {MOST_SCORES} scores: sum finer "
            "measurements as `CellMoments`."
        )
    return number


def origin_of(y: FloatArray) -> float:
    """Where powers of y are taken from: 0, or the middle of values that lie far from it.

    >>> origin_of(np.array([0.0, 10.0])), origin_of(np.array([1e6 - 1.0, 1e6 + 1.0]))
    (0.0, 1000000.0)
    """
    if y.size == 0:
        return 0.0
    low, high = float(y.min()), float(y.max())
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    return middle if half > 0.0 and abs(middle) > _FAR_AWAY * half else 0.0


def powers_of(y: FloatArray) -> FloatArray:
    """1, y and y² of each score (S + 1, 4), nothing for a silent respondent; 1 for everybody."""
    powers = np.zeros((y.size + 1, POWERS + 1))
    powers[:-1, :POWERS] = np.stack([np.ones(y.size), y, y * y], axis=1)
    powers[:, POWERS] = 1.0
    return powers


def is_trinomial(y: FloatArray) -> bool:
    """Whether y takes no values but −1, 0 and 1."""
    return bool(np.isin(y, (-1.0, 0.0, 1.0)).all())


def score_columns(scores: ArrayLike, answered: ArrayLike | None, scale: int, size: int) -> IntArray:
    """Scores 0…scale−1 of those who answered, `scale` for those who did not, (n,)."""
    there, given = check_marks("answered", answered, size), any_array("scores", scores)
    if given.shape != (size,):
        raise OutOfRange(f"{counted(given.size, 'score')} for {counted(size, 'row')}; align them.")
    if given.dtype.kind not in "iu":
        raise OutOfRange(f"scores has type {given.dtype}; hand in integer codes.")
    codes = check_codes("scores", np.where(there, given, 0), scale)
    return np.where(there, codes, scale)
