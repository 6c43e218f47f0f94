from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import FlagName, duplicate_answers, duplicate_keys
from stats.errors import EmptyInput, OutOfRange

DAY = 86_400.0


def test_a_token_used_again_is_flagged_and_its_first_use_is_not() -> None:
    found = duplicate_keys(FlagName.DUPLICATE_TOKEN, ["a", "b", "a", "a"], [9, 1, 3, 5])

    assert found.flagged.tolist() == [True, False, False, True]
    assert found.earlier.tolist() == [3, None, None, 2]


def test_of_two_at_the_same_second_the_first_row_counts_as_first() -> None:
    found = duplicate_keys(FlagName.REPEATED_EMAIL, ["x", "x"], [5, 5])

    assert found.flagged.tolist() == [False, True]


def test_missing_keys_repeat_nothing() -> None:
    found = duplicate_keys(FlagName.DUPLICATE_TOKEN, [None, None, "a"], [1, 2, 3])

    assert not found.flagged.any()
    assert str(found) == "duplicate token: 0 of 3 repeat an earlier response"


def test_the_same_answers_from_the_same_device_in_a_day_are_flagged() -> None:
    found = duplicate_answers([[9, 8]] * 3, ["x"] * 3, [0.0, DAY - 1.0, 2.0 * DAY - 1.0])

    assert found.flagged.tolist() == [False, True, False]
    assert found.flag is FlagName.REPEATED_ANSWERS


@pytest.mark.parametrize(
    ("answers", "devices", "at"),
    [
        ([[9, 8], [9, 7]], ["x", "x"], [0, 60]),
        ([[9, 8], [9, 8]], ["x", "y"], [0, 60]),
        ([[9, 8], [9, 8]], [None, None], [0, 60]),
        ([[9, 8], [9, 8]], ["x", "x"], [0, DAY]),
    ],
    ids=["other answers", "other device", "unknown device", "a full day later"],
)
def test_what_differs_in_one_way_is_no_repetition(
    answers: list[list[int]], devices: list[str | None], at: list[float]
) -> None:
    assert not duplicate_answers(answers, devices, at).flagged.any()


def test_what_was_left_out_is_part_of_an_answer() -> None:
    there = [[True, False], [True, True], [True, False]]

    found = duplicate_answers([[9, 5], [9, 0], [9, 7]], ["x"] * 3, [0, 1, 2], there)

    assert found.flagged.tolist() == [False, False, True]


def test_a_response_without_any_answer_repeats_nothing() -> None:
    found = duplicate_answers([[9], [9]], ["x", "x"], [0, 1], [[False], [False]])

    assert not found.flagged.any()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1000)), min_size=1, max_size=12),
    st.integers(0, 1_000),
)
def test_each_key_keeps_exactly_one_response_in_any_order(
    used: list[tuple[str, int]], seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(used))

    found = duplicate_keys(
        FlagName.DUPLICATE_TOKEN, [used[i][0] for i in order], [used[i][1] for i in order]
    )

    assert int((~found.flagged).sum()) == len({key for key, _ in used})


def test_other_flags_and_lengths_that_differ_are_refused() -> None:
    with pytest.raises(OutOfRange, match="no flag of keys"):
        duplicate_keys(FlagName.LONGSTRING, ["a"], [1])
    with pytest.raises(OutOfRange, match="answered_at has 1 values where 2"):
        duplicate_keys(FlagName.DUPLICATE_TOKEN, ["a", "b"], [1])
    with pytest.raises(OutOfRange, match="1 devices for 2 responses"):
        duplicate_answers([[1], [2]], ["x"], [1, 2])
    with pytest.raises(OutOfRange, match="keys holds nan at position 1; hand in None"):
        duplicate_keys(FlagName.DUPLICATE_TOKEN, [None, float("nan")], [1, 2])
    with pytest.raises(OutOfRange, match="keys holds '' at position 0; hand in None"):
        duplicate_keys(FlagName.REPEATED_EMAIL, ["", ""], [1, 2])
    with pytest.raises(OutOfRange, match="one text or number"):
        duplicate_keys(FlagName.DUPLICATE_TOKEN, [["a"]], [1])  # type: ignore[list-item]  # refused
    with pytest.raises(OutOfRange, match="devices holds nan at position 1"):
        duplicate_answers([[1], [1]], ["x", np.nan], [1, 2])
    with pytest.raises(EmptyInput, match="answers is empty"):
        duplicate_answers(np.zeros((0, 2)), [], [])


def test_no_responses_have_no_duplicate_key() -> None:
    assert duplicate_keys(FlagName.DUPLICATE_TOKEN, [], np.zeros(0)).flagged.size == 0
