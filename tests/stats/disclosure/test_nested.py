from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stats.arrays import BoolArray, FloatArray, IntArray
from stats.disclosure import NestedComplement, Viewer, nested_suppression
from stats.disclosure.statuses import CellStatus
from stats.errors import OutOfRange


def _suppressed(cells: list[int], groups: list[list[int]], viewer: Viewer) -> NestedComplement:
    sizes, masks = [np.array(cells)], [np.array(cells) < 10]
    for parents in groups:
        sizes.append(np.bincount(parents, weights=sizes[-1]).astype(int))
        masks.append(sizes[-1] < 10)
    return nested_suppression(cells, masks, groups, viewer=viewer)


def _shown(level: np.typing.NDArray[np.object_]) -> BoolArray:
    return np.array([s is CellStatus.SHOWN for s in level], dtype=bool)


def _attack(n: FloatArray, known: FloatArray, target: FloatArray) -> tuple[float, float]:
    """Limits of one cell or group, given rows of published sums over finest cells."""
    low, high = (
        linprog(sign * target, A_eq=known, b_eq=known @ n, bounds=(0, None)) for sign in (1, -1)
    )
    return float(low.fun), float(-high.fun) if high.status == 0 else float("inf")


def _published(found: NestedComplement, group: IntArray, filled: BoolArray) -> FloatArray:
    """Published sums of a two-level table; empty cells are known."""
    cells = np.eye(group.size)[_shown(found.levels[0]) | ~filled]
    groups = (group == np.arange(group.max() + 1)[:, None]).astype(float)
    total = np.ones((int(found.total_shown), group.size))
    return np.vstack([cells, groups[_shown(found.levels[1])], total])


def test_disjoint_groups_under_one_total_are_each_protected_under_their_own() -> None:
    found = _suppressed([4, 40, 50, 60, 70, 80, 90], [[0, 0, 0, 0, 1, 1, 1]], Viewer.INSIDER)

    assert _shown(found.levels[0]).tolist() == [False, False, False, True, True, True, True]
    assert _shown(found.levels[1]).tolist() == [True, True]
    assert found.total_shown


def test_a_group_whose_total_would_give_a_cell_away_is_hidden_with_others() -> None:
    cells = [6, 6, 40, 50, 60, 70, 80, 90, 100, 110]
    groups = [[0, 0, 1, 1, 1, 2, 2, 2, 3, 3]]

    found = _suppressed(cells, groups, Viewer.OUTSIDER)
    insider = _suppressed(cells, groups, Viewer.INSIDER)

    assert _shown(found.levels[1]).all()
    assert _shown(insider.levels[1]).tolist() == [False, False, True, False]
    assert found.levels[0][2] is CellStatus.SHOWN
    assert insider.levels[0][2] is CellStatus.COMPLEMENTARY


def test_a_hidden_group_never_stands_above_cells_that_add_up_to_it() -> None:
    cells = [3, 3, 30, 31, 32, 33, 34, 35, 36]

    found = _suppressed(cells, [[0, 0, 1, 1, 1, 2, 2, 2, 2]], Viewer.OUTSIDER)

    assert _shown(found.levels[1]).tolist() == [False, False, True]
    assert not _shown(found.levels[0])[2:5].all()


def test_three_levels_are_protected_downwards_and_upwards() -> None:
    cells = [3, 3, *range(20, 34)]
    regions = [i // 2 for i in range(16)]
    countries = [i // 2 for i in range(8)]

    found = _suppressed(cells, [regions, countries], Viewer.OUTSIDER)

    assert not _shown(found.levels[1])[0]
    assert not _shown(found.levels[1])[1]
    assert _shown(found.levels[2]).all()
    assert not _shown(found.levels[0])[:4].any()
    assert _shown(found.levels[0])[4:].all()


@settings(max_examples=25, deadline=None)
@given(
    cells=st.lists(st.integers(0, 30), min_size=2, max_size=9),
    viewer=st.sampled_from([Viewer.OUTSIDER, Viewer.INSIDER]),
    cuts=st.integers(1, 3),
)
def test_no_linear_programme_tells_a_small_cell_or_group_to_the_owner_of_any_other(
    cells: list[int], viewer: Viewer, cuts: int
) -> None:
    n, group = np.array(cells, dtype=float), np.arange(len(cells)) % cuts
    group = np.sort(group)

    found = _suppressed(cells, [group.tolist()], viewer)

    known = _published(found, group, n > 0)
    nodes = np.vstack([np.eye(n.size), group == np.arange(group.max() + 1)[:, None]]) * (n > 0)
    small = [node for node in nodes if 0 < node @ n < 10]
    owners = nodes if viewer is Viewer.INSIDER else np.zeros((1, n.size))
    for own in owners:
        rows = np.vstack([known, np.eye(n.size)[own > 0]])
        for target in small:
            if (target > own).any():
                low, high = _attack(n, rows, target)
                assert high - low >= 10.0 - 1e-6


def test_levels_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OutOfRange, match="1 masks of primary rules for 2 levels"):
        nested_suppression([20, 30], [[False, False]], [[0, 0]])
    with pytest.raises(OutOfRange, match="min_n is 0"):
        nested_suppression([20, 30], [[False, False]], [], min_n=0)
    with pytest.raises(OutOfRange, match="1 parents for 2 cells of level 0"):
        nested_suppression([20, 30], [[False, False], [False]], [[0]])


def test_no_cells_have_nothing_to_hide() -> None:
    found = nested_suppression([], [[]], [])

    assert found.total_shown
    assert str(found) == "hidden by level, finest first: 0 of 0"
