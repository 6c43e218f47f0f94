"""Grouping respondents into cells and account × cell rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    FloatArray,
    IntArray,
    check_codes,
    check_finite_weights,
    check_positive_weights,
    sum_by,
)
from stats.errors import OutOfRange
from stats.estimation.calibrated_cells import MOST_STRATA
from stats.estimation.design import CellDesign
from stats.estimation.measure import Measure
from stats.weighting.margins import Margin
from stats.wording import counted


@dataclass(frozen=True, eq=False)
class GroupedRows:
    """A design of cells, and where each respondent went.

    `cell_of_row` (n,) its cell, `rollup_of_row` (n,) its account × cell row.
    """

    design: CellDesign
    cell_of_row: IntArray
    rollup_of_row: IntArray

    def measure(self, rows: Measure) -> Measure:
        """A measure of respondents (n,) summed to the rollup (M,).

        Raises OutOfRange for a measure of other respondents.
        """
        self._check_size("The measure", rows.answered.size)
        sums = [
            None if part is None else sum_by(self.rollup_of_row, part, self.design.count.size)
            for part in (rows.answered, rows.total, rows.square, rows.high, rows.low)
        ]
        answered, total, square, high, low = sums
        assert answered is not None
        assert total is not None
        assert square is not None
        return Measure(answered, total, square, high, low, rows.origin)

    def domain(self, rows: ArrayLike) -> IntArray:
        """Domain codes of respondents (n,) as codes of cells (C,).

        Raises OutOfRange when respondents of one cell lie in different domains: group by the
        domain as well (`keys` of `group_rows`).
        """
        wanted = check_codes("domain", rows, 1 << 62, lowest=-1)
        self._check_size("domain", wanted.size)
        result = np.full(self.design.cell_count, -1, dtype=np.int64)
        result[self.cell_of_row] = wanted
        if (result[self.cell_of_row] != wanted).any():
            raise OutOfRange("A cell lies in two domains; group the rows by the domain as well.")
        return result

    def _check_size(self, name: str, size: int) -> None:
        if size != self.cell_of_row.size:
            raise OutOfRange(
                f"{name} has {counted(size, 'value')} for "
                f"{counted(self.cell_of_row.size, 'respondent')}; align them."
            )


def group_rows(
    base: ArrayLike,
    account: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    margins: Sequence[Margin] = (),
    stratum: ArrayLike | None = None,
    keys: Sequence[ArrayLike] = (),
) -> GroupedRows:
    """Group respondents who share weights, margins, stratum and `keys` into cells.

    All arrays (n,), as in `CellDesign.from_rows`; `keys` are further integer codes, such as
    domains, that cells must not mix. Estimates equal those of the rows to rounding.

    >>> grouped = group_rows([1.0, 1.0, 2.0], [7, 7, 7])
    >>> grouped.design.cell_count, grouped.design.count.tolist()
    (2, [2.0, 1.0])
    """
    d = check_positive_weights("base", base)
    w = d if weights is None else check_finite_weights("weights", weights, d.size)
    strata = np.zeros(d.size, np.int64)
    if stratum is not None:
        strata = check_codes("stratum", stratum, MOST_STRATA)
    columns: list[FloatArray | IntArray] = [d, w, strata, *(m.codes for m in margins)]
    columns += [check_codes("key", key, 1 << 62, lowest=-(1 << 62)) for key in keys]
    first, cell = _distinct(columns)
    accounts = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    place, rollup = _distinct([accounts, cell])
    design = CellDesign(
        base=d[first],
        weights=w[first],
        margins=tuple(replace(m, codes=m.codes[first]) for m in margins),
        stratum=strata[first],
        account=accounts[place],
        cell=cell[place],
        count=np.bincount(rollup).astype(np.float64),
    )
    return GroupedRows(design, cell, rollup)


def _distinct(columns: Sequence[FloatArray | IntArray]) -> tuple[IntArray, IntArray]:
    """First row of each distinct combination, and the combination of each row."""
    code = np.zeros(columns[0].size, dtype=np.int64)
    for column in columns:
        if column.size != code.size:
            raise OutOfRange(
                f"{counted(column.size, 'value')} beside {counted(code.size, 'row')}; align all "
                "arrays."
            )
        _, part = np.unique(column, return_inverse=True)
        _, code = np.unique(code * (int(part.max(initial=0)) + 1) + part, return_inverse=True)
    _, first = np.unique(code, return_index=True)
    return first.astype(np.int64), code.astype(np.int64)
