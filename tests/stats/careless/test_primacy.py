from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import primacy
from stats.errors import EmptyInput, OutOfRange
from tests.stats.reference import table

R = {row["shown"]: (float(row["chi2"]), float(row["p"])) for row in table("careless_primacy.csv")}
CASES: dict[str, tuple[list[int], list[int] | None]] = {
    "even": ([61, 44, 40, 31, 34], None),
    "uneven": ([61, 44, 40, 31, 12], [210, 210, 210, 180, 90]),
}


@pytest.mark.parametrize("case", CASES)
def test_picks_by_position_agree_with_r(case: str) -> None:
    found = primacy(*CASES[case])

    assert found.chi2 == pytest.approx(R[case][0], rel=1e-10)
    assert found.p_value == pytest.approx(R[case][1], rel=1e-8)
    assert found.df == 4


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
    with pytest.raises(OutOfRange, match="1 positions"):
        primacy([5])
    with pytest.raises(OutOfRange, match="Position 1 was picked 6 times and shown 5"):
        primacy([1, 6], [5, 5])
    with pytest.raises(OutOfRange, match="position 0"):
        primacy([-1, 6])
