"""How many were drawn and how many of them answered, checked together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts
from stats.errors import EmptyInput, OutOfRange


def check_response_counts(
    responded: ArrayLike, drawn: ArrayLike | None, size: int | None = None
) -> tuple[FloatArray, FloatArray]:
    """Responded r and drawn n of each cell, (C,) each, n all one when left out; 0 ≤ r ≤ n.

    Raises EmptyInput when nobody was drawn, OutOfRange for anything but whole numbers or r > n.

    >>> check_response_counts([1, 0], None)
    (array([1., 0.]), array([1., 1.]))
    """
    r = check_counts("responded", responded, size)
    n = np.ones(r.size) if drawn is None else check_counts("drawn", drawn, r.size)
    if n.sum() == 0.0:
        raise EmptyInput("Nobody was drawn, so there is no response; hand in who was asked.")
    if (r > n).any():
        place = int(np.flatnonzero(r > n)[0])
        raise OutOfRange(
            f"{r[place]:g} responded of {n[place]:g} drawn at position {place}; count both alike."
        )
    return r, n
