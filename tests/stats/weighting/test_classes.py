from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arrays import FloatArray, IntArray
from stats.errors import EmptyInput, OutOfRange
from stats.weighting import InverseOf, kish, response_propensities, weighting_classes
from tests.stats.reference import column

STRATA, RESPONDED = [600, 400], [300, 80]


def _random(seed: int, n: int = 300) -> tuple[FloatArray, IntArray]:
    generator = np.random.default_rng(seed)
    propensities = generator.uniform(0.05, 0.9, n)
    responded = (generator.random(n) < propensities).astype(np.int64)
    responded[0] = 1
    return propensities, responded


@pytest.mark.parametrize("inverse_of", InverseOf)
def test_the_worked_strata_are_adjusted_by_the_worked_shift(inverse_of: InverseOf) -> None:
    means, r = np.array([7.0, 8.0]), np.array(RESPONDED)

    found = weighting_classes([0.5, 0.2], r, STRATA, inverse_of=inverse_of)

    raw = r @ means / r.sum()
    adjusted = (r * found.weights) @ means / (r @ found.weights)
    assert raw == pytest.approx(7.2105, abs=5e-5)
    assert adjusted == pytest.approx(7.40)
    assert raw - adjusted == pytest.approx(-0.1895, abs=5e-5)


def test_modelled_propensities_lead_to_the_worked_mean_too() -> None:
    r = np.array(RESPONDED)
    model = response_propensities({"stratum": [0, 1]}, r, STRATA)

    found = weighting_classes(model.values, r, STRATA)

    assert (r * found.weights) @ [7.0, 8.0] / (r @ found.weights) == pytest.approx(7.40, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_in_homogeneous_classes_the_shift_is_the_covariance_with_the_propensity(seed: int) -> None:
    # Bethlehem 1988: raw − adjusted = Cov(ρ, y)/ρ̄ over everybody drawn, ρ the rate of the class.
    propensities, responded = _random(seed)
    found = weighting_classes(propensities, responded, inverse_of="response rate")
    rates = np.array([one.response_rate for one in found.classes])[found.codes]
    heard = np.bincount(found.codes, responded)
    y = np.random.default_rng(seed).normal(7.0, 2.0, propensities.size)
    y = (np.bincount(found.codes, responded * y) / heard)[found.codes]

    raw = responded @ y / responded.sum()
    adjusted = (responded * found.weights) @ y / (responded @ found.weights)

    covariance = ((rates - rates.mean()) * (y - y.mean())).mean()
    assert raw - adjusted == pytest.approx(covariance / rates.mean(), abs=1e-10)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), inverse_of=st.sampled_from(list(InverseOf)))
def test_weights_have_mean_one_over_respondents_and_fall_with_the_propensity(
    seed: int, inverse_of: InverseOf
) -> None:
    propensities, responded = _random(seed)

    found = weighting_classes(propensities, responded, inverse_of=inverse_of)

    assert responded @ found.weights == pytest.approx(responded.sum())
    assert found.deff_kish == pytest.approx(kish(found.weights, responded).deff)
    if inverse_of is InverseOf.MEAN_PROPENSITY:
        weights = [one.weight for one in found.classes]
        assert weights == sorted(weights, reverse=True)


def test_weights_by_response_rate_reproduce_everybody_drawn_in_each_class() -> None:
    propensities, responded = _random(11)

    found = weighting_classes(propensities, responded, inverse_of=InverseOf.RESPONSE_RATE)

    represented = np.bincount(found.codes, responded * found.weights)
    drawn = np.array([one.drawn for one in found.classes])
    np.testing.assert_allclose(represented / represented.sum(), drawn / drawn.sum())


def test_weights_by_mean_propensity_are_its_inverse_up_to_scale() -> None:
    propensities, responded = _random(12)

    found = weighting_classes(propensities, responded)

    products = [one.weight * one.mean_propensity for one in found.classes]
    np.testing.assert_allclose(products, products[0])
    for k, one in enumerate(found.classes):
        assert one.mean_propensity == pytest.approx(propensities[found.codes == k].mean())


def test_a_class_holds_its_lower_limit_and_not_its_upper_one() -> None:
    # Eleven values: the quintiles fall on .2, .4, .6 and .8 themselves.
    propensities = np.linspace(0.0, 1.0, 11) * 0.9 + 0.05

    found = weighting_classes(propensities, np.ones(11))

    np.testing.assert_allclose(found.limits, propensities[[2, 4, 6, 8]])
    assert found.codes.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4]


