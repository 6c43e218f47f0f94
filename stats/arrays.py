"""Array types and the checks every array passes on its way in: nothing is coerced silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array

from stats.errors import BadWeights, EmptyInput, OutOfRange

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

# Up to here the fourth power of a number, summed over ten million rows, stays finite.
LARGEST = 1e75
SMALLEST_WEIGHT = 1e-75
# Above this float64 no longer tells neighbouring whole numbers apart.
LARGEST_COUNT = 2**53


def any_array(name: str, values: ArrayLike) -> NDArray[Any]:
    """An array of any shape and type; OutOfRange for rows of different length."""
    try:
        return np.asarray(values)
    except ValueError as ragged:
        raise OutOfRange(
            f"{name} mixes values with lists of values, or lists of different length; "
            "hand in a flat list, or rows of one length."
        ) from ragged


def check_floats(name: str, values: ArrayLike, size: int | None = None) -> FloatArray:
    """One-dimensional finite float64 array of `size` values, none beyond ±1e75."""
    array = any_array(name, values)
    if array.dtype.kind not in "iuf":
        raise OutOfRange(f"{name} has type {array.dtype}; hand in numbers.")
    _check_shape(name, array, size)
    position = _beyond_reach(array)
    if position is not None and np.isfinite(array[position]):
        raise OutOfRange(
            f"{name} holds {array[position]:g} at position {position}, too large to be squared "
            f"and summed; hand in numbers up to {LARGEST:g}, in a larger unit."
        )
    if position is not None:
        raise OutOfRange(
            f"{name} holds {array[position]} at position {position}; "
            "leave the row out with a reason, or hand in a number."
        )
    return array.astype(np.float64, copy=False)


def check_codes(name: str, values: ArrayLike, limit: int, *, lowest: int = 0) -> IntArray:
    """One-dimensional integer array with `lowest` ≤ code < `limit`."""
    return narrow_codes(name, values, limit, lowest=lowest).astype(np.int64, copy=False)


def narrow_codes(name: str, values: ArrayLike, limit: int, *, lowest: int = 0) -> NDArray[Any]:
    """The same in the integer type that was handed in, without a copy where int64 holds it."""
    array = any_array(name, values)
    if array.size and array.dtype.kind not in "iu":
        raise OutOfRange(f"{name} has type {array.dtype}; hand in integer codes.")
    _check_shape(name, array, None)
    if array.size and not _within(array, lowest, limit):
        wrong = np.flatnonzero((array < lowest) | (array >= limit))[0]
        raise OutOfRange(
            f"{name} holds code {array[wrong]} at position {wrong}; "
            f"codes run from {lowest} to {limit - 1}."
        )
    fits = array.size > 0 and np.can_cast(array.dtype, np.int64)
    return array if fits else array.astype(np.int64)


def _within(codes: NDArray[Any], lowest: int, limit: int) -> bool:
    if lowest == 0 and codes.dtype == np.int64 and codes.flags.c_contiguous:
        return bool(codes.view(np.uint64).max() < limit)  # one pass: negatives become huge
    return bool(codes.min() >= lowest and codes.max() < limit)


def check_counts(
    name: str, values: ArrayLike, size: int | None = None, *, lowest: int = 0
) -> FloatArray:
    """One-dimensional whole numbers ≥ `lowest`, as float64 (exact to 2⁵³)."""
    array = check_floats(name, values, size)
    if array.size and (array.min() < lowest or (array != np.floor(array)).any()):
        wrong = np.flatnonzero((array < lowest) | (array != np.floor(array)))[0]
        raise OutOfRange(
            f"{name} holds {array[wrong]:g} at position {wrong}; "
            f"hand in whole numbers from {lowest} upwards."
        )
    if array.size and array.max() > LARGEST_COUNT:
        raise OutOfRange(
            f"{name} holds {array.max():g} at position {array.argmax()}; "
            f"numbers above {LARGEST_COUNT:g} cannot be counted exactly: correct it."
        )
    return array


def check_positive_weights(name: str, values: ArrayLike, size: int | None = None) -> FloatArray:
    """One-dimensional weights > 0, from 1e-75 to 1e75."""
    array = check_finite_weights(name, values, size)
    if array.size and array.min() <= 0.0:
        wrong = np.flatnonzero(array <= 0.0)[0]
        raise BadWeights(
            f"{name} is {array[wrong]:g} at position {wrong}; a weight is positive: "
            "leave units that cannot be selected out of the sample."
        )
    if array.size and float(array.min()) < SMALLEST_WEIGHT:
        raise BadWeights(
            f"{name} is {array.min():g} at position {array.argmin()}, too small to be squared; "
            f"hand in weights from {SMALLEST_WEIGHT:g} upwards, in a smaller unit."
        )
    return array


def check_finite_weights(name: str, values: ArrayLike, size: int | None = None) -> FloatArray:
    """One-dimensional finite weights of any sign (linear calibration can turn some negative)."""
    array = any_array(name, values)
    if array.dtype.kind not in "iuf":
        raise BadWeights(f"{name} has type {array.dtype}; hand in numbers.")
    _check_shape(name, array, size)
    wrong = _beyond_reach(array)
    if wrong is not None:
        raise BadWeights(
            f"{name} is {array[wrong]} at position {wrong}; every weight must be a finite number "
            f"of at most {LARGEST:g}."
        )
    return array.astype(np.float64, copy=False)


def check_marks(name: str, values: ArrayLike | None, size: int) -> BoolArray:
    """One-dimensional true or false, or 1 and 0, (size,); true for all where nothing is handed in.

    >>> check_marks("answered", [1, 0], 2).tolist()
    [True, False]
    """
    if values is None:
        return np.ones(size, np.bool_)
    array = any_array(name, values)
    if array.dtype.kind not in "biuf":
        raise OutOfRange(f"{name} has type {array.dtype}; hand in true or false.")
    _check_shape(name, array, size)
    if array.dtype.kind != "b" and ((array != 0) & (array != 1)).any():
        wrong = np.flatnonzero((array != 0) & (array != 1))[0]
        raise OutOfRange(
            f"{name} holds {array[wrong]} at position {wrong}; hand in true or false, or 1 and 0."
        )
    return array.astype(np.bool_, copy=False)


def check_not_empty(name: str, array: NDArray[Any]) -> None:
    """Refuse an array without values."""
    if array.size == 0:
        raise EmptyInput(f"{name} is empty; hand in at least one value.")


def ratio(top: ArrayLike, bottom: FloatArray) -> FloatArray:
    """top / bottom, NaN where there is nothing to divide by; a reason code stands beside it."""
    result: FloatArray = np.full(bottom.shape, np.nan)
    np.divide(top, bottom, where=bottom > 0.0, out=result)
    return result


def sum_by(keys: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sum of values by key 0…size−1, (size,)."""
    return np.bincount(keys, weights=values, minlength=size).astype(np.float64, copy=False)


