from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import VarianceFunction, pooled_variances, variance_function
from stats.errors import EmptyInput, OutOfRange


def test_the_unit_variance_is_the_pooled_variance_within_units() -> None:
    generator = np.random.default_rng(2)
    groups = [generator.normal(size=n) for n in (3, 8, 20)]
    n = [group.size for group in groups]

    found = variance_function(n, [group.var() for group in groups], [0.0] * 3)

    within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (sum(n) - 3)
    assert found.unit_variance == pytest.approx(within)
    assert found.design_effect == 1.0


def test_simple_random_samples_have_a_design_effect_of_one() -> None:
    n, s2 = np.array([5.0, 40.0, 12.0]), np.array([0.4, 0.6, 0.7])

    found = variance_function(n, s2, s2 / (n - 1.0))

    assert found.design_effect == pytest.approx(1.0)


def test_the_design_effect_is_pooled_over_the_units_that_have_an_error() -> None:
    n, s2 = np.array([4.0, 3.0, 10.0]), np.array([0.75, 0.0, 0.9])

    found = variance_function(n, s2, [0.5, 0.0, 0.1])

    # 4·(4·.5) + 10·(10·.1) over 4·(.75·4/3) + 10·(.9·10/9) = 18/14.
    assert found.design_effect == pytest.approx(18 / 14)


def test_three_tens_are_not_crowned() -> None:
    found = pooled_variances([3, 200], [0.0, 0.6], [0.0, 0.006])

    assert found.variances[0] > 0.15
    assert found.own.tolist() == [False, True]


def test_a_unit_has_its_own_variance_from_fifty_independent_answers_on() -> None:
    # n* = s²/v̂: 50, 49.9, and 100 cut to the 49 answers there are.
    found = pooled_variances([90, 90, 49], [0.5, 0.5, 0.5], [0.01, 0.5 / 49.9, 0.005])

    assert found.own.tolist() == [True, False, False]
    assert found.variances[0] == 0.01


def test_a_frozen_function_is_used_as_it_is() -> None:
    frozen = VarianceFunction(0.6, 1.5, units=40, answers=3000)

    found = pooled_variances([30, 90], [0.9, 0.2], [0.04, 0.003], frozen, own_from=math.inf)

    np.testing.assert_allclose(found.variances, [0.03, 0.01])
    assert found.function is frozen
    assert str(found) == (
        "0 of 2 variances are the unit's own; unit variance 0.6, design effect 1.50, "
        "from 3000 answers of 40 units"
    )


def test_handing_in_independent_answers_would_count_the_design_effect_twice() -> None:
    # 40 units of 30 answers, design effect 2: the true variance of a mean is 2 × .6/30 = .04.
    generator = np.random.default_rng(6)
    n, s2 = np.full(40, 30.0), generator.uniform(0.5, 0.7, 40)
    errors = 2.0 * s2 / 29.0

    right = pooled_variances(n, s2, errors, own_from=math.inf).variances[0]
    wrong = (
        variance_function(n, s2, errors).unit_variance
        * variance_function(n, s2, errors).design_effect
        / (s2[0] / errors[0])
    )

    assert right == pytest.approx(0.04, rel=0.1)
    assert wrong == pytest.approx(2.0 * right, rel=0.1)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_variance_is_above_zero_and_the_order_of_units_does_not_matter(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n = generator.integers(1, 120, 12)
    s2 = np.where(n > 1, generator.uniform(0.0, 0.9, 12), 0.0)
    s2[0], n[0] = 0.5, 10
    errors = np.where(generator.random(12) < 0.3, 0.0, s2 / n * generator.uniform(0.5, 3.0, 12))
    order = generator.permutation(12)

    found = pooled_variances(n, s2, errors)

    assert (found.variances > 0.0).all()
    turned = pooled_variances(n[order], s2[order], errors[order])
    np.testing.assert_allclose(turned.variances, found.variances[order])


def test_units_without_any_disagreement_and_impossible_numbers_are_refused() -> None:
    with pytest.raises(OutOfRange, match="longer baseline"):
        variance_function([3, 4], [0.0, 0.0], [0.0, 0.0])
    with pytest.raises(EmptyInput, match="answers is empty"):
        pooled_variances([], [], [])
    with pytest.raises(OutOfRange, match="answers hold 0 at position 1"):
        pooled_variances([3, 0], [0.1, 0.1], [0.0, 0.0])
    with pytest.raises(OutOfRange, match="error_variances hold -1"):
        pooled_variances([3], [0.1], [-1.0])
    with pytest.raises(OutOfRange, match=r"unit_variances hold 0\.5 at position 1, whose only"):
        variance_function([3, 1], [0.5, 0.5], [0.0, 0.0])
    with pytest.raises(OutOfRange, match="own_from is 0"):
        pooled_variances([3, 9], [0.0, 0.5], [0.0, 0.1], own_from=0.0)


def test_a_variance_function_that_comes_back_broken_from_a_store_is_refused() -> None:
    with pytest.raises(OutOfRange, match="unit_variance is 0"):
        VarianceFunction(0.0, 1.0, units=4, answers=90)
    with pytest.raises(OutOfRange, match=r"design_effect is 0\.5"):
        VarianceFunction(0.6, 0.5, units=4, answers=90)


def test_what_rounding_leaves_of_a_hundred_equal_answers_crowns_nobody() -> None:
    equal = float(np.var([7.1] * 101))

    found = pooled_variances([101, 200], [equal, 0.6], [equal / 101, 0.006])

    assert equal > 0.0
    assert found.own.tolist() == [False, True]
    assert found.variances[0] > 0.005