def test_limits_are_numpys_linear_quantiles() -> None:
    propensities = column("weighting_frame.csv", "ridge_small")

    found = weighting_classes(propensities, np.ones(propensities.size), cuts=(0.1, 0.25, 0.7))

    np.testing.assert_allclose(
        found.limits, np.quantile(propensities, [0.1, 0.25, 0.7]), atol=1e-11
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 6), st.integers(0, 6)), min_size=1))
def test_cells_are_classed_and_weighed_like_their_rows(rows: list[tuple[int, int, int]]) -> None:
    rows = [*rows, (50, 1, 1)]
    propensities = np.array([p / 100 for p, _, _ in rows])
    responded = np.array([r for _, r, _ in rows])
    drawn = responded + np.array([rest for _, _, rest in rows])
    cell = np.repeat(np.arange(len(rows)), drawn)
    person = np.concatenate([np.arange(n) for n in drawn])

    cells = weighting_classes(propensities, responded, drawn)
    people = weighting_classes(propensities[cell], (person < responded[cell]).astype(int))

    np.testing.assert_allclose(cells.weights[cell], people.weights)
    np.testing.assert_allclose(cells.limits, people.limits, atol=1e-11)
    assert cells.merged == people.merged


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_people_changes_nothing(seed: int) -> None:
    propensities, responded = _random(seed)
    order = np.random.default_rng(seed).permutation(propensities.size)

    found = weighting_classes(propensities, responded)
    permuted = weighting_classes(propensities[order], responded[order])

    np.testing.assert_allclose(permuted.weights, found.weights[order])
    assert permuted.limits.tolist() == found.limits.tolist()


def test_rounding_of_equal_propensities_parts_nobody() -> None:
    propensities = np.full(100, 0.3) + np.tile([0.0, 4e-17, -4e-17, 1e-16], 25)

    found = weighting_classes(propensities, np.ones(100))

    assert len(found.classes) == 1


def test_a_class_in_which_nobody_answered_joins_the_next_above_and_is_reported() -> None:
    propensities = [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5]
    responded = [0, 0, 1, 0, 0, 0, 1, 1, 0, 0]

    found = weighting_classes(propensities, responded)

    assert [(one.number, one.into, one.drawn) for one in found.merged] == [
        (0, 1, 2),
        (2, 3, 2),
        (4, 3, 2),
    ]
    assert found.codes.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    assert [(one.drawn, one.responded) for one in found.classes] == [(4, 1), (6, 2)]
    assert "0 into 1 (none of 2 answered)" in str(found)


def test_equal_propensities_make_one_class_of_equal_weights() -> None:
    found = weighting_classes([0.4, 0.4, 0.4], [1, 0, 1])

    assert len(found.classes) == 1
    assert found.weights.tolist() == [1.0, 1.0, 1.0]
    assert found.deff_kish == pytest.approx(1.0)


def test_one_person_who_answered_is_a_class() -> None:
    assert weighting_classes([0.4], [1]).weights.tolist() == [1.0]


def test_no_cuts_make_one_class() -> None:
    propensities, responded = _random(3)

    found = weighting_classes(propensities, responded, cuts=())

    assert len(found.classes) == 1
    np.testing.assert_allclose(found.weights, 1.0)


PROPENSITIES_REFUSED = {
    "zero": [0.5, 0.0],
    "too small to be inverted": [0.5, 1e-100],
    "negative": [0.5, -0.1],
    "above one": [0.5, 1.1],
    "missing": [0.5, float("nan")],
}


@pytest.mark.parametrize("case", PROPENSITIES_REFUSED)
def test_propensities_that_are_no_chance_are_refused_by_place(case: str) -> None:
    with pytest.raises(OutOfRange, match="position 1"):
        weighting_classes(PROPENSITIES_REFUSED[case], [1, 0])


@pytest.mark.parametrize("cuts", [(0.0, 0.5), (0.5, 1.0), (0.6, 0.4), (0.5, 0.5)])
def test_cuts_that_do_not_rise_inside_zero_and_one_are_refused(cuts: tuple[float, ...]) -> None:
    with pytest.raises(OutOfRange, match="must rise"):
        weighting_classes([0.5, 0.2], [1, 0], cuts=cuts)


def test_nobody_to_weigh_and_more_answers_than_people_are_refused() -> None:
    with pytest.raises(EmptyInput, match="Nobody responded"):
        weighting_classes([0.5, 0.2], [0, 0])
    with pytest.raises(EmptyInput, match="Nobody was drawn"):
        weighting_classes([], [])
    with pytest.raises(OutOfRange, match="2 responded of 1 drawn at position 0"):
        weighting_classes([0.5], [2])
    with pytest.raises(OutOfRange, match="1 values where 2"):
        weighting_classes([0.5, 0.2], [1])


def test_classes_print_as_a_sentence() -> None:
    assert str(weighting_classes([0.5, 0.2], RESPONDED, STRATA)).startswith(
        "2 weighting classes by mean propensity, weights 0.76 to 1.90, design effect 1.22, merged: "
    )
