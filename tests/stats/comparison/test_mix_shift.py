from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.comparison import mix_shift
from stats.errors import BadWeights, OutOfRange

WEIGHT = st.floats(0.01, 100.0)
SCORE = st.floats(-100.0, 100.0)
GROUP = st.one_of(
    st.tuples(WEIGHT, SCORE, WEIGHT, SCORE),
    st.tuples(WEIGHT, SCORE, st.just(0.0), st.none()),
    st.tuples(st.just(0.0), st.none(), WEIGHT, SCORE),
)
ANCHOR = st.tuples(WEIGHT, SCORE, WEIGHT, SCORE)


def test_both_groups_rise_and_the_total_falls_in_the_worked_example() -> None:
    found = mix_shift([0.8, 0.2], [60, 20], [0.5, 0.5], [62, 24])

    assert (found.total0, found.total1, found.delta) == pytest.approx((52.0, 43.0, -9.0))
    assert (found.within, found.mix) == pytest.approx((2.7, -11.7))
    # By group: .65·2 and .35·4; −.3(61 − 47.5) and .3(22 − 47.5).
    np.testing.assert_allclose(found.within_by_group, [1.3, 1.4])
    np.testing.assert_allclose(found.mix_by_group, [-4.05, -7.65])
    assert found.simpson
    assert str(found).startswith("total 52.0 to 43.0 (-9.0): within groups +2.7, mix -11.7")


def test_without_a_shift_of_shares_all_of_the_change_is_within() -> None:
    found = mix_shift([3, 1], [60, 20], [6, 2], [50, 40])

    assert found.mix == pytest.approx(0.0, abs=1e-12)
    assert found.within == pytest.approx(found.delta)
    assert not found.simpson


def test_without_a_change_of_scores_all_of_it_is_mix() -> None:
    found = mix_shift([3, 1], [60, 20], [1, 3], [60, 20])

    assert found.within == 0.0
    assert found.mix == pytest.approx(-20.0)
    assert not found.simpson


def test_a_group_new_or_gone_is_mix_alone() -> None:
    found = mix_shift([0.5, 0.5, 0.0], [40, 20, None], [0.5, 0.0, 0.5], [50, None, 80])

    assert found.in_both.tolist() == [True, False, False]
    np.testing.assert_allclose(found.within_by_group, [5.0, 0.0, 0.0])
    assert found.within + found.mix == pytest.approx(65.0 - 30.0)


def test_a_total_pulled_down_by_a_new_group_while_the_old_one_rose_is_flagged() -> None:
    found = mix_shift([1.0, 0.0], [40, None], [0.5, 0.5], [45, 10])

    assert found.simpson
    assert "every group heard in both weeks rose" in str(found)


def test_weeks_without_a_common_group_have_no_change_within_and_no_paradox() -> None:
    found = mix_shift([1.0, 0.0], [40, None], [0.0, 1.0], [None, 10])

    assert (found.within, found.mix, found.simpson) == (0.0, -30.0, False)


def test_the_mirrored_paradox_is_flagged_too() -> None:
    found = mix_shift([0.5, 0.5], [62, 24], [0.8, 0.2], [60, 20])

    assert found.simpson
    assert "fell" in str(found)


def test_one_group_that_stood_still_is_no_paradox() -> None:
    assert not mix_shift([0.8, 0.2], [60, 20], [0.5, 0.5], [60, 24]).simpson


@given(ANCHOR, st.lists(GROUP, max_size=6))
def test_the_parts_add_up_exactly(
    anchor: tuple[float, ...], groups: list[tuple[float, ...]]
) -> None:
    w0, s0, w1, s1 = zip(anchor, *groups, strict=True)

    found = mix_shift(w0, s0, w1, s1)

    assert found.within + found.mix == pytest.approx(found.delta, abs=1e-10)
    assert found.within_by_group.sum() == pytest.approx(found.within, abs=1e-10)
    assert found.mix_by_group.sum() == pytest.approx(found.mix, abs=1e-10)


@given(st.lists(ANCHOR, min_size=1, max_size=6))
def test_going_back_takes_the_opposite_way_and_labels_do_not_matter(
    groups: list[tuple[float, ...]],
) -> None:
    w0, s0, w1, s1 = zip(*groups, strict=True)

    found = mix_shift(w0, s0, w1, s1)
    back = mix_shift(w1[::-1], s1[::-1], w0[::-1], s0[::-1])

    assert back.within == pytest.approx(-found.within, abs=1e-10)
    assert back.mix == pytest.approx(-found.mix, abs=1e-10)
    assert back.simpson == found.simpson


def test_groups_that_nobody_speaks_for_and_weeks_without_weight_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Group 1 of week 0 has a weight without a score"):
        mix_shift([1, 1], [60, None], [1, 1], [60, 20])
    with pytest.raises(OutOfRange, match="Group 0 of week 1 has a score 60 without weight"):
        mix_shift([1, 1], [60, 20], [0, 1], [60, 20])
    with pytest.raises(BadWeights, match="Week 0"):
        mix_shift([0, 0], [None, None], [1, 1], [60, 20])
    with pytest.raises(BadWeights, match="Week 1"):
        mix_shift([1, 1], [60, 20], [2, -1], [60, 20])
    with pytest.raises(BadWeights, match="Week 0"):
        mix_shift([], [], [], [])
    with pytest.raises(OutOfRange, match="2 groups in week 0 and 1 in week 1"):
        mix_shift([1, 1], [60, 20], [1], [60])
    with pytest.raises(OutOfRange, match="scores1 is no list"):
        mix_shift([1], [60], [1], 60)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(OutOfRange, match="scores0 has type"):
        mix_shift([0], ["a"], [1], [60])  # type: ignore[list-item]  # what is refused
    with pytest.raises(OutOfRange, match="holds nan"):
        mix_shift([1], [float("nan")], [1], [60])
