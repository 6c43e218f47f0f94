from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import (
    AccountInfluence,
    CellDesign,
    Measure,
    OutOfRange,
    PublishedLevel,
    account_influence,
    calibrated_change,
    published_change,
    wilson,
)

FINITE = st.floats(0.0, 20.0)


def people(hits: int, n: int, first: int = 0) -> AccountInfluence:
    """A share of n people who answered once each."""
    y = [1] * hits + [0] * (n - hits)
    design = CellDesign.from_rows(np.ones(n), np.arange(first, first + n))
    return account_influence(design, Measure.of_hits(y), np.ones(n, bool))


def share(hits: int, n: int, first: int = 0) -> PublishedLevel:
    limits = wilson(hits, n)
    return PublishedLevel(people(hits, n, first), limits.low, limits.high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, Stat. Med. 17:873, table II, method 10: 56/70 − 48/80, 9/10 − 3/10,
        # 6/7 − 2/7, 5/56 − 0/29 and 10/10 − 0/20.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
    ],
)
def test_shares_of_different_people_have_newcombes_published_limits(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = published_change(share(*first), share(*second, first=1000))

    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 29), st.integers(1, 29), st.integers(0, 40))
def test_a_change_is_significant_exactly_where_its_limits_leave_out_nothing_changed(
    before: int, now: int, shift: int
) -> None:
    found = published_change(share(before, 30), share(now, 30, first=shift))
    if found.interval is None or found.p_value is None:
        return

    leaves_out = not found.interval.low <= 0.0 <= found.interval.high
    assert leaves_out == (found.p_value < 0.05)


@given(st.integers(1, 29), st.integers(1, 29), st.integers(0, 30))
def test_turned_round_the_change_is_the_mirror_image(before: int, now: int, shift: int) -> None:
    one, other = share(before, 30), share(now, 30, first=shift)
    forth, back = published_change(one, other), published_change(other, one)
    if forth.interval is None or back.interval is None:
        assert forth.interval is back.interval
        return

    assert (back.interval.low, back.interval.high) == pytest.approx(
        (-forth.interval.high, -forth.interval.low)
    )
    assert back.p_value == pytest.approx(forth.p_value)


def test_the_same_people_both_times_leave_less_doubt_than_others() -> None:
    same = published_change(share(20, 30), share(25, 30))
    others = published_change(share(20, 30), share(25, 30, first=100))

    assert same.interval is not None
    assert others.interval is not None
    assert same.interval.half_width < others.interval.half_width
    assert (same.overlap, others.overlap) == (30, 0)


def test_one_unhappy_person_of_thirty_makes_a_change_less_sure_than_the_linearised_error() -> None:
    before, now = share(22, 30), share(29, 30, first=100)
    linear = calibrated_change(
        before.influence, now.influence, before.influence.estimate, now.influence.estimate
    )

    found = published_change(before, now)

    assert found.p_value is not None
    assert linear.p_value is not None
    assert found.p_value > 1.25 * linear.p_value


def test_limits_out_of_order_or_no_numbers_are_refused() -> None:
    with pytest.raises(OutOfRange, match="out of order"):
        PublishedLevel(people(20, 30), 0.9, 0.8)
    with pytest.raises(OutOfRange):
        PublishedLevel(people(20, 30), float("nan"), 0.8)


def test_no_change_at_all_has_p_of_one() -> None:
    found = published_change(share(20, 30), share(20, 30, first=100))

    assert (found.difference, found.t, found.p_value) == (0.0, 0.0, 1.0)
