"""What readers get instead of exact figures: n in bands, whole points, whole per cent."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import IntArray, check_counts, check_floats, repeated
from stats.errors import OutOfRange


class Band(StrEnum):
    """n as shown beside a peer's figure; HIDDEN where there is no figure to stand beside."""

    HIDDEN = ""
    TENS = "10–19"
    TWENTIES = "20–49"
    FIFTIES = "50–99"
    HUNDREDS = "100+"


# Methods H4 [P].
_FROM = {10: Band.TENS, 20: Band.TWENTIES, 50: Band.FIFTIES, 100: Band.HUNDREDS}


def n_bands(n: ArrayLike) -> NDArray[np.object_]:
    """The band of each number of respondents, HIDDEN below 10.

    10–19, 20–49, 50–99, 100 and more: two weeks' exact numbers, and the figures with them, would
    tell what the respondents that joined in between answered. Source: methods H4.
    Raises OutOfRange for anything but whole numbers ≥ 0.

    >>> [str(band) for band in n_bands([9, 10, 49, 50, 100])]
    ['', '10–19', '20–49', '50–99', '100+']
    """
    sizes = check_counts("n", n)
    found = repeated(Band.HIDDEN, sizes.shape)
    for lowest, band in _FROM.items():
        found[sizes >= lowest] = band
    return found


def whole_points(nps: ArrayLike) -> IntArray:
    """NPS as readers see it: whole points, halves to the even neighbour.

    Source: methods H4; rounding as IEEE 754. NPS (c,) in −100…100, else OutOfRange.

    >>> whole_points([41.24, -0.4, 12.5, 13.5]).tolist()
    [41, 0, 12, 14]
    """
    values = check_floats("nps", nps)
    _check_range("nps", values, 100.0, lowest=-100.0)
    return np.rint(values).astype(np.int64)


def whole_percents(shares: ArrayLike) -> IntArray:
    """Shares 0–1 as whole per cent, halves to the even neighbour; they need not add up to 100.

    Source: methods H4. Shares (c,), OutOfRange outside 0…1. Rounding blurs a count only where n
    is not known exactly: beside an exact n below 100 whole per cents give the counts away.

    >>> whole_percents([1 / 3, 2 / 3, 0.005]).tolist()
    [33, 67, 0]
    """
    values = check_floats("shares", shares)
    _check_range("shares", values, 1.0)
    return np.rint(values * 100.0).astype(np.int64)


def _check_range(
    name: str, values: NDArray[np.float64], highest: float, lowest: float = 0.0
) -> None:
    wrong = np.flatnonzero((values < lowest) | (values > highest))
    if wrong.size:
        raise OutOfRange(
            f"{name} is {values[wrong[0]]:g} at position {wrong[0]}; "
            f"it lies between {lowest:g} and {highest:g}."
        )
