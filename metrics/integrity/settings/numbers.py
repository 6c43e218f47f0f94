"""Limits as people write and read them."""

from __future__ import annotations

import math

NO_NUMBER = "Write a number, as 0.15 or 0,15."
PLACES = 9


def read_number(text: str) -> float:
    """0.15 and 0,15 alike; raises ValueError for anything else, and for what is not finite.

    >>> read_number("0,15")
    0.15
    """
    if "." in text and "," in text:
        raise ValueError(NO_NUMBER)
    value = float(text.strip().replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(NO_NUMBER)
    return value


def plain_number(value: float) -> str:
    """Without an exponent, which few can read.

    >>> plain_number(1e-06)
    '0.000001'
    """
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
