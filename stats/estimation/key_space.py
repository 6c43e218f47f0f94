"""Key variables fused into one number: the row-major number of their levels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import IntArray, narrow_codes
from stats.errors import OutOfRange
from stats.scalars import check_whole
from stats.wording import counted

# The largest key is a 64-bit integer with a sign.
LARGEST_SPACE = 2**63 - 1


def checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """Levels of each key variable, whole numbers from 1 upwards, whose product a key can hold.

    >>> checked_sizes([6, 40])
    (6, 40)
    """
    try:
        given = tuple(sizes)
    except TypeError as single:
        raise OutOfRange(
            f"sizes is {sizes!r}; hand in a list with the number of levels of each key variable."
        ) from single
    levels = tuple(
        check_whole(f"the size of key variable {number}", size, low=1)
        for number, size in enumerate(given)
    )
    if math.prod(levels) > LARGEST_SPACE:
        raise OutOfRange(
            f"Key variables of {', '.join(map(str, levels))} levels span {math.prod(levels):.3g} "
            f"cells, more than {LARGEST_SPACE:.3g} can be numbered; use fewer or coarser variables."
        )
    return levels


def fused(codes: Sequence[ArrayLike], sizes: Sequence[int], size: int) -> IntArray:
    """One row-major number (n,) for the levels of all key variables, of sizes checked before."""
    return np.asarray(fused_as(np.int64, codes, sizes, size))


def fused_as(
    kind: type[np.int32 | np.int64],
    codes: Sequence[ArrayLike],
    sizes: Sequence[int],
    size: int,
) -> NDArray[Any]:
    """The same in an integer type that holds the product of the sizes."""
    variables = count_of(codes)
    if variables == 0 or variables != len(sizes):
        raise OutOfRange(
            f"{counted(variables, 'key variable')} and {counted(len(sizes), 'size')}; hand in a "
            "list of codes for each."
        )
    key = np.zeros(size, dtype=kind)
    for number, (code, levels) in enumerate(zip(codes, sizes, strict=True)):
        checked = narrow_codes(f"key variable {number}", code, levels)
        if checked.size != size:
            raise OutOfRange(
                f"Key variable {number} has {counted(checked.size, 'code')} for "
                f"{counted(size, 'row')}; align them."
            )
        if number:
            key *= levels
        np.add(key, checked, out=key, casting="same_kind")
    return key


def levels_of(key: IntArray, sizes: Sequence[int], number: int) -> IntArray:
    """Codes of key variable `number` in fused keys; OutOfRange where there is no such variable."""
    variable = check_whole("the number of the key variable", number)
    if variable >= len(sizes):
        raise OutOfRange(
            f"There is no key variable {variable} among {len(sizes)}, which are numbered from 0."
        )
    if sizes[variable] == 1:
        return np.zeros(key.size, dtype=np.int64)
    return key // math.prod(sizes[variable + 1 :]) % sizes[variable]


def count_of(codes: object) -> int:
    """How many key variables were handed in; 0 for what is no list of them."""
    return len(codes) if isinstance(codes, Sequence | np.ndarray) else 0
