from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri, stdtr

from stats.errors import EmptyInput, OutOfRange
from stats.selection import discounted_p_values, winsorised_phi
from stats.selection.overdispersion import NORMAL_MEAN_SQUARE


def test_the_winsorised_mean_square_of_normal_scores_is_the_named_constant() -> None:
    scores = ndtri((np.arange(200_000) + 0.5) / 200_000)

    assert winsorised_phi(scores) == pytest.approx(NORMAL_MEAN_SQUARE, rel=1e-4)
    assert round(NORMAL_MEAN_SQUARE, 4) == 0.6787


def test_partners_who_spread_twice_as_wide_are_judged_by_their_own_spread() -> None:
    scores = 2.0 * ndtri((np.arange(5_000) + 0.5) / 5_000)

    found = discounted_p_values(ndtr(scores))

    np.testing.assert_allclose(np.sort(found)[[50, 2500]], [0.0101, 0.5001], atol=1e-4)


def test_one_partner_far_out_does_not_hide_itself() -> None:
    calm = ndtr(np.linspace(-1.2, 1.2, 39))

    found = discounted_p_values([1e-12, *calm])

    assert found[0] == pytest.approx(stdtr(39, ndtri(1e-12)))
    assert found[0] < 1e-7


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30))
def test_discounted_p_values_are_milder_and_keep_their_order(p: list[float]) -> None:
    found = discounted_p_values(p)

    distance = np.abs(found - 0.5) - np.abs(np.array(p) - 0.5)
    assert (distance <= 1e-9).all()
    assert (np.diff(found[np.argsort(p)]) >= -1e-12).all()


def test_a_spread_that_all_sizes_share_is_taken_out_of_large_partners_most() -> None:
    # Scores of honest partners whose rates differ: variance 1 + 4 m, m from .01 to 1.
    generator = np.random.default_rng(12)
    sizes = np.geomspace(0.01, 1.0, 400)
    scores = generator.standard_normal(400) * np.sqrt(1.0 + 4.0 * sizes)

    found = discounted_p_values(ndtr(scores), sizes * 5_000)

    milder = ndtri(found) / scores
    expected = 1.0 / np.sqrt(1.0 + 4.0 * sizes)
    np.testing.assert_allclose(milder, expected, atol=0.06)


def test_equal_sizes_are_one_factor_for_all() -> None:
    p = ndtr(2.5 * np.random.default_rng(1).standard_normal(12))

    found = discounted_p_values(p, [70.0] * 12)

    factor = winsorised_phi(ndtri(p)) / NORMAL_MEAN_SQUARE
    np.testing.assert_allclose(found, stdtr(11, ndtri(p) / np.sqrt(factor)), rtol=1e-8)


def test_among_so_few_partners_no_check_against_peers_is_strong_evidence() -> None:
    # One partner as far out as can be, the others exactly as expected.
    smallest = [discounted_p_values([0.0, *[0.5] * (size - 1)])[0] for size in (5, 6, 7, 8)]

    np.testing.assert_allclose(smallest, [0.0186, 0.0050, 0.00079, 0.000055], rtol=0.01)


def test_four_partners_stay_as_they_are() -> None:
    p = [0.001, 0.2, 0.9, 0.999]

    assert discounted_p_values(p).tolist() == p


def test_no_scores_and_impossible_p_values_are_refused() -> None:
    with pytest.raises(EmptyInput):
        winsorised_phi(np.zeros(0))
    with pytest.raises(OutOfRange, match="0 to 1"):
        discounted_p_values([0.5, 1.5])
    with pytest.raises(OutOfRange, match="sizes holds 0 at position 1"):
        discounted_p_values([0.5, 0.5], [3, 0])
    with pytest.raises(OutOfRange, match="sizes has 1 values"):
        discounted_p_values([0.5, 0.5], [3])
