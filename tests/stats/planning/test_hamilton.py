from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.planning import hamilton

share_lists = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(lambda x: sum(x) > 0)


def test_the_textbook_votes_get_the_textbook_seats() -> None:
    # Hare quota 10,000: 4.7, 1.6, 1.58, 1.2, .61, .31; the three left go to .7, .61 and .6.
    found = hamilton(10, [47000, 16000, 15800, 12000, 6100, 3100])

    assert found.counts.tolist() == [5, 2, 1, 1, 1, 0]
    np.testing.assert_allclose(found.quotas, [4.7, 1.6, 1.58, 1.2, 0.61, 0.31])


def test_a_larger_total_can_lower_a_count() -> None:
    # The Alabama paradox, as the docstring warns.
    assert hamilton(10, [6, 6, 2]).counts.tolist() == [4, 4, 2]
    assert hamilton(11, [6, 6, 2]).counts.tolist() == [5, 5, 1]


def test_equal_remainders_go_to_the_first() -> None:
    assert hamilton(4, [1, 1, 1]).counts.tolist() == [2, 1, 1]
    assert hamilton(7, [0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1]).counts.sum() == 7


def test_rounding_errors_of_the_shares_break_no_tie() -> None:
    exact = hamilton(5, [1, 1, 1, 1])

    noisy = hamilton(5, [0.1 + 0.2, 0.3, 0.15 * 2, 0.9 / 3])

    assert noisy.counts.tolist() == exact.counts.tolist() == [2, 1, 1, 1]


def test_what_a_full_position_leaves_goes_to_the_others_in_proportion() -> None:
    found = hamilton(100, [50, 10, 40], capacity=[100, 100, 15])

    assert found.quotas.tolist() == pytest.approx([85 * 5 / 6, 85 / 6, 15])
    assert found.counts.tolist() == [71, 14, 15]
    assert found.full == (2,)


@settings(max_examples=60, deadline=None)
@given(share_lists, st.integers(0, 5000))
def test_every_count_is_its_quota_rounded_down_or_up_and_they_sum(
    shares: list[int], total: int
) -> None:
    found = hamilton(total, shares)

    assert found.counts.sum() == total
    assert np.all(np.abs(found.counts - found.quotas) < 1.0 + 1e-9)
    np.testing.assert_allclose(found.quotas, total * np.array(shares) / sum(shares), atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(share_lists, st.data())
def test_nobody_ever_gets_more_than_the_capacity(shares: list[int], data: st.DataObject) -> None:
    size = len(shares)
    capacity = data.draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    room = sum(c for c, s in zip(capacity, shares, strict=True) if s > 0)
    total = data.draw(st.integers(0, room))

    found = hamilton(total, shares, capacity=capacity)

    assert found.counts.sum() == total
    assert np.all(found.counts <= capacity)


@settings(max_examples=30, deadline=None)
@given(share_lists, st.integers(0, 500))
def test_the_order_of_the_shares_matters_for_ties_only(shares: list[int], total: int) -> None:
    order = np.argsort(shares, kind="stable")
    remainders = {share: Fraction(total * share, sum(shares)) % 1 for share in shares}
    assume(len(set(remainders.values())) == len(remainders))

    found = hamilton(total, shares)
    sorted_too = hamilton(total, np.array(shares)[order])

    assert sorted(found.counts) == sorted(sorted_too.counts)


def test_one_position_gets_everything_and_a_total_of_zero_nothing() -> None:
    assert hamilton(9, [0.3]).counts.tolist() == [9]
    assert hamilton(0, [1, 2]).counts.tolist() == [0, 0]
    assert hamilton(0, [1, 2], capacity=[0, 0]).counts.tolist() == [0, 0]


def test_shares_that_are_none_are_refused() -> None:
    with pytest.raises(EmptyInput):
        hamilton(3, [])
    with pytest.raises(OutOfRange, match="-1 at position 1"):
        hamilton(3, [2, -1])
    with pytest.raises(OutOfRange, match="All shares are 0"):
        hamilton(3, [0, 0])
    with pytest.raises(OutOfRange, match="total is -1"):
        hamilton(-1, [1])


@pytest.mark.parametrize("total", [2.5, float("nan"), float("inf"), True, 10**9 + 1])
def test_totals_that_are_no_whole_number_or_too_large_are_refused(total: int) -> None:
    with pytest.raises(OutOfRange, match="otal"):
        hamilton(total, [1, 2])


def test_a_thousand_million_is_apportioned_to_the_last_unit() -> None:
    # Exact quotas 285,714,285 5/7 and 714,285,714 2/7.
    assert hamilton(10**9, [2, 5]).counts.tolist() == [285714286, 714285714]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=9).filter(any), st.integers(0, 10**9))
def test_counts_are_those_of_exact_fractions(shares: list[int], total: int) -> None:
    quotas = [Fraction(total * share, sum(shares)) for share in shares]
    exact = [int(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda place: exact[place] - quotas[place])
    for place in order[: total - sum(exact)]:
        exact[place] += 1

    assert hamilton(total, shares).counts.tolist() == exact


def test_a_share_too_small_to_count_gets_nothing_until_the_others_are_full() -> None:
    assert hamilton(9, [5e-324, 1.0]).counts.tolist() == [0, 9]
    assert hamilton(9, [5e-324, 1.0], capacity=[5, 7]).counts.tolist() == [2, 7]
    assert hamilton(9, [5e-324, 3, 2], capacity=[9, 1, 0]).counts.tolist() == [8, 1, 0]


def test_a_total_that_does_not_fit_is_refused_with_the_room_there_is() -> None:
    with pytest.raises(OutOfRange, match=r"total of 12 does not fit.*hold 11 together"):
        hamilton(12, [1, 2, 0], capacity=[5, 6, 100])


def test_an_apportionment_prints_as_a_sentence() -> None:
    assert (
        str(hamilton(10, [1, 1], capacity=[3, 20])) == "10 apportioned as 3, 7, full at position 0"
    )
