"""Checks of the limits that a caller can set: none may let everything through by mistake."""

from __future__ import annotations

import numpy as np

from stats.errors import OutOfRange


def check_limit(name: str, value: object, lowest: int = 1) -> None:
    """A fewest number, of answers, accounts or partners: whole and at least 1."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < lowest:
        raise OutOfRange(f"{name} is {value!r}; it is a whole number of at least {lowest}.")


def check_share(name: str, value: object) -> None:
    """A largest share: above 0 and at most 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 < value <= 1.0:
        raise OutOfRange(f"{name} is {value!r}; it is a share above 0 and at most 1.")
