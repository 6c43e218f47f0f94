"""Two-way tables: which more cells must be hidden so that none can be told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from stats.arrays import BoolArray, FloatArray
from stats.disclosure.audit_table import (
    Exposure,
    Protection,
    extended_mask,
    find_exposures,
    knowledge,
)
from stats.disclosure.complementary import statuses
from stats.disclosure.statuses import CellStatus, Viewer
from stats.disclosure.table_equations import solve, table_equations, table_with_totals
from stats.errors import StatsError

_FLOW = 1e-6


@dataclass(frozen=True)
class ProtectionStep:
    """Cells hidden together, and the exposure that they end."""

    hidden: tuple[tuple[int, int], ...]
    against: Exposure

    def __str__(self) -> str:
        cells = ", ".join(f"({row}, {column})" for row, column in self.hidden)
        return f"{cells} hidden, for {self.against}"


@dataclass(frozen=True)
class ProtectedTable:
    """Status (r + 1, c + 1) of every cell and total, and the steps that led there.

    Some cells of a step may be shown after all, where later steps made them superfluous.
    """

    status: NDArray[np.object_]
    steps: tuple[ProtectionStep, ...]
    viewer: Viewer

    @property
    def hidden(self) -> BoolArray:
        """Cells and totals not shown, for whatever reason, (r + 1, c + 1)."""
        return np.array(self.status != CellStatus.SHOWN, dtype=np.bool_)

    def __str__(self) -> str:
        inner, totals = self.hidden[:-1, :-1], self.hidden.sum() - self.hidden[:-1, :-1].sum()
        more = int((self.status == CellStatus.COMPLEMENTARY).sum())
        return (
            f"{int(inner.sum())} of {inner.size} cells and {int(totals)} totals hidden, "
            f"{more} of them to protect the others"
        )


def protect_table(
    n: ArrayLike,
    primary: ArrayLike,
    *,
    viewer: Viewer = Viewer.INSIDER,
    protection: Protection | None = None,
) -> ProtectedTable:
    """Hide further cells until no viewer can tell a primary cell too closely (`audit_table`).

    For one exposure after another the cheapest cells are hidden that let the exposed cell move
    by the required width with all known sums kept: min Σ n_ij (|y_ij| + |z_ij|) over shown cells,
    y and z two changes of the table with sums 0, table + change ≥ 0, y − z = width at the cell.
    A total costs more than all cells together, the grand total more than all totals. Then each
    complementary cell, largest first, is shown again if the audit still passes: none is left that
    could be spared. Cheap, not proved cheapest (that is NP-hard). It ends, at worst with the grand
    total hidden, and the same table gives the same answer.
    Source: Kelly, Golden & Assad 1992; Fischetti & Salazar 2001; Hundepool et al. 2012.

    Cells ≥ 0 `n` (r, c); `primary` (r, c), or (r + 1, c + 1) where totals break a rule too.
    Where rows are partners use ROW_OWNER: a partner knows all its touchpoints, not one cell.
    Complementary cells passed the primary rules: to tell one of them is no harm.
    Raises as `audit_table`.

    >>> counts = [[40, 30, 25, 12], [35, 4, 18, 22], [28, 16, 45, 31], [15, 26, 33, 50]]
    >>> print(protect_table(counts, np.array(counts) < 10, viewer=Viewer.OUTSIDER))
    4 of 16 cells and 0 totals hidden, 3 of them to protect the others
    """
    values = table_with_totals(n)
    given = extended_mask("primary", primary, values)
    needed = protection or Protection()
    hidden, steps = _hide(values, given, viewer, needed)
    kept = _show_again(values, given, hidden, viewer, needed)
    return ProtectedTable(statuses(kept, given), tuple(steps), viewer)


def _hide(
    values: FloatArray, primary: BoolArray, viewer: Viewer, protection: Protection
) -> tuple[BoolArray, list[ProtectionStep]]:
    """One viewer after another; what is hidden later never exposes a cell to an earlier one."""
    hidden = primary.copy()
    steps: list[ProtectionStep] = []
    settled: set[int] = set()
    while True:
        viewers = knowledge(hidden & (values > 0.0), viewer)
        key = next((k for k in viewers if k not in settled), None)
        if key is None:
            return hidden, steps
        exposure = _exposure(values, hidden, primary, viewers[key], protection)
        if exposure is None:
            settled.add(key)
        else:
            more = _cheapest(values, hidden, exposure)
            steps.append(ProtectionStep(more, exposure))
            hidden[tuple(np.transpose(more))] = True


def _exposure(
    values: FloatArray,
    hidden: BoolArray,
    primary: BoolArray,
    known: BoolArray,
    protection: Protection,
) -> Exposure | None:
    filled = values > 0.0
    return next(find_exposures(values, hidden & filled, primary & filled, known, protection), None)


def _cheapest(
    values: FloatArray, hidden: BoolArray, exposure: Exposure
) -> tuple[tuple[int, int], ...]:
    """Shown cells to hide; the changes y and z are up − down, in the order y up, y down, z …"""
    movable = values > 0.0
    movable[tuple(np.transpose(exposure.knows or np.empty((0, 2), dtype=np.int64)))] = False
    places = np.flatnonzero(movable)
    equations = table_equations(values.shape)[:, places]
    size, width = places.size, exposure.required
    cost = np.where(hidden, 0.0, _costs(values)).ravel()[places]
    down = np.minimum(values.ravel()[places], width)
    target = np.searchsorted(places, np.ravel_multi_index(exposure.cell, values.shape))
    apart = np.zeros((1, 4 * size))
    apart[0, target + size * np.arange(4)] = [-1.0, 1.0, 1.0, -1.0]
    change = solve(
        np.tile(cost, 4),
        sparse.csr_array(sparse.kron(sparse.eye_array(2), sparse.hstack([equations, -equations]))),
        np.zeros(2 * equations.shape[0]),
        np.column_stack([np.zeros(4 * size), np.tile(np.append(np.full(size, width), down), 2)]),
        (apart, np.array([-width])),
    )
    moved = places[(change.reshape(4, size) > _FLOW * width).any(axis=0)]
    more = [place for place in moved if not hidden.ravel()[place]]
    if not more:
        raise StatsError(f"Nothing more can be hidden, yet {exposure}; hide the table.")
    return tuple((int(p // values.shape[1]), int(p % values.shape[1])) for p in more)


def _costs(values: FloatArray) -> FloatArray:
    """Respondents lost with a cell; a total is dearer than all cells, the grand total than all."""
    costs = values.copy()
    everything = float(values[-1, -1])
    costs[:-1, -1] += 10.0 * everything
    costs[-1, :-1] += 10.0 * everything
    costs[-1, -1] += 10.0 * everything * sum(values.shape)
    return costs


def _show_again(
    values: FloatArray,
    primary: BoolArray,
    hidden: BoolArray,
    viewer: Viewer,
    protection: Protection,
) -> BoolArray:
    kept = hidden.copy()
    order = np.argsort(-_costs(values), axis=None, kind="stable")
    for place in order[(hidden & ~primary).ravel()[order]]:
        kept.ravel()[place] = False
        kept.ravel()[place] = any(
            _exposure(values, kept, primary, known, protection)
            for known in _nearest_first(values, kept, viewer, divmod(int(place), values.shape[1]))
        )
    return kept


def _nearest_first(
    values: FloatArray, hidden: BoolArray, viewer: Viewer, cell: tuple[int, int]
) -> list[BoolArray]:
    """Those who know something in the cell's row or column are the first it could expose to."""
    row, column = cell
    viewers = knowledge(hidden & (values > 0.0), viewer).values()
    return sorted(viewers, key=lambda known: not (known[row].any() or known[:, column].any()))
