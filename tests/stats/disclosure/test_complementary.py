from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.disclosure import CellStatus, Complement, Viewer, complementary_suppression
from stats.errors import OutOfRange

OUT, IN = Viewer.OUTSIDER, Viewer.INSIDER

# n of the cells, positions hidden by a primary rule, viewer, hidden in the end, total shown
CASES = {
    "nothing to hide": ([20, 30], [], IN, [], True),
    "outsider: the next smallest": ([4, 30, 12, 50], [0], OUT, [0, 2], True),
    "outsider: together exactly ten": ([4, 6, 30], [0, 1], OUT, [0, 1], True),
    "outsider: together nine": ([4, 5, 30], [0, 1], OUT, [0, 1, 2], True),
    "insider: three cells": ([4, 30, 12, 50], [0], IN, [0, 1, 2], True),
    "insider: ten besides the largest": ([4, 6, 30, 50], [0, 1], IN, [0, 1, 2], True),
    "insider: nine besides the largest": ([4, 5, 30, 50], [0, 1], IN, [0, 1, 2, 3], True),
    "ties: the first": ([4, 20, 20, 20], [0], OUT, [0, 1], True),
    "all fall, the total stays": ([4, 20, 30], [0], IN, [0, 1, 2], True),
    "all fall, total less own gives the other away": ([6, 6], [0, 1], IN, [0, 1], False),
    "the only cell is the total": ([40], [0], OUT, [0], False),
    "two cells cannot hide from an insider": ([40, 50], [0], IN, [0, 1], False),
    "empty cells need no hiding": ([0, 20, 30], [0], IN, [0], True),
    "empty cells hide nothing": ([0, 4, 20, 30, 40], [0, 1], IN, [0, 1, 2, 3], True),
    "no cells": ([], [], IN, [], True),
}


def _found(n: list[int], primary: list[int], viewer: Viewer) -> Complement:
    mask = np.zeros(len(n), dtype=bool)
    mask[np.array(primary, dtype=int)] = True
    return complementary_suppression(n, mask, viewer=viewer)


@pytest.mark.parametrize("case", CASES)
def test_the_next_smallest_cells_fall_until_nobody_can_subtract(case: str) -> None:
    n, primary, viewer, hidden, total_shown = CASES[case]

    found = _found(n, primary, viewer)

    assert np.flatnonzero(found.hidden).tolist() == hidden
    assert found.total_shown is total_shown


def test_the_reason_tells_primary_from_complementary() -> None:
    found = _found([4, 30, 12, 50], [0], OUT)

    assert list(found.status) == [
        CellStatus.PRIMARY,
        CellStatus.SHOWN,
        CellStatus.COMPLEMENTARY,
        CellStatus.SHOWN,
    ]
    assert str(_found([6, 6], [0, 1], IN)) == "2 of 2 cells hidden, the total too"


def test_a_viewer_may_be_named() -> None:
    found = complementary_suppression([4, 5, 30, 50], [True, True, False, False], viewer="insider")  # type: ignore[arg-type]  # from a form

    assert found.hidden.all()


@settings(max_examples=150, deadline=None)
@given(n=st.lists(st.integers(0, 40), max_size=12), viewer=st.sampled_from([OUT, IN]))
def test_neither_an_outsider_nor_any_insider_is_left_with_one_to_nine_answers(
    n: list[int], viewer: Viewer
) -> None:
    sizes = np.array(n, dtype=int)

    found = complementary_suppression(sizes, sizes < 10, viewer=viewer)

    shown = ~found.hidden
    assert (sizes[shown] >= 10).all()
    left = sizes.sum() - sizes[shown].sum()
    for own in [0, *(sizes[found.hidden] if viewer is IN else [])]:
        alone = np.count_nonzero(sizes[found.hidden]) - (own > 0)
        if found.total_shown and left > own:
            assert left - own >= 10
            assert alone >= 2 or viewer is OUT


@settings(max_examples=50, deadline=None)
@given(n=st.lists(st.integers(0, 60), min_size=1, max_size=10, unique=True))
def test_the_order_of_cells_changes_nothing(n: list[int]) -> None:
    sizes = np.array(n)

    found = complementary_suppression(sizes, sizes < 10)
    turned = complementary_suppression(sizes[::-1], sizes[::-1] < 10)

    assert (turned.hidden[::-1] == found.hidden).all()


@settings(max_examples=50, deadline=None)
@given(n=st.lists(st.integers(0, 60), max_size=10))
def test_an_insider_never_sees_more_than_an_outsider(n: list[int]) -> None:
    sizes = np.array(n, dtype=int)

    outsider, insider = (complementary_suppression(sizes, sizes < 10, viewer=v) for v in (OUT, IN))

    assert (insider.hidden >= outsider.hidden).all()


def test_counts_masks_and_viewers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OutOfRange, match="n holds -1 at position 0"):
        complementary_suppression([-1], [True])
    with pytest.raises(OutOfRange, match="true or false for every cell"):
        complementary_suppression([4, 20], [1, 0])
    with pytest.raises(OutOfRange, match=r"shape \(1,\)"):
        complementary_suppression([4, 20], [True])
    with pytest.raises(OutOfRange, match="min_n is 0"):
        complementary_suppression([4, 20], [True, False], min_n=0)
    with pytest.raises(OutOfRange, match="primary mixes values"):
        complementary_suppression([4, 20], [[True], [True, False]])
    with pytest.raises(OutOfRange, match="row_owner"):
        complementary_suppression([4], [True], viewer=Viewer.ROW_OWNER)
