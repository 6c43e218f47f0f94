"""A two-way table with its totals as linear equations, and what they leave possible."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import linprog

from stats.arrays import BoolArray, FloatArray, IntArray, any_array, check_floats
from stats.errors import EmptyInput, OutOfRange, StatsError

# Beyond it the solver's error, 1e-7 whatever the unit, no longer is small beside the sums'.
_LARGEST_SUM = 1e8
# Unknowns × questions of one linear programme.
_AT_ONCE = 20_000


def table_with_totals(n: ArrayLike) -> FloatArray:
    """The table (r, c) with its row totals, column totals and grand total, (r + 1, c + 1)."""
    array = any_array("the table", n)
    if array.ndim != 2:
        raise OutOfRange(f"The table has {array.ndim} dimensions; hand in rows and columns.")
    if array.size == 0:
        raise EmptyInput("The table has no cells; there is nothing to protect.")
    cells = check_floats("the table", array.ravel()).reshape(array.shape)
    if cells.min() < 0.0:
        row, column = (int(i) for i in np.argwhere(cells < 0.0)[0])
        raise OutOfRange(
            f"Cell {row}, {column} is {cells[row, column]:g}; the cells are 0 or more."
        )
    if cells.sum() > _LARGEST_SUM:
        raise OutOfRange(
            f"The table adds up to {cells.sum():g}, beyond {_LARGEST_SUM:g}, where the audit is "
            "not exact any more; hand in a larger unit, thousands or millions."
        )
    rows = np.column_stack([cells, cells.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)])


def table_equations(shape: tuple[int, int]) -> sparse.csr_array:
    """Every row and every column of the table with totals: its cells less its total are 0.

    (r + c, r · c) for a `shape` (r, c) that counts the totals.

    >>> table_equations((2, 2)).toarray().astype(int).tolist()
    [[1, -1, 0, 0], [0, 0, 1, -1], [1, 0, -1, 0], [0, 1, 0, -1]]
    """
    rows, columns = shape
    along, down = np.ones((1, columns)), np.ones((1, rows))
    along[0, -1] = down[0, -1] = -1.0
    by_row = sparse.kron(sparse.eye_array(rows), along)
    by_column = sparse.kron(down, sparse.eye_array(columns))
    return sparse.csr_array(sparse.vstack([by_row, by_column]))


def possible_range(
    values: FloatArray, unknown: BoolArray, asked: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest value of each cell `asked` that the known cells leave possible.

    `values` the table with totals, `unknown` of its shape, `asked` positions in the flat table,
    all unknown. Both limits of all cells are blocks of one sparse linear programme. No largest
    value (a total is hidden too): infinity. Whole tables have whole limits: the equations are
    those of a network, so that every corner of what is possible is whole.
    """
    places = np.flatnonzero(unknown.ravel())
    equations = table_equations(values.shape)[:, places]
    right = equations @ values.ravel()[places]
    # No corner lies beyond the sum of the right sides; what reaches further has no limit.
    limit = float(np.abs(right).sum())
    position = np.searchsorted(places, asked)
    at_once = max(1, _AT_ONCE // max(1, 2 * places.size))
    solved = [
        _extremes(equations, right, position[at : at + at_once], 2.0 * limit + 1.0)
        for at in range(0, asked.size, at_once)
    ]
    low = np.concatenate([x[0] for x in solved]) if solved else np.zeros(0)
    high = np.concatenate([x[1] for x in solved]) if solved else np.zeros(0)
    if (values == np.rint(values)).all():
        low, high = np.rint(low), np.rint(high)
    # Adding 0 turns a negative zero into zero.
    return np.maximum(low, 0.0) + 0.0, np.where(high > limit + 0.5, np.inf, high)


def swap_width(values: FloatArray, unknown: BoolArray, asked: IntArray) -> FloatArray:
    """Width that a single swap leaves to each cell `asked`: a lower bound of its range.

    With the inner cells (i, j), (i, m), (l, j), (l, m) all unknown, x_ij can fall by
    min(x_ij, x_lm) and rise by min(x_im, x_lj) while all sums stay. Where that is enough no
    linear programme is needed.
    """
    inner = unknown.copy()
    inner[-1] = inner[:, -1] = False
    amounts = np.where(inner, values, 0.0)
    widths = np.zeros(asked.size)
    for at, place in enumerate(asked):
        i, j = divmod(int(place), values.shape[1])
        corners = inner & inner[i] & inner[:, [j]]
        corners[i] = corners[:, j] = False
        fall = np.minimum(amounts[i, j], amounts)
        rise = np.minimum(amounts[i], amounts[:, [j]])
        widths[at] = np.where(corners, fall + rise, 0.0).max()
    return widths


def solve(
    cost: FloatArray,
    equations: sparse.csr_array,
    right: FloatArray,
    bounds: FloatArray,
    at_most: tuple[FloatArray, FloatArray] | None = None,
) -> FloatArray:
    """min cost'x with equations x = right, bounds and at_most[0] x ≤ at_most[1], by HiGHS."""
    rows, limits = (None, None) if at_most is None else at_most
    found = linprog(
        cost, A_ub=rows, b_ub=limits, A_eq=equations, b_eq=right, bounds=bounds, method="highs"
    )
    if found.status != 0:
        raise StatsError(f"The audit's linear programme was not solved: {found.message}")
    return np.asarray(found.x, dtype=np.float64)


def _extremes(
    equations: sparse.csr_array, right: FloatArray, position: IntArray, largest: float
) -> tuple[FloatArray, FloatArray]:
    questions, size = 2 * position.size, equations.shape[1]
    cost = np.zeros((questions, size))
    block = np.arange(position.size)
    cost[block, position] = 1.0
    cost[position.size + block, position] = -1.0
    x = solve(
        cost.ravel(),
        sparse.csr_array(sparse.kron(sparse.eye_array(questions), equations)),
        np.tile(right, questions),
        np.tile([0.0, largest], (questions * size, 1)),
    ).reshape(questions, size)
    return x[block, position], x[position.size + block, position]
