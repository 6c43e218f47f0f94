from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import OutOfRange
from stats.intervals.account_draws import check_draws, drawn_moments


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_draw_has_the_moments_of_its_rows_written_out(seed: int) -> None:
    generator = np.random.default_rng(seed)
    values, weights = generator.normal(size=(25, 3)), generator.uniform(0.5, 2.0, 25)
    # The accounts in the order of their sums, so that the draws can be repeated by hand.
    account = np.repeat(np.arange(5), 5)
    above = values - values.min(axis=0)
    products = [
        np.concatenate([w * np.outer(r, r)[np.triu_indices(4)]])
        for w, r in zip(weights, np.column_stack([np.ones(25), above]), strict=True)
    ]
    sums = np.array([sum(products[5 * a : 5 * a + 5]) for a in range(5)])
    ranked = np.lexsort(sums.T)

    found = drawn_moments(values, weights, account, 8, np.random.default_rng(seed))

    deviations = np.sqrt(np.diag(np.cov(values.T, aweights=weights, ddof=0)))
    for draw, picked in enumerate(np.random.default_rng(seed).integers(5, size=(8, 5))):
        rows = np.concatenate([np.flatnonzero(account == ranked[one]) for one in picked])
        expected = np.cov(values[rows].T, aweights=weights[rows], ddof=0)
        assert found.means[draw] == pytest.approx(
            np.average(values[rows], axis=0, weights=weights[rows]), abs=1e-12
        )
        assert found.covariances[draw] == pytest.approx(
            expected / np.outer(deviations, deviations), abs=1e-12
        )


def test_a_draw_in_which_a_column_is_constant_is_known() -> None:
    values = np.column_stack([np.arange(12.0), np.where(np.arange(12) == 0, 5.0, 1.0)])

    found = drawn_moments(values, np.ones(12), np.arange(12), 400, np.random.default_rng(1))

    # (11/12)^12 = .352 of the draws miss the only other answer.
    assert found.varied.mean() == pytest.approx(0.648, abs=0.07)
    assert (found.means[~found.varied, 1] == 1.0).any()


@pytest.mark.parametrize("unit", [1e-200, 1e70])
def test_the_unit_of_a_column_is_of_no_matter(unit: float) -> None:
    values = np.random.default_rng(2).normal(size=(30, 2))

    found, expected = (
        drawn_moments(x, np.ones(30), np.arange(30) // 2, 20, np.random.default_rng(3))
        for x in (values * [unit, 1.0], values)
    )

    assert found.covariances.shape == expected.covariances.shape
    assert np.isfinite(found.covariances).all()
    assert found.varied.all()


def test_draws_must_reach_the_tails() -> None:
    assert check_draws(40, 0.95) == 40
    assert check_draws(200, 0.99) == 200
    with pytest.raises(OutOfRange, match="39 draws do not reach the tails; 95% needs 40"):
        check_draws(39, 0.95)
    with pytest.raises(OutOfRange, match=r"draws is 50\.5; hand in a whole number"):
        check_draws(50.5, 0.95)  # type: ignore[arg-type]  # what a caller without types may do
    with pytest.raises(OutOfRange, match="level"):
        check_draws(2000, 95)
