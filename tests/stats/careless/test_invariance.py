from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import CutFrom, NotJudged, longstring, response_variability, same_place
from stats.errors import EmptyInput, OutOfRange
from tests.stats.careless.careless_reference import answered, answers, index_of
from tests.stats.reference import column


def test_an_item_left_out_ends_a_run_even_among_zeros() -> None:
    there = np.ones((1, 9), bool)
    there[0, 3] = False

    found = index_of(longstring(np.zeros((1, 9)), there))

    assert found.values.tolist() == [5.0]


def test_runs_of_ninety_respondents_agree_with_r() -> None:
    found = index_of(longstring(answers(), answered()))

    judged = found.judged
    assert judged.sum() > 80
    assert found.values[judged].tolist() == column("careless_indices.csv", "run")[judged].tolist()


def test_deviations_of_ninety_respondents_agree_with_r() -> None:
    found = index_of(response_variability(answers(), answered()))

    judged = found.judged
    expected = column("careless_indices.csv", "deviation")[judged]
    np.testing.assert_allclose(found.values[judged], expected, rtol=1e-12)


def test_half_the_items_in_a_run_are_flagged_one_fewer_are_not() -> None:
    found = index_of(longstring([[1, 1, 1, 1, 2, 3, 2, 3], [1, 1, 1, 2, 2, 3, 2, 3]]))

    assert found.values.tolist() == [4.0, 3.0]
    assert found.flagged.tolist() == [True, False]


def test_of_nine_items_a_run_of_five_is_at_least_half() -> None:
    found = index_of(longstring([[1, 1, 1, 1, 1, 3, 2, 3, 2], [1, 1, 1, 1, 2, 3, 2, 3, 2]]))

    assert found.flagged.tolist() == [True, False]


def test_an_item_left_out_ends_a_run() -> None:
    there = np.ones((1, 9), bool)
    there[0, 4] = False

    found = index_of(longstring([[5] * 9], there))

    assert found.values[0] == 4.0


def test_respondents_with_fewer_than_eight_answers_are_not_judged() -> None:
    there = np.ones((2, 8), bool)
    there[1, 0] = False

    found = index_of(longstring([[5] * 8] * 2, there))

    assert found.judged.tolist() == [True, False]
    assert found.flagged.tolist() == [True, False]
    assert not index_of(response_variability([[5] * 8] * 2, there)).flagged[1]


def test_a_short_grid_is_not_judged_because_all_nines_can_be_honest() -> None:
    assert longstring([[9] * 7]) is NotJudged.SHORT_GRID
    assert response_variability([[9] * 7]) is NotJudged.SHORT_GRID
    assert "can be honest" in NotJudged.SHORT_GRID.sentence


def test_equal_decimals_have_no_deviation() -> None:
    found = index_of(response_variability(np.array([[0.1] * 11, np.arange(11), [1, 2] * 5 + [1]])))

    assert found.values[0] == 0.0
    assert found.flagged[0]


def test_the_lowest_twentieth_is_flagged_and_its_quantile_is_not() -> None:
    grid = np.tile(np.arange(1.0, 9.0), (21, 1)) * np.arange(1.0, 22.0)[:, None]

    found = index_of(response_variability(grid))

    # With 21 respondents the 5 % quantile is the second lowest deviation.
    assert np.flatnonzero(found.flagged).tolist() == [0]
    assert found.cut == pytest.approx(float(found.values[1]))
    assert found.cut_from is CutFrom.DATA


def test_a_frozen_cut_is_used_as_it_is() -> None:
    grid = [[1, 2] * 4, [1, 5] * 4, [3] * 8]

    found = index_of(response_variability(grid, low=1.0))

    assert found.flagged.tolist() == [True, False, True]
    assert found.cut_from is CutFrom.BASELINE


def test_nobody_with_enough_answers_flags_nobody() -> None:
    found = index_of(response_variability([[1] * 8], [[False] * 8]))

    assert not found.judged.any()
    assert not found.flagged.any()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=8, max_size=20))
def test_reading_a_grid_backwards_or_relabelling_answers_keeps_its_longest_run(
    row: list[int],
) -> None:
    found = index_of(longstring([row]))

    assert index_of(longstring([row[::-1]])).values[0] == found.values[0]
    assert index_of(longstring([[10 - a for a in row]])).values[0] == found.values[0]
    assert 1.0 <= found.values[0] <= len(row)


def test_no_respondents_missing_answers_and_negative_cuts_are_refused() -> None:
    with pytest.raises(EmptyInput, match="answers is empty"):
        longstring(np.zeros((0, 8)))
    with pytest.raises(OutOfRange, match="respondent 0, item 1"):
        longstring([[1.0, float("nan"), 3, 4, 5, 6, 7, 8]])
    with pytest.raises(OutOfRange, match="low is -1"):
        response_variability([[1] * 8], low=-1.0)


LOW, HIGH = [0, 1, 1], [10, 5, 7]
PLACES: dict[str, tuple[list[int], bool, bool]] = {
    "every top in haste": ([10, 5, 7], True, True),
    "every top at leisure": ([10, 5, 7], False, False),
    "every middle in haste": ([5, 3, 4], True, True),
    "every bottom in haste": ([0, 1, 1], True, True),
    "one step away in haste": ([9, 5, 7], True, False),
}


@pytest.mark.parametrize("case", PLACES)
def test_the_same_place_of_every_scale_is_flagged_in_haste_alone(case: str) -> None:
    given_answers, is_hasty, expected = PLACES[case]

    found = index_of(same_place([given_answers], LOW, HIGH, [is_hasty]))

    assert found.flagged.tolist() == [expected]


def test_two_answers_are_no_pattern() -> None:
    found = index_of(same_place([[10, 5, 0]], LOW, HIGH, [True], [[True, True, False]]))

    assert found.judged.tolist() == [False]
    assert same_place([[10, 5]], [0, 1], [10, 5], [True]) is NotJudged.FEW_ITEMS


def test_a_scale_without_two_steps_is_refused() -> None:
    with pytest.raises(OutOfRange, match="two steps"):
        same_place([[1, 1, 1]], [1, 1, 1], [5, 5, 1], [True])


def test_marks_of_haste_must_align() -> None:
    with pytest.raises(OutOfRange, match="hasty"):
        same_place([[10, 5, 7]], LOW, HIGH, [True, False])
