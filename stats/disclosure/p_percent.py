"""Revenue and other amounts: can the second largest account work out the largest?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, IntArray, check_codes, check_floats, sum_by
from stats.errors import OutOfRange
from stats.scalars import check_number, check_whole

# Methods H4: share of the largest contribution that the others must at least leave in doubt.
P = 0.10
# A remainder exactly at the limit stays on the milder side, also when computed by subtraction.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class PPercent:
    """Per cell: whether it is sensitive, and the amount by which its protection falls short."""

    sensitive: BoolArray
    shortfall: FloatArray

    def __str__(self) -> str:
        return f"{int(self.sensitive.sum())} of {self.sensitive.size} cells are sensitive"


def p_percent_rule(
    total: ArrayLike, largest: ArrayLike, second: ArrayLike, *, p: float = P
) -> PPercent:
    """Sensitive where the second largest account could estimate the largest to within p.

    T − x₁ − x₂ < p x₁, strictly; the shortfall is p x₁ − (T − x₁ − x₂), at least 0. A cell of one
    account, or of two, is always sensitive; an empty one never is.
    Source: methods H4; Hundepool et al. 2012 (prior-posterior rule with q = 100).

    Amounts ≥ 0 (c,): the cell's `total`, its `largest` and `second` largest account (0 where
    there is none). Raises OutOfRange for amounts below 0, x₂ > x₁, x₁ + x₂ > T, or p outside 0…1.

    >>> found = p_percent_rule([100, 100, 61], [50, 60, 60], [45, 30, 0])
    >>> found.sensitive.tolist(), found.shortfall.tolist()
    ([False, False, True], [0.0, 0.0, 5.0])
    """
    check_number("p", p, above=0.0, high=1.0)
    amounts = check_floats("total", total)
    first = check_floats("largest", largest, amounts.size)
    next_one = check_floats("second", second, amounts.size)
    slack = _ROUNDING * np.abs(amounts)
    rest = amounts - first - next_one
    wrong = (next_one < 0.0) | (next_one > first) | (rest < -slack)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise OutOfRange(
            f"Cell {at} has total {amounts[at]:g}, largest {first[at]:g}, second {next_one[at]:g}; "
            "amounts are 0 or more, the second is no larger than the first, both fit in the total."
        )
    short = p * first - rest
    sensitive = short > slack
    return PPercent(sensitive, np.where(sensitive, short, 0.0))


def p_percent_of_accounts(
    cell: ArrayLike, account: ArrayLike, amount: ArrayLike, cells: int, *, p: float = P
) -> PPercent:
    """The p-percent rule from amounts per row, added up by account within each cell.

    Integer `cell` 0…cells − 1, integer `account`, `amount` ≥ 0, all (n,).
    Formula, source and errors as `p_percent_rule`.

    >>> print(p_percent_of_accounts([0, 0, 0, 1, 1], [7, 8, 9, 7, 7], [50, 40, 10, 30, 30], 2))
    1 of 2 cells are sensitive
    """
    check_whole("cells", cells)
    rows = _rows(cell, account, amount, cells)
    order = np.lexsort((-rows.amount, rows.cell))
    cell_of, sums = rows.cell[order], rows.amount[order]
    start = np.searchsorted(cell_of, np.arange(cells))
    place = np.arange(cell_of.size) - start[cell_of]
    top = np.zeros((cells, 2))
    leading = place < 2
    top[cell_of[leading], place[leading]] = sums[leading]
    return p_percent_rule(sum_by(cell_of, sums, cells), top[:, 0], top[:, 1], p=p)


@dataclass(frozen=True)
class _Rows:
    cell: IntArray
    amount: FloatArray


def _rows(cell: ArrayLike, account: ArrayLike, amount: ArrayLike, cells: int) -> _Rows:
    """One row for each account in each cell."""
    where = check_codes("cell", cell, cells)
    who = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    much = check_floats("amount", amount, where.size)
    if who.size != where.size:
        raise OutOfRange(f"{who.size} accounts for {where.size} amounts; align them.")
    if much.size and much.min() < 0.0:
        at = int(np.flatnonzero(much < 0.0)[0])
        raise OutOfRange(f"amount is {much[at]:g} at position {at}; the rule needs 0 or more.")
    pairs, index = np.unique(np.column_stack([where, who]), axis=0, return_inverse=True)
    return _Rows(pairs[:, 0], sum_by(index.ravel(), much, len(pairs)))
