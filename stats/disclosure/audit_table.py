"""What the shown cells and totals of a two-way table tell about its hidden cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, any_array
from stats.disclosure.complementary import check_mask
from stats.disclosure.statuses import MIN_N, Viewer
from stats.disclosure.table_equations import possible_range, swap_width, table_with_totals
from stats.scalars import check_choice, check_number

# Methods H4 [P]: half the width, as a share of the value, that must stay possible.
MIN_SHARE = 0.10
# Limits of amounts come with the solver's error; those of counts are whole.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Protection:
    """The width that must stay possible: at least `min_width`, at least ±`min_share` · value."""

    min_width: float = MIN_N
    min_share: float = MIN_SHARE

    def __post_init__(self) -> None:
        check_number("min_width", self.min_width, low=0.0)
        check_number("min_share", self.min_share, low=0.0)

    def width(self, values: FloatArray) -> FloatArray:
        """Required width for each value."""
        return np.maximum(self.min_width, 2.0 * self.min_share * values)


@dataclass(frozen=True)
class Exposure:
    """A hidden cell that somebody can tell too closely: (row, column), its limits, what he knows.

    Row r and column c of an r × c table are its totals. `knows` is empty for an outsider.
    """

    cell: tuple[int, int]
    low: float
    high: float
    required: float
    knows: tuple[tuple[int, int], ...] = ()

    @property
    def recovered(self) -> bool:
        """Whether the exact value can be told."""
        return self.high - self.low <= _ROUNDING * max(1.0, self.high)

    def __str__(self) -> str:
        who = "an outsider" if not self.knows else f"the owner of {_cells(self.knows)}"
        what = f"is {self.low:g}" if self.recovered else f"lies in {self.low:g}…{self.high:g}"
        return f"{who} can tell that cell {_cells((self.cell,))} {what} ({self.required:g} needed)"


@dataclass(frozen=True)
class TableAudit:
    """Limits (r + 1, c + 1) that an outsider can work out, and every exposure to any viewer."""

    low: FloatArray
    high: FloatArray
    exposures: tuple[Exposure, ...]

    @property
    def safe(self) -> bool:
        """Whether nobody can tell a hidden cell too closely."""
        return not self.exposures

    def __str__(self) -> str:
        if self.safe:
            return "no hidden cell can be told"
        return "; ".join(str(exposure) for exposure in self.exposures)


def audit_table(
    n: ArrayLike,
    suppressed: ArrayLike,
    *,
    viewer: Viewer = Viewer.OUTSIDER,
    sensitive: ArrayLike | None = None,
    protection: Protection | None = None,
) -> TableAudit:
    """Smallest and largest value of every hidden cell, by linear programming.

    min and max x_ij subject to the row sums, column sums, shown cells and x ≥ 0. A cell is
    exposed when its range is a point, narrower than 10, or narrower than ±10 % of its value.
    An insider adds his own cell (row, column) to what is known; every one of them is tried.
    Empty cells are taken as known to everybody and cannot be exposed, nor can a total of nothing
    but the viewer's own cells to him. A set of hidden cells
    whose sum can be told is no loophole: if it holds fewer than 10, so does each cell's range.
    Source: methods H4; Hundepool et al. 2012; Fischetti & Salazar 2001.

    Cells ≥ 0 `n` (r, c); `suppressed` (r, c), or (r + 1, c + 1) where totals are hidden too;
    `sensitive` of that shape, the cells that must not be told, all suppressed ones if left out.
    Raises EmptyInput, OutOfRange for cells below 0, a sum beyond 1e8, or masks of another shape.

    >>> investment = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]
    >>> hidden = np.array([[False, False, False], [True, False, True], [True, False, True]])
    >>> found = audit_table(investment, hidden)
    >>> found.low[1, 2], found.high[1, 2], found.safe
    (np.float64(5.0), np.float64(30.0), True)
    >>> print(audit_table(investment, hidden, viewer=Viewer.INSIDER).exposures[0])
    the owner of (1, 0) can tell that cell (1, 2) is 22 (10 needed)
    """
    values = table_with_totals(n)
    hidden = extended_mask("suppressed", suppressed, values)
    watched = hidden if sensitive is None else extended_mask("sensitive", sensitive, values)
    unknown = hidden & (values > 0.0)
    low, high = values.copy(), values.copy()
    places = np.flatnonzero(unknown)
    low.ravel()[places], high.ravel()[places] = possible_range(values, unknown, places)
    needed = protection or Protection()
    exposures = [
        exposure
        for known in knowledge(unknown, viewer).values()
        for exposure in find_exposures(values, unknown, watched & unknown, known, needed)
    ]
    return TableAudit(low, high, tuple(exposures))


def find_exposures(
    values: FloatArray,
    unknown: BoolArray,
    watched: BoolArray,
    known: BoolArray,
    protection: Protection,
) -> Iterator[Exposure]:
    """Exposures to one viewer who knows the `known` ones of the unknown cells."""
    left = unknown & ~known
    places = np.flatnonzero(watched & ~known & ~_own_totals(values, known))
    required = protection.width(values.ravel()[places])
    open_ = swap_width(values, left, places) < required
    places, required = places[open_], required[open_]
    low, high = possible_range(values, left, places)
    for at in np.flatnonzero(high - low < required * (1.0 - _ROUNDING)):
        yield Exposure(
            _position(places[at], values),
            float(low[at]),
            float(high[at]),
            float(required[at]),
            tuple(_position(p, values) for p in np.flatnonzero(known)),
        )


def knowledge(unknown: BoolArray, viewer: Viewer) -> dict[int, BoolArray]:
    """What each viewer knows of the unknown cells: the outsider (−1) nothing, owners their own."""
    viewer = check_choice("viewer", viewer, Viewer)
    found = {-1: np.zeros(unknown.shape, dtype=np.bool_)}
    inner = unknown[:-1, :-1]
    if viewer is Viewer.INSIDER:
        owners = np.arange(unknown.size).reshape(unknown.shape)
        keys = owners[:-1, :-1][inner]
    elif viewer is Viewer.ROW_OWNER:
        owners = np.repeat(np.arange(len(unknown))[:, None], unknown.shape[1], axis=1)
        keys = np.flatnonzero(inner.any(axis=1))
    elif viewer is Viewer.COLUMN_OWNER:
        owners = np.repeat(np.arange(unknown.shape[1])[None], len(unknown), axis=0)
        keys = np.flatnonzero(inner.any(axis=0))
    else:
        return found
    return found | {int(key): unknown & (owners == key) for key in keys}


def extended_mask(name: str, mask: ArrayLike, values: FloatArray) -> BoolArray:
    """A mask of the table with its totals; a mask of the cells alone leaves all totals shown."""
    given = any_array(name, mask)
    inner = (values.shape[0] - 1, values.shape[1] - 1)
    if given.shape == values.shape:
        return check_mask(name, given, values.shape)
    whole = np.zeros(values.shape, dtype=np.bool_)
    whole[:-1, :-1] = check_mask(name, given, inner)
    return whole


def _own_totals(values: FloatArray, known: BoolArray) -> BoolArray:
    """Totals of nothing but the viewer's own cells, which are no secret to him."""
    own = known[:-1, :-1] | (values[:-1, :-1] == 0.0)
    totals = np.zeros(values.shape, dtype=np.bool_)
    totals[:-1, -1], totals[-1, :-1], totals[-1, -1] = own.all(axis=1), own.all(axis=0), own.all()
    return totals


def _position(place: np.int64, values: FloatArray) -> tuple[int, int]:
    row, column = divmod(int(place), values.shape[1])
    return row, column


def _cells(cells: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"({row}, {column})" for row, column in cells)
