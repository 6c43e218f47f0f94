"""The checks every single number passes on its way in: nothing is coerced silently."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TypeVar

import numpy as np

from stats.arrays import LARGEST, LARGEST_COUNT, SMALLEST_WEIGHT
from stats.errors import OutOfRange

# 21/.7 exceeds 30 in binary arithmetic by 4e-15: a plan must not ask for one more because of it.
_ROUNDING = 1e-12

Choice = TypeVar("Choice", bound=StrEnum)


def check_number(
    name: str,
    value: float,
    *,
    low: float = -LARGEST,
    high: float = LARGEST,
    above: float | None = None,
    endless: bool = False,
) -> float:
    """A number from `low` to `high` and greater than `above`; ±∞ only where it may be `endless`.

    Above 0 means 1e-75 at least, so that it can be squared and divided by. Raises OutOfRange for
    anything else: a number outside, NaN, a text, a list.

    >>> check_number("share", 0.5, low=0.0, high=1.0)
    0.5
    """
    least, most = SMALLEST_WEIGHT if above == 0.0 else low, high
    if endless:
        least, most = _open(least), _open(most)
    inside = _is_number(value) and least <= value <= most
    if not inside or (above is not None and value <= above):
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


def check_choice(name: str, value: object, choices: type[Choice]) -> Choice:
    """The member of a closed set that `value` is or names.

    >>> class Side(StrEnum):
    ...     LEFT = "left"
    >>> check_choice("side", "left", Side) is Side.LEFT
    True
    """
    for choice in choices:
        if isinstance(value, str) and value == choice:
            return choice
    raise OutOfRange(f"{name} is {value!r}; choose one of {', '.join(choices)}.")


def whole_up(value: float) -> int:
    """The next whole number, where rounding of the arithmetic does not make it one more.

    Raises OutOfRange for more than can be counted exactly.

    >>> whole_up(21 / 0.7), whole_up(30.01)
    (30, 31)
    """
    if not value <= LARGEST_COUNT:
        raise OutOfRange(
            f"A count of {value:g} is more than can be told apart from its neighbours; "
            "check the units of what it was computed from."
        )
    return math.ceil(value - _ROUNDING * abs(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _open(limit: float) -> float:
    return math.copysign(math.inf, limit) if abs(limit) == LARGEST else limit


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _wanted(low: float, high: float, above: float | None) -> str:
    upwards = high >= LARGEST_COUNT
    if above is not None:
        return f"a number above {above:g}" + ("" if upwards else f" and at most {high:g}")
    if low <= -LARGEST:
        return "a number" + ("" if upwards else f" up to {high:g}")
    return f"a number from {low:g} " + ("upwards" if upwards else f"to {high:g}")
