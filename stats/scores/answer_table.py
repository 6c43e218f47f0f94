"""The check of a table of answers that not everybody gave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, any_array
from stats.errors import OutOfRange
from stats.scalars import check_number


def answer_table(
    values: ArrayLike,
    answered: ArrayLike | None,
    scale: tuple[float, float],
    *,
    row: str,
    columns: Sequence[str] | str,
    missing: str,
) -> tuple[FloatArray, BoolArray]:
    """Values (n, k), the lowest of the scale where not answered, and who answered (n, k).

    `row` and `columns` name both in what is refused, `missing` what a mark of 0 means. Raises
    OutOfRange for other shapes, values that are no numbers or off the finite scale, and marks
    other than 0 and 1.
    """
    low, high = check_number("low", scale[0]), check_number("high", scale[1])
    if not low < high:
        raise OutOfRange(f"The scale {low:g} to {high:g} is empty; hand in lowest and highest.")
    table = any_array("values", values)
    if table.ndim != 2 or table.dtype.kind not in "iuf":
        raise OutOfRange(
            f"The values have shape {table.shape} and type {table.dtype}; hand in numbers, a row "
            f"per {row} and a column for each, and mark what is missing as {missing}."
        )
    there = _marks(answered, table.shape)
    wrong = np.argwhere(there & ~((table >= low) & (table <= high)))
    if wrong.size:
        at, item = (int(place) for place in wrong[0])
        name = f"{columns} {item}" if isinstance(columns, str) else repr(columns[item])
        raise OutOfRange(
            f"{row.capitalize()} {at}, {name} holds {table[at, item]} on a scale {low:g} to "
            f"{high:g}; mark it as {missing}, or correct it."
        )
    return np.where(there, table, low).astype(np.float64), there


def _marks(answered: ArrayLike | None, shape: tuple[int, ...]) -> BoolArray:
    if answered is None:
        return np.ones(shape, np.bool_)
    marks = any_array("marks", answered)
    if marks.shape != shape:
        raise OutOfRange(f"Values of shape {shape}, marks of {marks.shape}; align them.")
    if marks.dtype.kind not in "biuf" or not np.isin(marks, (0, 1)).all():
        raise OutOfRange(
            f"The marks of who answered have type {marks.dtype} or other values than 0 and 1; "
            "hand in true or false."
        )
    return marks.astype(np.bool_)
