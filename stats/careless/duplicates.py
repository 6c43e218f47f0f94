"""The same respondent twice."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, check_floats
from stats.careless.flags import FlagName
from stats.careless.item_matrix import ItemMatrix, item_matrix
from stats.errors import OutOfRange

MaskedPositions: TypeAlias = np.ma.MaskedArray[Any, np.dtype[np.int64]]

# methods D6 [P]: later the same device may serve the same person on another matter.
REPEAT_SECONDS = 86_400.0


@dataclass(frozen=True, eq=False)
class Duplicates:
    """Responses that repeat an earlier one: `flagged` (n,), and `earlier` (n,) which one.

    `earlier` is masked for those that repeat nothing; the first of a kind is never flagged.
    """

    flag: FlagName
    flagged: BoolArray
    earlier: MaskedPositions

    def __str__(self) -> str:
        found, n = int(self.flagged.sum()), self.flagged.size
        return f"{self.flag.replace('_', ' ')}: {found} of {n} repeat an earlier response"


def duplicate_keys(
    flag: FlagName, keys: Sequence[Hashable | None], answered_at: ArrayLike
) -> Duplicates:
    """Responses whose key was used before: a single-use token, or a hashed address (methods D6).

    Flagged when the key occurred at an earlier time, or at the same time in an earlier row.
    Source: product convention. A repeated token is hard evidence; an address is not, since one
    contact is asked about several transactions.

    `flag` DUPLICATE_TOKEN or REPEATED_EMAIL, `keys` (n,) with None where there is none (never a
    duplicate), addresses normalised and hashed by the caller, `answered_at` (n,) seconds on any
    one clock. Raises OutOfRange for another flag, a key that is empty or NaN, or lengths that
    differ.

    >>> tokens, at = ["a", "b", "a", None, None], [5, 1, 3, 1, 2]
    >>> print(duplicate_keys(FlagName.DUPLICATE_TOKEN, tokens, at))
    duplicate token: 1 of 5 repeat an earlier response
    """
    if flag not in (FlagName.DUPLICATE_TOKEN, FlagName.REPEATED_EMAIL):
        raise OutOfRange(f"{flag} is no flag of keys; take DUPLICATE_TOKEN or REPEATED_EMAIL.")
    times = _times(answered_at, len(keys))
    return _repeats(flag, [_key("keys", keys, row) for row in range(len(keys))], times, np.inf)


def duplicate_answers(
    answers: ArrayLike,
    devices: Sequence[Hashable | None],
    answered_at: ArrayLike,
    answered: ArrayLike | None = None,
) -> Duplicates:
    """Responses equal in every answer to one from the same device in the 24 h before (methods D6).

    Equal are the answers and what was left out; the time is to the previous such response, and
    exactly 24 h is no repetition. Source: product convention. A shared device with unanimous
    answers looks alike: a soft flag.

    `answers` (n, k), `devices` (n,) salted hashes or None, `answered_at` (n,) seconds, `answered`
    (n, k), all where None; a response without any answer repeats nothing. Raises EmptyInput
    without responses, OutOfRange for arrays that do not align or a device that is empty or NaN.

    >>> print(duplicate_answers([[9, 8], [9, 8], [9, 8]], ["x", "x", "y"], [0, 3600, 60]))
    repeated answers: 1 of 3 repeat an earlier response
    """
    matrix = item_matrix("answers", answers, answered)
    if len(devices) != matrix.rows:
        raise OutOfRange(f"{len(devices)} devices for {matrix.rows} responses; align them.")
    times = _times(answered_at, matrix.rows)
    known = [_key("devices", devices, row) for row in range(matrix.rows)]
    keys = [_response_key(matrix, row, device) for row, device in enumerate(known)]
    return _repeats(FlagName.REPEATED_ANSWERS, keys, times, REPEAT_SECONDS)


def _key(name: str, keys: Sequence[Hashable | None], row: int) -> Hashable | None:
    """The key of one row: a NaN or an empty text would make duplicates of all that have none."""
    key = keys[row]
    if not isinstance(key, Hashable):
        raise OutOfRange(f"{name} holds {key!r} at position {row}; hand in one text or number.")
    if key == "" or (isinstance(key, float) and math.isnan(key)):
        raise OutOfRange(
            f"{name} holds {key!r} at position {row}; hand in None where there is none."
        )
    return key


def _response_key(matrix: ItemMatrix, row: int, device: Hashable | None) -> Hashable | None:
    if device is None or not matrix.answered[row].any():
        return None
    # Adding zero turns −0 into 0, whose bytes differ.
    answers = matrix.values[row] + 0.0
    return device, answers.tobytes(), matrix.answered[row].tobytes()


def _repeats(
    flag: FlagName, keys: Sequence[Hashable | None], times: FloatArray, within: float
) -> Duplicates:
    earlier = np.full(times.size, -1, np.int64)
    last: dict[Hashable, int] = {}
    for row in np.argsort(times, kind="stable").tolist():
        key = keys[row]
        if key is None:
            continue
        before = last.get(key)
        if before is not None and times[row] - times[before] < within:
            earlier[row] = before
        last[key] = row
    flagged = earlier >= 0
    positions = np.ma.MaskedArray(np.where(flagged, earlier, 0), mask=~flagged)
    return Duplicates(flag, flagged, positions)


def _times(answered_at: ArrayLike, size: int) -> FloatArray:
    return check_floats("answered_at", answered_at, size)
