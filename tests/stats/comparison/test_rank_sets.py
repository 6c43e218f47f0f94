from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import NoRanking, marginal_rank_sets, simultaneous_rank_sets
from stats.errors import EmptyInput, OutOfRange

ESTIMATES = st.lists(st.integers(-100, 100), min_size=1, max_size=15)


def test_three_partners_support_no_ranking() -> None:
    found = simultaneous_rank_sets([60, 40, 30], [5, 5, 10])

    assert found.low.tolist() == [1, 1, 1]
    assert found.high.tolist() == [3, 3, 3]
    assert found.rank.tolist() == [1, 2, 3]
    assert found.z == pytest.approx(2.3877, abs=5e-5)
    assert str(found) == "3 units, no ranking: fewer than 8 units"


def test_units_far_apart_fall_into_tiers() -> None:
    y = [60, 61, 62, 63, 30, 31, 32, 0, 1]

    found = simultaneous_rank_sets(y, [3.0] * 9)

    assert found.tier is not None
    assert found.tier.tolist() == [1, 1, 1, 1, 2, 2, 2, 3, 3]
    assert found.low.tolist() == [1, 1, 1, 1, 5, 5, 5, 8, 8]
    assert found.high.tolist() == [4, 4, 4, 4, 7, 7, 7, 9, 9]
    assert str(found) == "9 units in 3 tiers of 4, 3, 2 from the top"


def test_one_unit_that_spans_both_groups_joins_them() -> None:
    y, se = [60, 61, 62, 63, 30, 31, 32, 33, 46], [3.0] * 8 + [10.0]

    found = simultaneous_rank_sets(y, se)

    assert (found.low[8], found.high[8]) == (1, 9)
    assert found.tier is None
    assert found.reason is NoRanking.OVERLAP
    assert "do not part" in str(found)


def test_intervals_that_touch_do_not_part_two_units() -> None:
    z = simultaneous_rank_sets([0.0, 1.0], [1.0, 1.0]).z

    found = simultaneous_rank_sets([0.0, 2.0], [1.0 / z, 1.0 / z])

    assert found.high.tolist() == [2, 2]


def test_one_units_own_rank_set_is_narrower_and_never_a_league_table() -> None:
    y = [60, 61, 62, 63, 30, 31, 32, 0, 1]

    joint, own = simultaneous_rank_sets(y, [6.0] * 9), marginal_rank_sets(y, [6.0] * 9)

    assert (own.low >= joint.low).all()
    assert (own.high <= joint.high).all()
    assert (own.high - own.low).sum() < (joint.high - joint.low).sum()
    assert own.tier is None
    assert own.reason is NoRanking.MARGINAL


def test_one_units_own_set_guards_its_comparisons_with_the_others() -> None:
    found = marginal_rank_sets([60, 40, 30], [5, 5, 10])

    # Šidák for two comparisons: Φ⁻¹(1 − (1 − √.95)/2).
    assert found.z == pytest.approx(2.2365, abs=5e-5)


def test_a_single_unit_is_first_and_last() -> None:
    for found in (simultaneous_rank_sets([40], [5]), marginal_rank_sets([40], [5])):
        assert (found.rank[0], found.low[0], found.high[0]) == (1, 1, 1)


def test_equal_estimates_share_their_rank_and_their_set() -> None:
    found = simultaneous_rank_sets([5, 5, 5, 9], [0.1] * 4)

    assert found.rank.tolist() == [2, 2, 2, 1]
    assert found.low.tolist() == [2, 2, 2, 1]
    assert found.high.tolist() == [4, 4, 4, 1]


@settings(max_examples=50)
@given(ESTIMATES, st.integers(0, 10_000))
def test_a_rank_set_contains_the_units_own_rank_and_ignores_labels(y: list[int], seed: int) -> None:
    generator = np.random.default_rng(seed)
    values, se = np.array(y, dtype=float), generator.uniform(0.1, 20.0, len(y))
    order = generator.permutation(len(y))

    for ranks in (simultaneous_rank_sets, marginal_rank_sets):
        found, turned = ranks(values, se), ranks(values[order], se[order])
        assert ((found.low <= found.rank) & (found.rank <= found.high)).all()
        np.testing.assert_array_equal(turned.low, found.low[order])
        np.testing.assert_array_equal(turned.high, found.high[order])


@settings(max_examples=50)
@given(st.lists(st.integers(-100, 100), min_size=8, max_size=20), st.floats(0.1, 10.0))
def test_rank_sets_of_different_tiers_are_disjoint(y: list[int], se: float) -> None:
    found = simultaneous_rank_sets(y, [se] * len(y))

    tiers = np.zeros(len(y)) if found.tier is None else found.tier
    for above, below in zip(np.unique(tiers)[:-1], np.unique(tiers)[1:], strict=True):
        assert found.high[tiers == above].max() < found.low[tiers == below].min()


def test_the_sets_hold_the_true_ranks_as_often_as_they_say() -> None:
    generator = np.random.default_rng(8)
    theta, se = np.linspace(0.0, 40.0, 12), np.full(12, 4.0)
    truth = np.arange(12, 0, -1)
    together, alone = 0, np.zeros(12)
    for _ in range(1500):
        y = generator.normal(theta, se)
        joint, own = simultaneous_rank_sets(y, se), marginal_rank_sets(y, se)
        together += bool(((joint.low <= truth) & (truth <= joint.high)).all())
        alone += (own.low <= truth) & (truth <= own.high)

    # Both are conservative: they guard against any configuration of true values.
    assert together / 1500 >= 0.95
    assert (alone / 1500 >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / 1500)).all()


def test_errors_of_zero_and_impossible_levels_are_refused() -> None:
    with pytest.raises(EmptyInput, match="y is empty"):
        simultaneous_rank_sets([], [])
    with pytest.raises(OutOfRange, match="se is 0 at position 1"):
        marginal_rank_sets([1, 2], [1, 0])
    with pytest.raises(OutOfRange, match="no probability"):
        simultaneous_rank_sets([1, 2], [1, 1], level=95)
