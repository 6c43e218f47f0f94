"""Levels within levels (partners in regions in countries), each with its own published totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import BoolArray, FloatArray, IntArray, check_codes, check_counts, sum_by
from stats.disclosure.complementary import check_mask, hide_smallest, statuses
from stats.disclosure.statuses import MIN_N, CellStatus, Viewer
from stats.errors import OutOfRange
from stats.scalars import check_whole


@dataclass(frozen=True)
class NestedComplement:
    """Status of every cell per level, finest first, and whether the grand total may be shown."""

    levels: tuple[NDArray[np.object_], ...]
    total_shown: bool

    def __str__(self) -> str:
        hidden = (sum(s is not CellStatus.SHOWN for s in level) for level in self.levels)
        parts = [f"{h} of {len(x)}" for h, x in zip(hidden, self.levels, strict=True)]
        total = "" if self.total_shown else ", the grand total too"
        return f"hidden by level, finest first: {', '.join(parts)}{total}"


def nested_suppression(
    n: ArrayLike,
    primary: Sequence[ArrayLike],
    parents: Sequence[ArrayLike],
    *,
    viewer: Viewer = Viewer.INSIDER,
    min_n: int = MIN_N,
) -> NestedComplement:
    """Complementary suppression where each level's cells add up to those of the next.

    Upwards: the cells below each published total are protected as in
    `complementary_suppression`; a total that cannot stand beside them is hidden itself.
    Downwards: below every hidden total its smallest cell is hidden, if none is, and the cells
    are protected as though the total were known, for else the cells would add up to it. Every
    hidden cell of `min_n` or more so keeps at least `min_n` hidden below it, and what holds for
    the totals holds for what is hidden of them.
    Source: methods H4; the top-down order of Hundepool et al. 2012 (HiTaS).

    Respondents `n` (c,) of the finest cells; `primary` one mask per level, finest first;
    `parents[l]` the cell of level l + 1 that each cell of level l belongs to. Several disjoint
    groups under one total are two levels. Raises OutOfRange where the levels do not fit.

    >>> cells = [4, 40, 50, 60, 70, 80, 90, 91, 92]
    >>> small = [[size < 10 for size in cells], [False] * 3]
    >>> print(nested_suppression(cells, small, [[0, 0, 0, 1, 1, 1, 2, 2, 2]]))
    hidden by level, finest first: 3 of 9, 0 of 3
    """
    check_whole("min_n", min_n, low=1)
    sizes, above = _levels(check_counts("n", n), parents)
    if len(primary) != len(sizes):
        raise OutOfRange(
            f"{len(primary)} masks of primary rules for {len(sizes)} levels; hand in one each."
        )
    given = [check_mask("primary", m, s.shape) for m, s in zip(primary, sizes, strict=True)]
    hidden = [mask.copy() for mask in given]
    total_shown = _upwards(sizes, above, hidden, viewer, min_n)
    _downwards(sizes, above, hidden, viewer, min_n)
    return NestedComplement(
        tuple(statuses(h, g) for h, g in zip(hidden, given, strict=True)), total_shown
    )


def _levels(
    finest: FloatArray, parents: Sequence[ArrayLike]
) -> tuple[list[FloatArray], list[IntArray]]:
    """Respondents of every level, and the parents of every level; those of the last, the total."""
    sizes: list[FloatArray] = [finest]
    above: list[IntArray] = []
    for given in parents:
        codes = check_codes("parents", given, 1 << 31)
        if codes.size != sizes[-1].size:
            raise OutOfRange(
                f"{codes.size} parents for {sizes[-1].size} cells of level {len(above)}; "
                "hand in one for each cell."
            )
        above.append(codes)
        sizes.append(sum_by(codes, sizes[-1], int(codes.max(initial=-1)) + 1))
    return sizes, [*above, np.zeros(sizes[-1].size, dtype=np.int64)]


def _upwards(
    sizes: list[FloatArray],
    above: list[IntArray],
    hidden: list[BoolArray],
    viewer: Viewer,
    min_n: float,
) -> bool:
    for level, codes in enumerate(above):
        for parent in range(int(codes.max(initial=0)) + 1):
            below = codes == parent
            hidden[level][below], protected = hide_smallest(
                sizes[level][below], hidden[level][below], viewer, min_n
            )
            if not protected and level + 1 == len(sizes):
                return False
            if not protected:
                hidden[level + 1][parent] = True
    return True


def _downwards(
    sizes: list[FloatArray],
    above: list[IntArray],
    hidden: list[BoolArray],
    viewer: Viewer,
    min_n: float,
) -> None:
    for level in range(len(sizes) - 2, -1, -1):
        for parent in np.flatnonzero(hidden[level + 1] & (sizes[level + 1] > 0)):
            below = np.flatnonzero(above[level] == parent)
            filled = below[sizes[level][below] > 0]
            if not hidden[level][filled].any():
                hidden[level][filled[np.argmin(sizes[level][filled])]] = True
            hidden[level][below], _ = hide_smallest(
                sizes[level][below], hidden[level][below], viewer, min_n
            )
