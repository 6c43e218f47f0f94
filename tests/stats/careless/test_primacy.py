from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import primacy
from stats.errors import EmptyInput, OutOfRange
from tests.stats.reference import table

R = {row["shown"]: (float(row["chi2"]), float(row["p"])) for row in table("careless_primacy.csv")}
CASES: dict[str, tuple[list[int], list[int] | None]] = {
    "even": ([61, 44, 40, 31, 34], None),
    "uneven": ([70, 52, 41, 33, 14], [210, 210, 210, 180, 90]),
}


@pytest.mark.parametrize("case", CASES)
def test_picks_by_position_agree_with_r(case: str) -> None:
    found = primacy(*CASES[case])

    assert found.chi2 == pytest.approx(R[case][0], rel=1e-10)
    assert found.p_value == pytest.approx(R[case][1], rel=1e-8)
    assert found.df == 4


def test_lists_of_several_lengths_are_even_list_by_list() -> None:
    # Ten lists of two options, ten of four: half of the first ten picks, a quarter of the rest.
    found = primacy([8, 7, 3, 2], [20, 20, 10, 10])

    assert found.expected.tolist() == pytest.approx([7.5, 7.5, 2.5, 2.5])
    assert "where 37.5% is even" in str(found)


def test_someone_who_picks_nothing_leaves_the_even_shares_as_they_are() -> None:
    found = primacy([4, 3, 2, 1], [20, 20, 10, 10])

    assert found.expected.tolist() == pytest.approx([3.75, 3.75, 1.25, 1.25])


def test_without_primacy_one_test_in_twenty_calls_it_however_long_the_lists_are() -> None:
    generator = np.random.default_rng(5)
    lengths = np.repeat([2, 3, 6], [150, 90, 60])
    shown = [int((lengths > position).sum()) for position in range(6)]

    called = 0
    for _ in range(1500):
        picked = generator.integers(0, lengths)
        called += primacy(np.bincount(picked, minlength=6), shown).p_value < 0.05

    assert called / 1500 == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 1500))


def test_nearly_all_lists_of_one_option_leave_a_variance_to_divide_by() -> None:
    found = primacy([2**52 - 2, 1], [2**52, 1])

    assert found.p_value > 0.05


def test_even_picks_are_at_distance_zero() -> None:
    found = primacy([20, 20, 20])

    assert found.chi2 == 0.0
    assert found.p_value == 1.0


def test_few_expected_picks_are_said() -> None:
    assert primacy([3, 1, 1]).small_expected
    assert "few picks expected" in str(primacy([3, 1, 1]))
    assert not primacy([5, 5]).small_expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=8).filter(any), st.data())
def test_the_order_of_positions_does_not_matter_to_the_test(
    picks: list[int], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(picks))

    assert primacy(mixed).chi2 == pytest.approx(primacy(picks).chi2)


def test_no_picks_one_position_and_impossible_displays_are_refused() -> None:
    with pytest.raises(EmptyInput, match="Nothing was picked"):
        primacy([0, 0])
    with pytest.raises(OutOfRange, match="1 position cannot"):
        primacy([5])
    with pytest.raises(OutOfRange, match="Position 1 was picked 6 times and shown 5"):
        primacy([1, 6], [5, 5])
    with pytest.raises(OutOfRange, match="Position 1 was shown 6 times and the one before 5"):
        primacy([1, 2], [5, 6])
    with pytest.raises(OutOfRange, match="7 picks from 5 lists"):
        primacy([4, 3], [5, 5])
    with pytest.raises(OutOfRange, match="No position"):
        primacy([])
    with pytest.raises(OutOfRange, match="position 0"):
        primacy([-1, 6])
