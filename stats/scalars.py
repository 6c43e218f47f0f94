"""The checks every single number passes on its way in: nothing is coerced silently."""

from __future__ import annotations

import math

import numpy as np

from stats.arrays import LARGEST, LARGEST_COUNT
from stats.errors import OutOfRange

# 21/.7 exceeds 30 in binary arithmetic by 4e-15: a plan must not ask for one more because of it.
_ROUNDING = 1e-12


def check_number(
    name: str,
    value: float,
    *,
    low: float = -LARGEST,
    high: float = LARGEST,
    above: float | None = None,
    endless: bool = False,
) -> float:
    """A number from `low` to `high`, greater than `above`; ∞ only where it may be `endless`.

    Raises OutOfRange for anything else: a number outside, NaN, a text, a list.

    >>> check_number("share", 0.5, low=0.0, high=1.0)
    0.5
    """
    number = not isinstance(value, bool) and isinstance(
        value, int | float | np.integer | np.floating
    )
    if number and endless and value == math.inf:
        return math.inf
    if not (number and low <= value <= high and (above is None or value > above)):
        raise OutOfRange(f"{name} is {_shown(value)}; hand in {_wanted(low, high, above)}.")
    return float(value)


def check_whole(name: str, value: float, *, low: int = 0) -> int:
    """A whole number from `low` upwards, at most 2⁵³; 3.0 is one, 2.5 and True are not.

    >>> check_whole("total", 3)
    3
    """
    number = check_number(name, value, low=low, high=LARGEST_COUNT)
    if number != math.floor(number):
        raise OutOfRange(f"{name} is {value:g}; hand in a whole number from {low} upwards.")
    return int(number)


def whole_up(value: float) -> int:
    """The next whole number, where rounding of the arithmetic does not make it one more.

    >>> whole_up(21 / 0.7), whole_up(30.01)
    (30, 31)
    """
    return math.ceil(value - _ROUNDING * abs(value))


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _wanted(low: float, high: float, above: float | None) -> str:
    start = f"above {above:g}" if above is not None else f"from {low:g}"
    if above is None and low == -LARGEST:
        return "a number" if high == LARGEST else f"a number up to {high:g}"
    if high >= LARGEST_COUNT:
        return f"a number {start}" if above is not None else f"a number {start} upwards"
    return f"a number {start} {'and at most' if above is not None else 'to'} {high:g}"
