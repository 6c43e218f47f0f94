from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.selection import acat
from stats.selection.acat import TRUNCATION
from stats.selection.screen import WEIGHTS
from tests.stats.reference import table

R = {row["case"]: float(row["value"]) for row in table("selection_acat.csv")}


def test_the_worked_p_values_combine_to_0029() -> None:
    found = acat([0.02, 0.3, 0.001])

    assert found == pytest.approx(0.0029, abs=5e-5)
    assert found == pytest.approx(R["worked"], rel=1e-12)


def test_the_manual_of_the_r_package_has_the_same_figure() -> None:
    found = acat([2e-02, 4e-04, 0.2, 0.1, 0.8])

    assert found == pytest.approx(0.001953404, abs=1e-9)  # printed on the page of R `ACAT`
    assert found == pytest.approx(R["manual"], rel=1e-12)


def test_weights_are_those_of_r() -> None:
    assert acat([0.02, 0.3, 0.001], [1, 2, 5]) == pytest.approx(R["weighted"], rel=1e-12)


@pytest.mark.parametrize("p", [1e-16, 1e-20, 1e-300])
def test_tiny_p_values_keep_all_their_digits(p: float) -> None:
    assert acat([p, 0.3, 0.6]) == pytest.approx(3.0 * p, rel=1e-9)
    assert acat([1e-20, 0.3, 0.6]) == pytest.approx(R["tiny"], rel=1e-12)


@pytest.mark.parametrize("p", [1e-12, 0.2, 0.5, 0.9, 1.0 - 1e-15, 0.0, 1.0])
def test_one_p_value_stays_what_it_is(p: float) -> None:
    assert acat([p]) == pytest.approx(p, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(p=st.lists(st.floats(1e-12, 1.0 - 1e-12), min_size=1, max_size=8), seed=st.integers(0, 9))
def test_the_combination_is_a_probability_and_knows_no_order(p: list[float], seed: int) -> None:
    found = acat(p)

    shuffled = np.random.default_rng(seed).permutation(p)
    assert 0.0 <= found <= 1.0
    assert acat(shuffled) == pytest.approx(found, rel=1e-6, abs=1e-12)
    assert acat(p, np.ones(len(p))) == pytest.approx(found, rel=1e-9)


def test_a_p_value_near_one_cancels_a_signal_unless_it_is_truncated() -> None:
    signal = [0.0001, 0.5, 0.9999]

    assert acat(signal) == pytest.approx(0.5)
    assert acat(signal, truncation=TRUNCATION) < 0.0004


def test_truncated_combinations_of_independent_p_values_keep_their_level() -> None:
    p = np.random.default_rng(5).random((20_000, 6))

    found = np.array([acat(row, truncation=TRUNCATION) for row in p])

    # Three standard errors of 20,000 draws about .01 and .001.
    assert 0.0079 < (found < 0.01).mean() < 0.0121
    assert 0.0003 < (found < 0.001).mean() < 0.0017


@pytest.mark.parametrize("correlation", [0.5, 0.9, 1.0 - 1e-9])
def test_strongly_dependent_checks_combine_close_to_their_level(correlation: float) -> None:
    generator = np.random.default_rng(6)
    common, own = generator.standard_normal((15_000, 1)), generator.standard_normal((15_000, 9))
    p = ndtr(np.sqrt(correlation) * common + np.sqrt(1.0 - correlation) * own)

    found = np.array([acat(row, list(WEIGHTS.values()), truncation=TRUNCATION) for row in p])

    # One million draws gave .0120 at correlation .5, the worst; three standard errors of 15,000.
    assert 0.0076 < (found < 0.01).mean() < 0.0120 + 3.0 * np.sqrt(0.0120 / 15_000)


def test_opposite_checks_combine_below_their_level() -> None:
    p = np.random.default_rng(7).random(15_000)

    found = np.array([acat([one, 1.0 - one], truncation=TRUNCATION) for one in p])

    assert (found < 0.01).mean() < 0.01


def test_exact_zeros_and_ones_follow_the_r_package() -> None:
    assert acat([0.0, 0.5]) == 0.0
    assert acat([1.0, 0.001]) == 1.0
    assert acat([0.0, 1.0], truncation=TRUNCATION) == 0.0
    with pytest.raises(OutOfRange, match="truncate the 1"):
        acat([0.0, 1.0])


@pytest.mark.filterwarnings("error")
def test_a_p_value_too_small_to_invert_combines_to_0_without_a_warning() -> None:
    assert acat([1e-310, 0.5]) == 0.0
    assert acat([1e-300, 0.5]) == pytest.approx(2e-300)


def test_a_p_value_without_weight_does_not_matter() -> None:
    assert acat([0.02, 1.0], [1.0, 0.0]) == pytest.approx(0.02)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(EmptyInput):
        acat(np.zeros(0))
    with pytest.raises(OutOfRange, match=r"1\.2 at position 1"):
        acat([0.1, 1.2])
    with pytest.raises(BadWeights, match="correct them"):
        acat([0.1, 0.2], [-1.0, 2.0])
    with pytest.raises(BadWeights, match="correct them"):
        acat([0.1, 0.2], [0.0, 0.0])
    with pytest.raises(OutOfRange, match="truncation is None"):
        acat([0.1], truncation=None)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match=r"truncation is 0\.3"):
        acat([0.1], truncation=0.3)
