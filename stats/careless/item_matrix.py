"""A matrix of answers or times, respondents × items, with who answered what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import LARGEST, BoolArray, FloatArray, any_array
from stats.errors import EmptyInput, OutOfRange

# Seconds: shorter than any clock tells.
SHORTEST = 1e-9


@dataclass(frozen=True, eq=False)
class ItemMatrix:
    """`values` (n, k), zero where not `answered` (n, k)."""

    values: FloatArray
    answered: BoolArray

    @property
    def counts(self) -> FloatArray:
        """Items answered by each respondent, (n,)."""
        counts: FloatArray = self.answered.sum(axis=1, dtype=np.float64)
        return counts

    @property
    def rows(self) -> int:
        """Respondents."""
        return int(self.values.shape[0])

    @property
    def items(self) -> int:
        """Items, or pages."""
        return int(self.values.shape[1])


def item_matrix(name: str, values: ArrayLike, answered: ArrayLike | None = None) -> ItemMatrix:
    """Numbers (n, k), not looked at where `answered` (n, k) is false.

    Raises EmptyInput without respondents or items, OutOfRange for anything that is not a table of
    numbers, that is missing where it was answered, or whose marks do not align.

    >>> item_matrix("answers", [[5, 0], [4, 2]], [[True, False], [True, True]]).counts.tolist()
    [1.0, 2.0]
    """
    array = any_array(name, values)
    if array.ndim != 2:
        raise OutOfRange(f"{name} has {array.ndim} dimensions; hand in respondents × items.")
    if array.size == 0:
        raise EmptyInput(f"{name} is empty; hand in at least one respondent and one item.")
    if array.dtype.kind not in "iuf":
        raise OutOfRange(f"{name} has type {array.dtype}; hand in numbers.")
    there = _marks(name, answered, array.shape)
    # Where nobody answered may stand anything, a NaN too, which compares as false.
    wrong = np.argwhere(there & ~(np.abs(array.astype(np.float64)) <= LARGEST))
    if wrong.size:
        row, item = wrong[0]
        raise OutOfRange(
            f"{name} holds {array[row, item]} for respondent {row}, item {item}; "
            f"mark it as not answered, or hand in a number up to {LARGEST:g}."
        )
    return ItemMatrix(np.where(there, array, 0).astype(np.float64), there)


def seconds_matrix(name: str, values: ArrayLike, seen: ArrayLike | None = None) -> ItemMatrix:
    """Seconds above 0 by respondent and page (n, p), not looked at where not `seen`.

    Raises as `item_matrix`, and OutOfRange for a time below a billionth of a second.

    >>> seconds_matrix("seconds", [[10.0, 20.0]]).items
    2
    """
    times = item_matrix(name, values, seen)
    wrong = np.argwhere(times.answered & (times.values < SHORTEST))
    if wrong.size:
        row, page = wrong[0]
        raise OutOfRange(
            f"{name} holds {times.values[row, page]:g} for respondent {row}, page {page}; a page "
            "takes time: mark it as not seen, or correct the clock."
        )
    return times


def lowest_and_highest(values: FloatArray, there: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Least and greatest of the values there are in each row, (n,); ∞ and −∞ of none."""
    return (
        np.where(there, values, np.inf).min(axis=1),
        np.where(there, values, -np.inf).max(axis=1),
    )


def deviations(matrix: ItemMatrix) -> FloatArray:
    """Standard deviation of each respondent's answers (ddof 1), (n,); 0 of fewer than two."""
    mean = matrix.values.sum(axis=1) / np.maximum(matrix.counts, 1.0)
    centred = np.where(matrix.answered, matrix.values - mean[:, None], 0.0)
    spread = np.sqrt((centred**2).sum(axis=1) / np.maximum(matrix.counts - 1.0, 1.0))
    # Equal decimals leave a deviation of rounding; equal answers have none.
    lowest, highest = lowest_and_highest(matrix.values, matrix.answered)
    return np.where(lowest < highest, spread, 0.0)


def _marks(name: str, answered: ArrayLike | None, shape: tuple[int, ...]) -> BoolArray:
    if answered is None:
        return np.ones(shape, np.bool_)
    there = any_array(f"who answered {name}", answered)
    if there.dtype.kind != "b":
        raise OutOfRange(f"Who answered {name} has type {there.dtype}; mark true or false.")
    if there.shape != shape:
        raise OutOfRange(
            f"{name} has shape {shape} and its marks of who answered {there.shape}; align them."
        )
    return there