def summing_matrix(codes: Sequence[IntArray], sizes: Sequence[int]) -> csc_array:
    """Matrix M (Σ sizes, C) with Mv the sums of v (C,) by code, one grouping below the other.

    A code of −1 belongs to no group. Sums are taken in the order of the cells, as `sum_by` does.
    Turned into rows (`tocsr`) it is several times faster, which pays from about five uses on.
    """
    offsets = np.cumsum([0, *sizes], dtype=np.int32)
    places = np.empty((codes[0].size, len(codes)), dtype=np.int32)
    for column, (code, offset) in enumerate(zip(codes, offsets[:-1], strict=True)):
        np.add(code, offset, out=places[:, column], casting="unsafe")
    ends = np.arange(0, places.size + 1, len(codes), dtype=np.int32)
    inside = places.ravel()
    if codes[0].size and min(int(code.min()) for code in codes) < 0:
        there = np.stack([code >= 0 for code in codes], axis=1)
        ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
        inside = places[there]
    shape = (int(offsets[-1]), codes[0].size)
    return csc_array((np.ones(inside.size), inside, ends), shape=shape)


def relabel(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Distinct keys ascending, and the position of each; without sorting when keys are dense."""
    low, high = int(keys.min()), int(keys.max())
    if high - low > 8 * keys.size + 1024:
        unique, inverse = np.unique(keys, return_inverse=True)
        return unique.astype(np.int64), inverse.astype(np.int64)
    present = np.bincount(keys - low) > 0
    position = np.cumsum(present) - 1
    return np.flatnonzero(present) + low, position[keys - low]


def repeated(value: object, shape: int | tuple[int, ...]) -> NDArray[np.object_]:
    """An array of one object; `np.full` would turn a StrEnum into a plain string."""
    result = np.empty(shape, dtype=object)
    result[...] = value
    return result


def _beyond_reach(array: NDArray[Any]) -> int | None:
    """Position of the first value that is NaN, endless or beyond ±1e75, if there is one."""
    # Two passes without a copy; the limits of a NaN are NaN, so that it fails the comparison too.
    if not array.size or (float(array.min()) >= -LARGEST and float(array.max()) <= LARGEST):
        return None
    return int(np.flatnonzero(~(np.abs(array.astype(np.float64)) <= LARGEST))[0])


def _check_shape(name: str, array: NDArray[Any], size: int | None) -> None:
    if array.ndim != 1:
        raise OutOfRange(f"{name} has {array.ndim} dimensions; hand in a flat list of values.")
    if size is not None and array.size != size:
        raise OutOfRange(f"{name} has {array.size} values where {size} are needed; align them.")
