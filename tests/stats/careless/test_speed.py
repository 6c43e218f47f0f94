from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import (
    CutFrom,
    FlagName,
    page_speed,
    relative_speed,
    timing_baseline,
    total_time,
)
from stats.careless.timing_baseline import TimingBaseline
from stats.errors import EmptyInput, OutOfRange
from tests.stats.careless.careless_reference import seconds
from tests.stats.reference import column

WORKED = [[10, 20], [4, 5], [12, 22]]


def test_three_respondents_on_two_pages_give_the_worked_index() -> None:
    found = relative_speed(WORKED)

    assert found.values.tolist() == pytest.approx([1.00, 2.75, 0.87], abs=5e-3)
    assert found.flagged.tolist() == [False, True, False]
    assert found.cut_from is CutFrom.DATA


def test_the_index_of_ninety_respondents_agrees_with_r() -> None:
    found = relative_speed(seconds())

    np.testing.assert_allclose(found.values, column("careless_indices.csv", "speed"), rtol=1e-12)


def test_no_page_counts_more_than_three_times_the_median() -> None:
    found = relative_speed([[10.0], [10.0], [0.1]])

    assert found.values[2] == 3.0


def test_an_index_on_the_cut_stays_unflagged() -> None:
    found = relative_speed([[10.0], [10.0], [5.0]])

    assert found.values[2] == 2.0
    assert not found.flagged.any()
    assert relative_speed([[10.0], [10.0], [5.0]], cut=1.75).flagged[2]


def test_rounding_does_not_carry_an_index_over_its_cut() -> None:
    # 10/5 and three times 10/6 average 7/4, in binary arithmetic a little more.
    baseline = TimingBaseline(np.full(4, 10.0), 40.0, 200)

    found = relative_speed([[5.0, 6.0, 6.0, 6.0]], baseline=baseline, cut=1.75)

    assert found.values[0] > 1.75
    assert not found.flagged[0]


def test_pages_that_were_not_seen_do_not_count() -> None:
    seen = [[True, True], [True, True], [True, False], [False, False]]

    found = relative_speed([[10.0, 20.0], [10.0, 20.0], [5.0, -1.0], [np.nan, 0.0]], seen)

    assert found.values[2] == 2.0
    assert found.judged.tolist() == [True, True, True, False]
    assert not found.flagged[3]
    assert "1 not judged" in str(found)


def test_a_page_nobody_saw_has_no_median_and_is_left_out() -> None:
    found = relative_speed([[10, 0], [10, 0]], [[True, False], [True, False]])

    assert found.values.tolist() == [1.0, 1.0]


def test_a_frozen_baseline_replaces_the_medians_and_the_result_says_so() -> None:
    baseline = timing_baseline([[30.0, 60.0]] * 200)

    found = relative_speed(WORKED, baseline=baseline)

    assert found.cut_from is CutFrom.BASELINE
    assert found.values[0] == pytest.approx(3.0)
    assert total_time(WORKED, baseline=baseline).cut == 45.0


def test_pages_in_any_order_give_the_same_index() -> None:
    times = seconds()

    found = relative_speed(times[:, ::-1])

    np.testing.assert_allclose(found.values, relative_speed(times).values)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.floats(0.5, 500), min_size=3, max_size=3), min_size=1, max_size=8),
    st.floats(0.1, 10),
)
def test_the_index_lies_between_zero_and_three_and_knows_no_unit(
    times: list[list[float]], unit: float
) -> None:
    found = relative_speed(times)

    assert (found.values > 0.0).all()
    assert (found.values <= 3.0).all()
    np.testing.assert_allclose(found.values, relative_speed(np.array(times) * unit).values)


def test_page_speed_is_the_share_of_pages_under_two_seconds_per_item() -> None:
    found = page_speed([[3, 7, 30], [3, 9, 30], [3, 7, 1]], [2, 4, 5])

    assert found.values.tolist() == pytest.approx([2 / 3, 1 / 3, 1.0])
    assert found.flagged.tolist() == [True, False, True]
    assert found.flag is FlagName.PAGE_SPEED


