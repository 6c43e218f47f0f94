from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import AliasedMargin, BadWeights, EmptyInput, EmptyLevel, OutOfRange
from stats.weighting import Redistribution, kish, missed_margins, rake, trim, trim_and_rake
from tests.stats.margins import named_margin
from tests.stats.reference import column
from tests.stats.samples import sample

weights_list = st.lists(st.floats(0.01, 100.0), min_size=2, max_size=30)
rules = st.sampled_from(list(Redistribution))


def test_trimming_at_twice_the_mean_gives_the_worked_weights() -> None:
    found = trim([0.5, 0.5, 1.0, 1.0, 7.0], cap=2.0)

    np.testing.assert_allclose(found, [1.0, 1.0, 2.0, 2.0, 4.0])
    assert kish([0.5, 0.5, 1.0, 1.0, 7.0]).deff == pytest.approx(2.575)
    assert kish(found).deff == pytest.approx(1.30)


def test_equal_shares_of_the_excess_are_rs_strict_trimming() -> None:
    base = column("weighting_trimmed.csv", "base")

    found = trim(base, cap=2.0, redistribution="equal")

    np.testing.assert_allclose(found, column("weighting_trimmed.csv", "strict"), rtol=1e-12)


def test_one_pass_of_r_can_leave_weights_above_the_cap_and_ours_never_does() -> None:
    base = column("weighting_trimmed.csv", "base")
    once = column("weighting_trimmed.csv", "once")

    assert once.max() >= 2.0 * base.mean()
    assert trim(base, cap=2.0).max() <= 2.0 * base.mean() * (1 + 1e-12)


@settings(max_examples=60, deadline=None)
@given(weights_list, st.floats(1.1, 5.0), rules)
def test_trimmed_weights_keep_their_sum_and_the_cap(
    weights: list[float], cap: float, rule: Redistribution
) -> None:
    found = trim(weights, cap=cap, redistribution=rule)

    assert found.sum() == pytest.approx(sum(weights))
    assert found.max() <= cap * np.mean(weights) * (1 + 1e-9)


@settings(max_examples=60, deadline=None)
@given(weights_list, st.floats(1.1, 5.0), rules)
def test_weights_below_the_cap_are_all_raised_alike(
    weights: list[float], cap: float, rule: Redistribution
) -> None:
    limit = cap * np.mean(weights)

    found = trim(weights, cap=cap, redistribution=rule)

    below = found < limit * (1 - 1e-9)
    raised = found / weights if rule is Redistribution.PROPORTIONAL else found - np.array(weights)
    assert np.ptp(raised[below]) <= 1e-9 * max(raised[below].max(), 1.0)
    assert raised[below].min() >= (1.0 if rule is Redistribution.PROPORTIONAL else 0.0) - 1e-9


@settings(max_examples=40, deadline=None)
@given(weights_list, st.floats(1.1, 5.0), rules)
def test_trimming_twice_is_trimming_once(
    weights: list[float], cap: float, rule: Redistribution
) -> None:
    once = trim(weights, cap=cap, redistribution=rule)

    np.testing.assert_allclose(trim(once, cap=cap, redistribution=rule), once, rtol=1e-9)


@pytest.mark.parametrize("rule", Redistribution)
def test_cells_are_trimmed_like_their_rows(rule: Redistribution) -> None:
    rows = trim([1.0, 1.0, 1.0, 9.0], cap=2.0, redistribution=rule)

    cells = trim([1.0, 9.0], [3, 1], cap=2.0, redistribution=rule)

    np.testing.assert_allclose(cells, [rows[0], rows[3]])


def test_equal_weights_and_a_single_one_are_left_alone() -> None:
    assert trim([3.0, 3.0, 3.0], cap=1.5).tolist() == [3.0, 3.0, 3.0]
    assert trim([3.0], cap=1.5).tolist() == [3.0]


def test_weights_that_cannot_be_trimmed_are_refused() -> None:
    with pytest.raises(EmptyInput):
        trim([1.0], [0], cap=2.0)
    with pytest.raises(EmptyInput):
        trim([], cap=2.0)
    with pytest.raises(OutOfRange, match="leaves no room"):
        trim([1.0, 2.0], cap=1.0)
    with pytest.raises(OutOfRange, match="cap is nan"):
        trim([1.0, 2.0], cap=float("nan"))
    with pytest.raises(OutOfRange, match="choose one of proportional, equal"):
        trim([1.0, 2.0], cap=2.0, redistribution="evenly")
    with pytest.raises(BadWeights, match="position 1"):
        trim([1.0, -2.0], cap=2.0)


