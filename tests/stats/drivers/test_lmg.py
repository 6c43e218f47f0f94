from __future__ import annotations

from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from stats.arrays import FloatArray
from stats.drivers import ImportanceMethod, lmg, lmg_sampled, weighted_correlations
from stats.drivers.lmg import subset_r2
from stats.errors import AliasedDriver, EmptyInput, OutOfRange
from tests.stats.drivers.ratings import correlations, reference_rows, reference_shares


def _shapley_by_orders(among: FloatArray, outcome: FloatArray) -> FloatArray:
    """The definition: R² added by each driver, averaged over all orders of entry."""

    def r2(drivers: tuple[int, ...]) -> float:
        chosen = list(drivers)
        inner = among[np.ix_(chosen, chosen)]
        return float(outcome[chosen] @ np.linalg.pinv(inner) @ outcome[chosen]) if chosen else 0.0

    shares = np.zeros(outcome.size)
    for order in permutations(range(outcome.size)):
        for place, driver in enumerate(order):
            shares[driver] += r2(order[: place + 1]) - r2(order[:place])
    return shares / factorial(outcome.size)


def test_two_correlated_drivers_give_the_worked_shares() -> None:
    found = lmg([[1, 0.5], [0.5, 1]], [0.6, 0.5], names=["price", "service"])

    assert found.r2 == pytest.approx(0.4133, abs=5e-5)
    assert found.shares == pytest.approx([0.2617, 0.1517], abs=5e-5)
    assert found.method is ImportanceMethod.LMG


@pytest.mark.parametrize("which", ["weighted", "swiss"])
def test_shares_equal_those_of_weighted_regressions_by_r(which: str) -> None:
    data, expected = reference_rows(which), reference_shares(which)

    found = weighted_correlations(data.drivers, data.outcome, data.weights, data.names)

    assert found.outcome == pytest.approx(expected.with_outcome, rel=1e-8)
    assert lmg(found.among, found.outcome).shares == pytest.approx(expected.lmg, rel=1e-8)
    assert found.r2 == pytest.approx(expected.r2, rel=1e-8)


def test_the_swiss_shares_are_those_computed_independently_by_r() -> None:
    # tests/reference/drivers.R: `lm` over all 120 orders of the data `swiss`, to six decimals.
    data = reference_rows("swiss")

    found = weighted_correlations(data.drivers, data.outcome)

    by_r = [0.057091, 0.171173, 0.260135, 0.105570, 0.112766]
    assert lmg(found.among, found.outcome).shares == pytest.approx(by_r, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(1, 5))
def test_shares_follow_their_definition_and_sum_to_r2(seed: int, k: int) -> None:
    among, outcome = correlations(seed, k)

    found = lmg(among, outcome)

    assert found.shares == pytest.approx(_shapley_by_orders(among, outcome), abs=1e-10)
    assert found.shares.sum() == pytest.approx(found.r2, abs=1e-12)
    assert (found.shares >= 0.0).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 9))
def test_order_and_sign_of_the_drivers_change_nothing(seed: int, k: int) -> None:
    among, outcome = correlations(seed, k)
    generator = np.random.default_rng(seed)
    order, sign = generator.permutation(k), generator.choice([-1.0, 1.0], k)
    turned = among * np.outer(sign, sign)

    found = lmg(turned[np.ix_(order, order)], (outcome * sign)[order])

    assert found.shares == pytest.approx(lmg(among, outcome).shares[order], abs=1e-10)


def test_uncorrelated_drivers_get_their_squared_correlations() -> None:
    found = lmg(np.eye(3), [0.5, -0.3, 0.0])

    assert found.shares == pytest.approx([0.25, 0.09, 0.0])


def test_drivers_that_stand_alike_share_alike() -> None:
    found = lmg([[1, 0.4, 0.2], [0.4, 1, 0.2], [0.2, 0.2, 1]], [0.5, 0.5, 0.1])

    assert found.shares[0] == pytest.approx(found.shares[1])


def test_r2_of_every_subset_is_the_one_of_its_regression() -> None:
    among, outcome = correlations(3, 6)

    found = subset_r2(among[None], outcome[None])[0]

    for size in range(1, 7):
        for chosen in combinations(range(6), size):
            inner = among[np.ix_(chosen, chosen)]
            r = outcome[list(chosen)]
            expected = r @ np.linalg.solve(inner, r)
            assert found[sum(1 << j for j in chosen)] == pytest.approx(expected)


