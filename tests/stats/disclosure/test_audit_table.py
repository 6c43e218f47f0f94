from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from stats.arrays import BoolArray, IntArray
from stats.disclosure import Protection, Viewer, audit_table
from stats.disclosure.table_equations import swap_width, table_equations, table_with_totals
from stats.errors import EmptyInput, OutOfRange

# An example table of investment by activity and region, its range computed independently: the
# four hidden cells are one swap, 22 falls by min(22, 17) to 5 and rises by min(8, 12) to 30.
INVESTMENT = np.array([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
PATTERN = np.array([[0, 0, 0], [1, 0, 1], [1, 0, 1]], dtype=bool)


def _largest_by_flow(n: IntArray, unknown: BoolArray, cell: tuple[int, int]) -> int:
    """Largest value of a hidden cell by maximum flow, totals shown: an algorithm of its own.

    A flow sends the hidden row sums through the hidden cells to the hidden column sums. x_ij can
    grow by the most that flows from row i to column j in what the present table leaves open.
    """
    rows, columns = n.shape
    i, j = cell
    arcs = np.zeros((rows + columns, rows + columns), dtype=np.int32)
    arcs[:rows, rows:] = np.where(unknown, 1_000_000, 0)
    arcs[rows:, :rows] = np.where(unknown, n, 0).T
    arcs[i, rows + j] = arcs[rows + j, i] = 0
    return int(n[cell]) + int(maximum_flow(csr_array(arcs), rows + j, i).flow_value)


def _smallest_by_flow(n: IntArray, unknown: BoolArray, cell: tuple[int, int]) -> int:
    rows, columns = n.shape
    i, j = cell
    arcs = np.zeros((rows + columns, rows + columns), dtype=np.int32)
    arcs[:rows, rows:] = np.where(unknown, 1_000_000, 0)
    arcs[rows:, :rows] = np.where(unknown, n, 0).T
    arcs[i, rows + j] = arcs[rows + j, i] = 0
    return max(0, int(n[cell]) - int(maximum_flow(csr_array(arcs), i, rows + j).flow_value))


def test_an_example_has_the_range_computed_by_hand_and_by_maximum_flow() -> None:
    found = audit_table(INVESTMENT, PATTERN)

    assert (found.low[1, 2], found.high[1, 2]) == (5.0, 30.0)
    assert _smallest_by_flow(INVESTMENT, PATTERN, (1, 2)) == 5
    assert _largest_by_flow(INVESTMENT, PATTERN, (1, 2)) == 30
    assert found.safe
    assert str(found) == "no hidden cell can be told"


def test_shown_cells_and_totals_keep_their_values() -> None:
    found = audit_table(INVESTMENT, PATTERN)

    assert found.low[0].tolist() == found.high[0].tolist() == [20, 50, 10, 80]
    assert found.high[-1].tolist() == [45, 101, 44, 190]


def test_a_single_hidden_cell_is_recovered() -> None:
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[1, 2] = True

    found = audit_table(INVESTMENT, hidden)

    assert found.exposures[0].recovered
    assert str(found) == "an outsider can tell that cell (1, 2) is 22 (10 needed)"


def test_every_owner_of_a_rectangle_tells_the_other_three_cells() -> None:
    found = audit_table(INVESTMENT, PATTERN, viewer=Viewer.INSIDER)

    assert len(found.exposures) == 4 * 3
    assert all(exposure.recovered and len(exposure.knows) == 1 for exposure in found.exposures)


def test_the_owner_of_a_row_knows_its_cells_and_leaves_a_smaller_table() -> None:
    found = audit_table(INVESTMENT, PATTERN, viewer=Viewer.ROW_OWNER)

    assert {exposure.knows for exposure in found.exposures} == {
        ((1, 0), (1, 2)),
        ((2, 0), (2, 2)),
    }
    assert all(exposure.recovered for exposure in found.exposures)


# value, width of its range in a table of two rows and two columns, exposed?
WIDTHS = {
    "exactly ten wide": ([[5, 5], [5, 5]], False),
    "nine wide": ([[5, 4], [5, 5]], True),
    "exactly ±10 %": ([[100, 10], [10, 10]], False),
    "less than ±10 %": ([[100, 9], [10, 10]], True),
}


@pytest.mark.parametrize("case", WIDTHS)
def test_a_range_must_be_ten_wide_and_ten_per_cent_either_way(case: str) -> None:
    cells, exposed = WIDTHS[case]

    found = audit_table(cells, np.ones((2, 2), dtype=bool))

    assert found.safe is not exposed


def test_the_required_width_can_be_chosen() -> None:
    found = audit_table([[5, 4], [5, 5]], np.ones((2, 2), bool), protection=Protection(9, 0.0))

    assert found.safe


def test_cells_that_need_no_secret_are_not_watched() -> None:
    hidden = np.ones((2, 2), dtype=bool)

    found = audit_table([[5, 4], [5, 5]], hidden, sensitive=np.zeros((2, 2), dtype=bool))

    assert found.safe


def test_empty_cells_are_known_to_everybody_and_hide_nothing() -> None:
    table = [[20, 0, 30], [0, 15, 40]]
    hidden = np.array([[True, True, False], [True, True, False]])

    found = audit_table(table, hidden)

    assert [exposure.cell for exposure in found.exposures] == [(0, 0), (1, 1)]
    assert found.low[0, 1] == found.high[0, 1] == 0.0


def test_a_hidden_total_leaves_its_cells_without_an_upper_limit() -> None:
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[0, 0] = hidden[0, 2] = hidden[2, 0] = hidden[2, 2] = True

    found = audit_table([[20, 30], [15, 40]], hidden)

    assert (found.low[0, 0], found.high[0, 0]) == (0.0, np.inf)
    assert found.low[2, 2] == 85.0
    assert found.safe


def test_amounts_need_not_be_whole() -> None:
    found = audit_table(
        INVESTMENT * 0.37, PATTERN, protection=Protection(min_width=5.0, min_share=0.1)
    )

    assert found.high[1, 2] == pytest.approx(30 * 0.37)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_ranges_equal_those_by_maximum_flow(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n = generator.integers(0, 30, size=tuple(generator.integers(2, 6, size=2)))
    hidden = generator.random(n.shape) < 0.6

    found = audit_table(n, hidden)

    for i, j in np.argwhere(hidden & (n > 0)):
        cell, unknown = (int(i), int(j)), hidden & (n > 0)
        assert found.low[cell] == _smallest_by_flow(n, unknown, cell)
        assert found.high[cell] == _largest_by_flow(n, unknown, cell)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_a_swap_never_promises_more_than_the_range(seed: int) -> None:
    generator = np.random.default_rng(seed)
    values = table_with_totals(generator.integers(1, 30, size=(4, 4)))
    hidden = generator.random((4, 4)) < 0.7

    found = audit_table(values[:-1, :-1], hidden)

    unknown = np.pad(hidden, ((0, 1), (0, 1)))
    places = np.flatnonzero(unknown)
    width = (found.high - found.low).ravel()[places]
    assert (swap_width(values, unknown, places) <= width).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_order_of_rows_and_columns_changes_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n = generator.integers(0, 25, size=(4, 3))
    hidden = generator.random(n.shape) < 0.6
    rows, columns = generator.permutation(4), generator.permutation(3)

    found = audit_table(n, hidden)
    turned = audit_table(n[np.ix_(rows, columns)], hidden[np.ix_(rows, columns)])

    assert (turned.low[:-1, :-1] == found.low[np.ix_(rows, columns)]).all()
    assert (turned.high[:-1, :-1] == found.high[np.ix_(rows, columns)]).all()


def test_the_equations_hold_in_every_table() -> None:
    values = table_with_totals(INVESTMENT)

    assert not (table_equations(values.shape) @ values.ravel()).any()


def test_a_table_with_nothing_hidden_or_nothing_in_it_is_safe() -> None:
    assert audit_table(INVESTMENT, np.zeros((3, 3), dtype=bool)).safe
    assert audit_table(np.zeros((2, 2)), np.ones((2, 2), dtype=bool)).safe


def test_tables_and_masks_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OutOfRange, match="1 dimensions"):
        audit_table([1, 2], [True, False])
    with pytest.raises(EmptyInput, match="no cells"):
        audit_table(np.empty((0, 2)), np.empty((0, 2), dtype=bool))
    with pytest.raises(OutOfRange, match="Cell 1, 0 is -3"):
        audit_table([[1, 2], [-3, 4]], np.zeros((2, 2), dtype=bool))
    with pytest.raises(OutOfRange, match="suppressed has type bool and shape"):
        audit_table(INVESTMENT, np.zeros((2, 2), dtype=bool))
    with pytest.raises(OutOfRange, match="sensitive has type int64"):
        audit_table(INVESTMENT, PATTERN, sensitive=np.ones((3, 3), dtype=np.int64))
    with pytest.raises(OutOfRange, match="viewer is 'nobody'; choose one of outsider, insider"):
        audit_table(INVESTMENT, PATTERN, viewer="nobody")  # type: ignore[arg-type]  # a mistake
    with pytest.raises(OutOfRange, match="the table mixes values with lists"):
        audit_table([[1, 2], [3]], PATTERN)
    with pytest.raises(OutOfRange, match="suppressed mixes values with lists"):
        audit_table([[1, 2], [3, 4]], [[True, False], [True]])
    with pytest.raises(OutOfRange, match=r"adds up to 1\.2e\+08.*larger unit"):
        audit_table([[1e8, 2e7]], np.zeros((1, 2), dtype=bool))


@pytest.mark.parametrize("limits", [(-1.0, 0.1), (10.0, float("nan")), (float("inf"), 0.1)])
def test_a_width_that_is_no_width_is_refused(limits: tuple[float, float]) -> None:
    with pytest.raises(OutOfRange, match="hand in a number from 0 upwards"):
        Protection(*limits)
