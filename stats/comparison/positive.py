"""Errors, variances and counts that something is divided by."""

from __future__ import annotations

from numpy.typing import ArrayLike

from stats.arrays import LARGEST, FloatArray, check_floats
from stats.errors import OutOfRange

SMALLEST = 1.0 / LARGEST


def check_positive(
    name: str, values: ArrayLike, size: int | None = None, *, otherwise: str
) -> FloatArray:
    """One-dimensional numbers > 0, from 1e-75 to 1e75; `otherwise` says what to do about a zero.

    >>> check_positive("se", [5, 2.5], otherwise="pool it").tolist()
    [5.0, 2.5]
    """
    array = check_floats(name, values, size)
    if array.size and array.min() <= 0.0:
        at = int(array.argmin())
        raise OutOfRange(f"{name} is {array[at]:g} at position {at}; {otherwise}.")
    if array.size and array.min() < SMALLEST:
        at = int(array.argmin())
        raise OutOfRange(
            f"{name} is {array[at]:g} at position {at}, too small to be squared; hand in numbers "
            f"from {SMALLEST:g} upwards, in a smaller unit."
        )
    return array