def test_raking_again_meets_the_margins_that_trimming_missed() -> None:
    # One of ten from the south stands for half of the population: 9 × ⅝ and 5 of 10.
    margin = named_margin("region", [0] * 9 + [1], [5.0, 5.0])

    found = trim_and_rake([1.0] * 10, [margin], cap=4.0)

    assert found.cut_count == 1
    np.testing.assert_allclose(found.trimmed, [6 / 9] * 9 + [4.0])
    worst, other = found.missed_after_trimming
    assert (worst.margin, worst.level) == ("region", "region0")
    assert worst.relative == pytest.approx(0.2)
    assert other.relative == pytest.approx(-0.2)
    assert found.missed_after_raking == ()
    np.testing.assert_allclose(found.weights, found.raked.weights)
    assert found.exceeds_cap


def test_two_margins_let_trimming_lower_the_largest_weight_for_good() -> None:
    data = sample(3)
    base = data.base * np.where(np.arange(data.base.size) == 7, 60.0, 1.0)

    found = trim_and_rake(base, data.margins)

    assert found.cut_count >= 1
    assert found.calibration.largest_to_mean < found.raked.largest_to_mean / 2
    assert found.calibration.deff_kish < found.raked.deff_kish
    assert found.calibration.max_relative_margin_error <= 1e-12


def test_nothing_above_the_cap_leaves_the_first_raking() -> None:
    data = sample(5)

    found = trim_and_rake(data.base, data.margins, cap=50.0)

    assert found.cut_count == 0
    assert found.calibration is found.raked
    assert (found.missed_after_trimming, found.missed_after_raking) == ((), ())
    assert not found.exceeds_cap


def test_a_weight_exactly_at_the_cap_is_not_cut() -> None:
    margin = named_margin("region", [0] * 9 + [1], [6.0, 4.0])

    assert trim_and_rake([1.0] * 10, [margin], cap=4.0).cut_count == 0


def test_units_of_a_cell_are_counted_when_cut() -> None:
    margin = named_margin("region", [0, 1], [50.0, 50.0])

    found = trim_and_rake([1.0, 1.0], [margin], [90, 10], cap=4.0)

    assert found.cut_count == 10


def test_a_dropped_margin_that_disagrees_is_reported_as_missed() -> None:
    partner = named_margin("partner", [0, 1, 2, 2], [4.0, 3.0, 3.0])
    region = named_margin("region", [0, 0, 1, 1], [6.0, 4.0])

    found = trim_and_rake([1.0] * 4, [region, partner], drop_aliased=True)

    assert found.calibration.dropped == ("region",)
    assert [miss.level for miss in found.missed_after_raking] == ["region1", "region0"]
    assert "still missed: region, region1: -25.0%" in str(found)


def test_trimming_and_raking_refuse_what_raking_refuses() -> None:
    partner = named_margin("partner", [0, 1, 2, 2], [4.0, 3.0, 3.0])
    region = named_margin("region", [0, 0, 1, 1], [7.0, 3.0])

    with pytest.raises(AliasedMargin):
        trim_and_rake([1.0] * 4, [region, partner])
    with pytest.raises(EmptyLevel):
        trim_and_rake([1.0, 1.0], [named_margin("a", [0, 0], [1.0, 1.0])])
    with pytest.raises(OutOfRange, match="leaves no room"):
        trim_and_rake([1.0] * 4, [partner], cap=1.0)


def test_levels_without_population_are_never_missed() -> None:
    margin = named_margin("a", [0, 0], [2.0, 0.0])

    assert missed_margins([1.0, 1.0], [margin]) == ()


def test_weights_of_other_cells_than_the_margin_are_refused() -> None:
    with pytest.raises(OutOfRange, match="'a' has 2 codes for 3 cells"):
        missed_margins([1.0, 1.0, 1.0], [named_margin("a", [0, 1], [1.0, 1.0])])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_raked_weights_miss_nothing_and_base_weights_are_reported_worst_first(seed: int) -> None:
    data = sample(seed)

    before = missed_margins(data.base, data.margins)
    after = missed_margins(rake(data.base, data.margins).weights, data.margins)

    sizes = [abs(miss.relative) for miss in before]
    assert sizes == sorted(sizes, reverse=True)
    assert after == ()


def test_trimmed_raking_prints_as_a_sentence() -> None:
    margin = named_margin("region", [0] * 9 + [1], [5.0, 5.0])

    text = str(trim_and_rake([1.0] * 10, [margin], cap=4.0))

    assert text.startswith(
        "1 cut at 4 × the mean (margins then missed by up to region, region0: +20.0%); raking"
    )
