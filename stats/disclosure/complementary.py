"""Cells of one dimension under a published total: which more must be hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import BoolArray, FloatArray, any_array, check_counts, repeated
from stats.disclosure.statuses import MIN_N, CellStatus, Viewer
from stats.errors import OutOfRange
from stats.scalars import check_choice, check_whole

# Hidden cells that hide each other from one who knows none of them, and from one who knows one.
_CELLS = {Viewer.OUTSIDER: 2, Viewer.INSIDER: 3}


@dataclass(frozen=True)
class Complement:
    """Status of every cell (c,), and whether the total may stand beside them.

    Where every cell is hidden only the total is left; where even that gives a cell away
    (`total_shown` false) nothing is.
    """

    status: NDArray[np.object_]
    total_shown: bool
    viewer: Viewer

    @property
    def hidden(self) -> BoolArray:
        """Cells not shown, for whatever reason."""
        return np.array([s is not CellStatus.SHOWN for s in self.status], dtype=np.bool_)

    def __str__(self) -> str:
        words = [f"{int(self.hidden.sum())} of {self.status.size} cells hidden"]
        more = sum(s is CellStatus.COMPLEMENTARY for s in self.status)
        words += [f"{more} of them to protect the others"] if more else []
        words += [] if self.total_shown else ["the total too"]
        return ", ".join(words)


def complementary_suppression(
    n: ArrayLike,
    primary: ArrayLike,
    *,
    viewer: Viewer = Viewer.INSIDER,
    min_n: int = MIN_N,
) -> Complement:
    """Hide the next smallest cells until the hidden ones cannot be told from the total.

    OUTSIDER: at least 2 hidden cells with at least `min_n` respondents together; INSIDER: at
    least 3, with `min_n` together besides the largest, so that whoever owns one still cannot
    tell the others. Ties: first in order. Where all cells fall and the rule is still not met,
    the total falls too: total − own cell would be a figure of fewer than `min_n`.
    Empty cells are taken as known to everybody: they hide nothing and need no hiding.
    Source: methods H4; Hundepool et al. 2012.

    Respondents `n` (c,), `primary` (c,) true where a primary rule hides the cell. Raises
    OutOfRange for counts below 0, arrays that do not align, or another viewer.

    >>> print(complementary_suppression([4, 30, 12, 50], [True, False, False, False]))
    3 of 4 cells hidden, 2 of them to protect the others
    >>> found = complementary_suppression([4, 30, 12, 50], [True, False, False, False],
    ...                                   viewer=Viewer.OUTSIDER)
    >>> [str(status) for status in found.status]
    ['primary', '', 'complementary', '']
    """
    check_whole("min_n", min_n, low=1)
    sizes = check_counts("n", n)
    given = check_mask("primary", primary, sizes.shape)
    hidden, protected = hide_smallest(sizes, given, viewer, min_n)
    return Complement(statuses(hidden, given), protected, viewer)


def hide_smallest(
    sizes: FloatArray, primary: BoolArray, viewer: Viewer, min_n: float
) -> tuple[BoolArray, bool]:
    """The hidden cells, and whether they are protected under a published total."""
    viewer = check_choice("viewer", viewer, Viewer)
    if viewer not in _CELLS:
        raise OutOfRange(f"A list of cells has no {viewer}; say outsider or insider.")
    hidden = primary.copy()
    if not (hidden & (sizes > 0)).any():
        return hidden, True
    for cell in np.lexsort((np.arange(sizes.size), sizes)):
        if _protected(sizes[hidden], viewer, min_n):
            break
        hidden[cell] |= sizes[cell] > 0
    return hidden, _protected(sizes[hidden], viewer, min_n)


def statuses(hidden: BoolArray, primary: BoolArray) -> NDArray[np.object_]:
    """PRIMARY where a rule said so, COMPLEMENTARY where hidden besides, SHOWN elsewhere."""
    found = repeated(CellStatus.SHOWN, hidden.shape)
    found[hidden] = CellStatus.COMPLEMENTARY
    found[primary] = CellStatus.PRIMARY
    return found


def check_mask(name: str, values: ArrayLike, shape: tuple[int, ...]) -> BoolArray:
    """Booleans of a shape; numbers are not taken for booleans."""
    mask = any_array(name, values)
    if mask.size == 0 and shape == (0,):
        return np.zeros(0, dtype=np.bool_)
    if mask.dtype != np.bool_ or mask.shape != shape:
        raise OutOfRange(
            f"{name} has type {mask.dtype} and shape {mask.shape}; hand in true or false for "
            f"every cell, shape {shape}."
        )
    return mask


def _protected(hidden: FloatArray, viewer: Viewer, min_n: float) -> bool:
    known = hidden[hidden > 0]
    if known.size < _CELLS[viewer]:
        return False
    own = known.max() if viewer is Viewer.INSIDER else 0.0
    return bool(known.sum() - own >= min_n)