def test_fifteen_drivers_are_exact_and_sixteen_are_refused() -> None:
    among, outcome = correlations(1, 16)

    found = lmg(among[:15, :15], outcome[:15])

    assert found.shares.sum() == pytest.approx(found.r2)
    with pytest.raises(OutOfRange, match="use lmg_sampled"):
        lmg(among, outcome)


def test_sampled_orders_sum_to_r2_and_agree_within_their_error() -> None:
    among, outcome = correlations(7, 8)
    exact = lmg(among, outcome)

    found = lmg_sampled(among, outcome, np.random.default_rng(11), pairs=2_000)

    assert found.sampling_se is not None
    assert found.shares.sum() == pytest.approx(exact.r2)
    assert (np.abs(found.shares - exact.shares) <= 4.0 * found.sampling_se).all()
    assert found.sampling_se.max() < 0.005


def test_sampled_orders_serve_twenty_drivers_and_repeat_from_the_same_generator() -> None:
    among, outcome = correlations(5, 20)

    once, again = (
        lmg_sampled(among, outcome, np.random.default_rng(2), pairs=50) for _ in range(2)
    )

    assert once.shares.sum() == pytest.approx(once.r2)
    assert (once.shares == again.shares).all()


def test_two_drivers_have_two_orders_so_that_sampling_is_exact() -> None:
    found = lmg_sampled([[1, 0.5], [0.5, 1]], [0.6, 0.5], np.random.default_rng(0), pairs=2)

    assert found.shares == pytest.approx(lmg([[1, 0.5], [0.5, 1]], [0.6, 0.5]).shares)
    assert "sampled orders" in str(found)


def test_a_single_pair_of_orders_is_refused() -> None:
    with pytest.raises(OutOfRange, match="pairs is 1; hand in a number from 2"):
        lmg_sampled([[1.0]], [0.5], np.random.default_rng(0), pairs=1)


def test_a_driver_implied_by_others_is_refused_by_its_name() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 3))
    rows[:, 2] = rows[:, 0] - 2.0 * rows[:, 1]

    with pytest.raises(AliasedDriver, match="total is implied by price and service") as refused:
        weighted_correlations(rows, rows[:, 0], names=["price", "service", "total"])

    assert refused.value.driver == "total"


# correlations among drivers, with the outcome, what the refusal says
IMPOSSIBLE: dict[str, tuple[ArrayLike, ArrayLike, str]] = {
    "more than everything": ([[1, 0], [0, 1]], [0.9, 0.9], "give R² 1.620"),
    "contradictory": ([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]], [0, 0, 0], "contradict"),
    "not symmetric": ([[1, 0.1], [0.2, 1]], [0, 0], "not symmetric"),
    "a covariance matrix": ([[2, 0.1], [0.1, 1]], [0, 0], "divide covariances"),
    "an outcome beyond one": ([[1.0]], [1.5], "reach 1.500"),
    "a missing correlation": ([[1, np.nan], [np.nan, 1]], [0, 0], "leave out what is missing"),
    "another number of drivers": ([[1.0]], [0.1, 0.2], "2 × 2"),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_correlations_that_cannot_be_are_refused(case: str) -> None:
    among, outcome, words = IMPOSSIBLE[case]

    with pytest.raises(OutOfRange, match=words):
        lmg(among, outcome)


def test_no_drivers_and_names_that_do_not_fit_are_refused() -> None:
    with pytest.raises(EmptyInput, match="no driver"):
        lmg(np.empty((0, 0)), [])
    with pytest.raises(OutOfRange, match="driver names: 1 where 2 are needed"):
        lmg(np.eye(2), [0.1, 0.2], names=["price"])
    with pytest.raises(OutOfRange, match="'price' is there twice"):
        lmg(np.eye(2), [0.1, 0.2], names=["price", "price"])


def test_results_with_arrays_can_be_asked_whether_they_are_the_same() -> None:
    found, other = (lmg(np.eye(2), [0.1, 0.2]) for _ in range(2))

    assert found == found
    assert found != other
