from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import (
    AliasedMargin,
    CalibrationMethod,
    EmptyLevel,
    Margin,
    NotConverged,
    OutOfRange,
    UnequalTotals,
    ZeroTarget,
    calibrate,
    implied_margins,
    rake,
)
from tests.stats.margins import named_margin
from tests.stats.samples import sample


def _sums(margin: Margin, weights: np.typing.NDArray[np.float64]) -> list[float]:
    return list(np.bincount(margin.codes, weights, margin.size))


def test_raking_three_people_gives_the_worked_weights() -> None:
    a = named_margin("a", [0, 0, 1], [1.5, 1.5])
    b = named_margin("b", [0, 1, 1], [0.9, 2.1])

    found = rake([1.0, 1.0, 1.0], [a, b])

    np.testing.assert_allclose(found.weights, [0.9, 0.6, 1.5], rtol=1e-12)
    assert found.deff_kish == pytest.approx(1.14)
    assert found.largest_to_mean == pytest.approx(1.5)
    assert found.n_eff == pytest.approx(3 / 1.14)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), method=st.sampled_from(list(CalibrationMethod)))
def test_calibrated_weights_hit_every_margin(seed: int, method: CalibrationMethod) -> None:
    data = sample(seed)

    found = calibrate(data.base, data.margins, method=method, bounds=_bounds(method))

    assert found.max_relative_margin_error <= 1e-12
    for margin in data.margins:
        np.testing.assert_allclose(_sums(margin, found.weights), margin.totals, rtol=2e-12)
    np.testing.assert_allclose(found.weights, found.base * found.g)


def _bounds(method: CalibrationMethod) -> tuple[float, float] | None:
    return (0.02, 30.0) if method is CalibrationMethod.LOGIT else None


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_raking_is_the_limit_of_iterative_proportional_fitting(seed: int) -> None:
    data = sample(seed)
    fitted = data.base * data.margins[0].totals.sum() / data.base.sum()
    for _ in range(2_000):
        for margin in data.margins:
            fitted = fitted * (margin.totals / _sums(margin, fitted))[margin.codes]

    found = rake(data.base, data.margins)

    np.testing.assert_allclose(found.weights, fitted, rtol=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), method=st.sampled_from(list(CalibrationMethod)))
def test_cells_with_counts_weigh_like_their_rows(seed: int, method: CalibrationMethod) -> None:
    data = sample(seed)
    keys = np.stack([data.base, data.margins[0].codes, data.margins[1].codes])
    _, first, cell, counts = np.unique(
        keys, axis=1, return_index=True, return_inverse=True, return_counts=True
    )
    margins = [Margin(m.name, m.codes[first], m.levels, m.totals) for m in data.margins]
    rows = calibrate(data.base, data.margins, method=method, bounds=_bounds(method))

    cells = calibrate(data.base[first], margins, counts, method=method, bounds=_bounds(method))

    np.testing.assert_allclose(cells.weights[cell], rows.weights, rtol=1e-11)
    assert cells.deff_kish == pytest.approx(rows.deff_kish)
    assert cells.largest_to_mean == pytest.approx(rows.largest_to_mean)


@pytest.mark.parametrize("method", CalibrationMethod)
def test_a_method_may_be_named_in_text(method: CalibrationMethod) -> None:
    data = sample(4)

    named = calibrate(data.base, data.margins, method=str(method))

    assert named.method is method
    np.testing.assert_array_equal(
        named.weights, calibrate(data.base, data.margins, method=method).weights
    )


def test_a_method_that_is_none_is_refused() -> None:
    data = sample(4)

    with pytest.raises(OutOfRange, match="choose one of linear, raking, logit"):
        calibrate(data.base, data.margins, method="entropy")


def test_the_unit_of_the_base_weights_does_not_matter_even_with_bounds() -> None:
    data = sample(4)

    small = calibrate(data.base, data.margins, method=CalibrationMethod.LOGIT)
    large = calibrate(1000 * data.base, data.margins, method=CalibrationMethod.LOGIT)

    np.testing.assert_allclose(small.weights, large.weights, rtol=1e-11)


def test_bounded_weights_keep_their_bounds_where_raking_leaves_them() -> None:
    codes, other = [0] * 50 + [1] * 50, [0] * 45 + [1] * 5 + [0] * 5 + [1] * 45
    margins = [named_margin("a", codes, [60.0, 40.0]), named_margin("b", other, [45.0, 55.0])]

    free = rake([1.0] * 100, margins)
    bounded = calibrate([1.0] * 100, margins, method=CalibrationMethod.LOGIT, bounds=(0.05, 3.2))

    assert free.g.max() > 3.2
    assert bounded.g.max() < 3.2
    assert bounded.g.min() > 0.05
    assert bounded.max_relative_margin_error <= 1e-12


def test_linear_weights_can_turn_negative_and_show_it() -> None:
    codes, other = [0] * 50 + [1] * 50, [0] * 45 + [1] * 5 + [0] * 5 + [1] * 45
    margins = [named_margin("a", codes, [90.0, 10.0]), named_margin("b", other, [20.0, 80.0])]

    found = calibrate([1.0] * 100, margins, method=CalibrationMethod.LINEAR)

    assert found.g.min() < 0.0
    assert found.iterations == 1