def test_two_seconds_are_not_under_two_seconds_and_half_the_pages_are_not_most() -> None:
    found = page_speed([[4.0, 8.0], [3.9, 8.0]], [2, 4])

    assert found.values.tolist() == [0.0, 0.5]
    assert not found.flagged.any()


def test_the_very_strict_limit_is_one_second() -> None:
    assert page_speed([[3.0], [1.9]], [2], limit=1.0).flagged.tolist() == [False, True]


def test_pages_without_items_are_not_timed() -> None:
    found = page_speed([[0.5, 9.0], [0.5, 3.0]], [0, 2])

    assert found.flagged.tolist() == [False, True]
    assert not page_speed([[0.5]], [0]).judged[0]


def test_total_time_under_half_the_median_is_marked() -> None:
    found = total_time([[10.0], [20.0], [30.0], [9.9], [40.0]])

    assert found.cut == 10.0
    assert found.flagged.tolist() == [False, False, False, True, False]


def test_nobody_who_saw_a_page_is_nobody_judged() -> None:
    found = total_time([[1.0], [2.0]], [[False], [False]])

    assert not found.judged.any()
    assert not found.flagged.any()


REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "clock that ran backwards": (
        lambda: relative_speed([[1.0, -2.0]]),
        OutOfRange,
        "-2 for respondent 0, page 1",
    ),
    "missing time": (lambda: relative_speed([[np.nan]]), OutOfRange, "respondent 0, item 0"),
    "no respondents": (lambda: relative_speed(np.zeros((0, 3))), EmptyInput, "seconds is empty"),
    "flat list": (lambda: relative_speed([1.0, 2.0]), OutOfRange, "1 dimensions"),
    "marks as numbers": (
        lambda: relative_speed([[1.0]], [[1]]),
        OutOfRange,
        "mark true or false",
    ),
    "marks of another shape": (
        lambda: relative_speed([[1.0]], [[True, True]]),
        OutOfRange,
        "align",
    ),
    "text": (lambda: relative_speed([["a"]]), OutOfRange, "hand in numbers"),
    "items for other pages": (lambda: page_speed([[1.0]], [1, 2]), OutOfRange, "2 values"),
    "no limit": (lambda: page_speed([[1.0]], [1], limit=0.0), OutOfRange, "limit is 0"),
    "no cut": (
        lambda: relative_speed([[1.0]], cut=float("nan")),
        OutOfRange,
        "cut is nan",
    ),
    "cut that cannot be reached": (
        lambda: relative_speed([[1.0]], cut=3.5),
        OutOfRange,
        "at most 3",
    ),
    "rows of different length": (
        lambda: relative_speed([[1.0], [1.0, 2.0]]),
        OutOfRange,
        "seconds mixes",
    ),
    "time no clock can tell": (
        lambda: relative_speed([[1e-300]]),
        OutOfRange,
        "correct the clock",
    ),
    "time beyond arithmetic": (lambda: total_time([[1e300]]), OutOfRange, r"up to 1e\+75"),
    "baseline of responses that saw nothing": (
        lambda: timing_baseline([[1.0]] * 200, [[True]] * 199 + [[False]]),
        OutOfRange,
        "199 responses is not stable",
    ),
    "young baseline": (
        lambda: timing_baseline([[1.0]] * 199),
        OutOfRange,
        "199 responses is not stable",
    ),
    "baseline of an unseen page": (
        lambda: timing_baseline([[1.0, 0.0]] * 200, [[True, False]] * 200),
        OutOfRange,
        "Nobody saw page 1",
    ),
    "baseline without time": (
        lambda: TimingBaseline(np.array([0.0]), 1.0, 200),
        OutOfRange,
        "not positive",
    ),
    "baseline of another version": (
        lambda: relative_speed([[1.0]], baseline=timing_baseline([[1.0, 2.0]] * 200)),
        OutOfRange,
        "2 pages and the data 1",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_times_that_cannot_be_are_refused(case: str) -> None:
    attempt, refusal, text = REFUSED[case]

    with pytest.raises(refusal, match=text):
        attempt()
