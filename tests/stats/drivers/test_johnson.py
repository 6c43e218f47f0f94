from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.drivers import ImportanceMethod, johnson, lmg, weighted_correlations
from stats.errors import AliasedDriver
from tests.stats.drivers.ratings import correlations, reference_rows, reference_shares


def test_two_correlated_drivers_give_the_worked_weights() -> None:
    found = johnson([[1, 0.5], [0.5, 1]], [0.6, 0.5])

    assert found.shares == pytest.approx([0.2617, 0.1517], abs=5e-5)
    assert found.method is ImportanceMethod.JOHNSON


@pytest.mark.parametrize("which", ["weighted", "swiss"])
def test_weights_equal_those_by_the_symmetric_root_in_r(which: str) -> None:
    data, expected = reference_rows(which), reference_shares(which)
    found = weighted_correlations(data.drivers, data.outcome, data.weights)

    weights = johnson(found.among, found.outcome).shares

    assert weights == pytest.approx(expected.johnson, rel=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(1, 20))
def test_weights_are_never_negative_and_sum_to_r2(seed: int, k: int) -> None:
    among, outcome = correlations(seed, k)

    found = johnson(among, outcome)

    assert found.shares.sum() == pytest.approx(found.r2, abs=1e-12)
    assert (found.shares >= 0.0).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_for_two_drivers_the_weights_are_lmg(seed: int) -> None:
    among, outcome = correlations(seed, 2)

    assert johnson(among, outcome).shares == pytest.approx(lmg(among, outcome).shares)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 9))
def test_order_and_sign_of_the_drivers_change_nothing(seed: int, k: int) -> None:
    among, outcome = correlations(seed, k)
    generator = np.random.default_rng(seed)
    order, sign = generator.permutation(k), generator.choice([-1.0, 1.0], k)
    turned = among * np.outer(sign, sign)

    found = johnson(turned[np.ix_(order, order)], (outcome * sign)[order])

    assert found.shares == pytest.approx(johnson(among, outcome).shares[order], abs=1e-10)


def test_two_names_of_one_thing_are_refused() -> None:
    with pytest.raises(AliasedDriver, match="advice is implied by service"):
        johnson([[1, 1], [1, 1]], [0.3, 0.3], names=["service", "advice"])