def test_a_result_prints_as_a_sentence() -> None:
    data = sample(1)

    text = str(rake(data.base, data.margins))

    assert text.startswith("raking calibration in ")
    assert "effective n" in text


def test_a_single_step_that_meets_the_margins_exactly_says_so() -> None:
    margin = named_margin("a", [0, 0, 1], [4.0, 2.0])

    text = str(calibrate([1.0] * 3, [margin], method=CalibrationMethod.LINEAR))

    assert text.startswith("linear calibration in 0 steps, margins met exactly, largest weight 1")


def test_population_without_respondents_is_refused_by_margin_and_level() -> None:
    margin = named_margin("touchpoint", [0, 0], [5.0, 3.0])

    with pytest.raises(EmptyLevel, match="'touchpoint1': a population of 3") as refusal:
        rake([1.0, 1.0], [margin])

    assert (refusal.value.margin, refusal.value.level) == ("touchpoint", "touchpoint1")


def test_respondents_without_population_are_refused_by_margin_and_level() -> None:
    margin = named_margin("touchpoint", [0, 1], [5.0, 0.0])

    with pytest.raises(ZeroTarget, match="'touchpoint1': 1 respondent and") as refusal:
        rake([1.0, 1.0], [margin])

    assert (refusal.value.margin, refusal.value.level) == ("touchpoint", "touchpoint1")


def test_a_level_that_nobody_has_is_no_obstacle() -> None:
    margin = named_margin("touchpoint", [0, 0, 2], [5.0, 0.0, 3.0])

    found = rake([1.0, 1.0, 1.0], [margin])

    np.testing.assert_allclose(found.weights, [2.5, 2.5, 3.0])


def test_margins_of_unequal_totals_are_refused() -> None:
    margins = [named_margin("a", [0, 1, 0], [5.0, 5.0]), named_margin("b", [0, 0, 1], [5.0, 6.0])]

    with pytest.raises(UnequalTotals, match="'b' sums to 11") as refusal:
        rake([1.0] * 3, margins)

    assert refusal.value.size == pytest.approx(1.0)


def test_totals_that_differ_by_their_rounding_are_equal_and_by_more_are_not() -> None:
    a = named_margin("a", [0, 1, 0], [5.0, 5.0])

    rake([1.0] * 3, [a, named_margin("b", [0, 0, 1], [5.0, 5.0 + 1e-10])])
    with pytest.raises(UnequalTotals):
        rake([1.0] * 3, [a, named_margin("b", [0, 0, 1], [5.0, 5.0 + 1e-7])])


def test_an_implied_margin_is_refused_by_name_or_dropped_and_named() -> None:
    partner = named_margin("partner", [0, 1, 2, 2], [4.0, 3.0, 3.0])
    region = named_margin("region", [0, 0, 1, 1], [7.0, 3.0])

    with pytest.raises(AliasedMargin, match="'region'") as refusal:
        rake([1.0] * 4, [region, partner])
    found = rake([1.0] * 4, [region, partner], drop_aliased=True)

    assert refusal.value.margin == "region"
    assert found.dropped == ("region",)
    np.testing.assert_allclose(found.weights, [4.0, 3.0, 1.5, 1.5])


def test_margins_implied_only_together_are_found_and_equivalent_ones_dropped_once() -> None:
    a = named_margin("a", [0, 1, 2], [1.0, 1.0, 1.0])
    same = named_margin("same", [2, 0, 1], [1.0, 1.0, 1.0])
    coarse = named_margin("coarse", [0, 1, 1], [1.0, 2.0])

    found = implied_margins([coarse, a, same])

    assert found == ("coarse", "same")


def test_cells_without_respondents_do_not_hide_an_implied_margin() -> None:
    partner = named_margin("partner", [0, 1, 1], [1.0, 1.0])
    region = named_margin("region", [0, 1, 0], [1.0, 1.0])

    assert implied_margins([partner, region]) == ()
    assert implied_margins([partner, region], [3, 3, 0]) == ("region",)


def test_totals_that_contradict_a_shared_level_are_refused() -> None:
    a = named_margin("a", [0, 1, 1, 2, 2], [4.0, 3.0, 3.0])
    b = named_margin("b", [0, 1, 2, 1, 2], [5.0, 2.0, 3.0])

    with pytest.raises(NotConverged, match="contradicts the other margins by 1") as refusal:
        rake([1.0] * 5, [a, b])

    assert refusal.value.margin in ("a", "b")


def test_margins_no_positive_weight_can_meet_are_refused() -> None:
    a = named_margin("a", [0, 0, 1], [8.0, 2.0])
    b = named_margin("b", [0, 1, 1], [1.0, 9.0])
    impossible = named_margin("b", [0, 1, 1], [9.0, 1.0])
    rake([1.0] * 3, [a, b])

    with pytest.raises(NotConverged) as refusal:
        rake([1.0] * 3, [a, impossible])

    assert refusal.value.margin
    assert refusal.value.level


@pytest.mark.parametrize("method", list(CalibrationMethod))
def test_weights_that_meet_their_margins_stay_as_they_are(method: CalibrationMethod) -> None:
    data = sample(7)
    once = calibrate(data.base, data.margins, method=method)

    again = calibrate(once.weights, data.margins, method=method)

    assert once.weights.min() > 0.0
    np.testing.assert_allclose(again.weights, once.weights, rtol=1e-11)
    assert again.iterations <= 1
