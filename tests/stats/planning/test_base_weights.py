from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.planning import hansen_hurwitz_weights, simple_random_weights, stratified_weights
from tests.stats.reference import column, table

FIGURES = {row["what"]: float(row["value"]) for row in table("planning_figures.csv")}


def test_a_simple_random_sample_weighs_everybody_by_the_inverse_of_the_share_drawn() -> None:
    found = simple_random_weights(100, 300)

    assert found.weights.tolist() == [3.0]
    assert (found.drawn, found.population) == (100, 300.0)


def test_the_finite_population_correction_is_off_unless_asked_for() -> None:
    plain = stratified_weights([30, 20], [60, 100])
    corrected = stratified_weights([30, 20], [60, 100], finite_population=True)

    assert plain.correction is None
    assert plain.sampling_fraction is None
    assert corrected.correction is not None
    np.testing.assert_allclose(corrected.correction, [0.5, 0.8], rtol=1e-15)
    np.testing.assert_array_equal(plain.weights, corrected.weights)


def test_everybody_drawn_leaves_no_sampling_error_when_the_correction_is_asked_for() -> None:
    found = simple_random_weights(7, 7, finite_population=True)

    assert found.weights.tolist() == [1.0]
    assert found.correction is not None
    assert found.correction.tolist() == [0.0]


def test_one_drawn_of_one_is_a_sample() -> None:
    assert simple_random_weights(1, 1).weights.tolist() == [1.0]


def test_weights_of_strata_are_those_that_r_derives_from_the_population_sizes() -> None:
    stratum = column("planning_schools.csv", "stratum").astype(np.int64) - 1
    population = column("planning_schools.csv", "population")
    sizes = [float(population[stratum == h][0]) for h in range(3)]

    found = stratified_weights(np.bincount(stratum), sizes)

    np.testing.assert_allclose(
        found.weights[stratum], column("planning_schools.csv", "weight"), rtol=1e-15
    )


@pytest.mark.parametrize("finite", [True, False])
def test_weights_and_correction_give_the_stratified_error_of_r(finite: bool) -> None:
    stratum = column("planning_schools.csv", "stratum").astype(np.int64) - 1
    y, population = (column("planning_schools.csv", name) for name in ("api00", "population"))
    sizes = np.array([population[stratum == h][0] for h in range(3)])

    found = stratified_weights(np.bincount(stratum), sizes, finite_population=finite)

    mean = found.weights[stratum] @ y / found.population
    correction = np.ones(3) if found.correction is None else found.correction
    spread = np.array([y[stratum == h].var(ddof=1) for h in range(3)])
    se = np.sqrt((correction * sizes**2 * spread / np.bincount(stratum)).sum()) / found.population
    assert mean == pytest.approx(FIGURES["stratified mean"], rel=1e-12)
    assert se == pytest.approx(
        FIGURES["stratified se with fpc" if finite else "stratified se without fpc"], rel=1e-12
    )


def test_draws_with_replacement_estimate_the_total_and_its_error_as_r_does() -> None:
    found = hansen_hurwitz_weights(column("planning_draws.csv", "probability"))

    expanded = found.weights * column("planning_draws.csv", "y")
    n = expanded.size
    se = np.sqrt(n / (n - 1) * ((expanded - expanded.mean()) ** 2).sum())
    assert expanded.sum() == pytest.approx(FIGURES["hansen-hurwitz total"], rel=1e-12)
    assert se == pytest.approx(FIGURES["hansen-hurwitz se"], rel=1e-12)


def test_draws_with_replacement_have_no_finite_population_correction() -> None:
    assert hansen_hurwitz_weights([0.5, 0.5]).correction is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.1, 10.0), min_size=1, max_size=6))
def test_the_total_of_one_draw_is_right_on_average_over_all_draws(sizes: list[float]) -> None:
    chance = np.array(sizes) / sum(sizes)
    chance = np.minimum(chance, 1.0)
    y = np.arange(1.0, chance.size + 1.0)

    estimates = [
        hansen_hurwitz_weights([p]).weights[0] * value for p, value in zip(chance, y, strict=True)
    ]

    assert chance @ np.array(estimates) == pytest.approx(y.sum())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_weights_over_all_drawn_sum_to_the_population(strata: list[tuple[int, int]]) -> None:
    drawn = [n for n, _ in strata]
    population = [n + more for n, more in strata]

    found = stratified_weights(drawn, population)

    assert found.weights @ np.array(drawn) == pytest.approx(sum(population))
    assert found.weights.min() >= 1.0


def test_a_stratum_nobody_was_drawn_from_is_refused_by_place_and_size() -> None:
    with pytest.raises(OutOfRange, match="Stratum 1 has a population of 80 and nobody drawn"):
        stratified_weights([10, 0], [20, 80])


def test_more_drawn_than_there_are_is_refused() -> None:
    with pytest.raises(OutOfRange, match="Stratum 0 has 11 drawn from a population of 10"):
        simple_random_weights(11, 10)


def test_no_draw_at_all_is_refused() -> None:
    with pytest.raises(EmptyInput):
        stratified_weights([], [])
    with pytest.raises(EmptyInput):
        hansen_hurwitz_weights([])


@pytest.mark.parametrize("chance", [0.0, -0.1, 1.5])
def test_a_chance_that_is_none_is_refused_with_its_place(chance: float) -> None:
    with pytest.raises(OutOfRange, match="position 1"):
        hansen_hurwitz_weights([0.5, chance])


@pytest.mark.parametrize("drawn", [2.5, float("nan"), -1])
def test_a_number_of_drawn_that_is_no_number_is_refused(drawn: float) -> None:
    with pytest.raises(OutOfRange, match="position 0"):
        stratified_weights([drawn], [10])


def test_base_weights_print_as_a_sentence() -> None:
    text = str(stratified_weights([30, 20], [60, 100], finite_population=True))

    assert text == (
        "base weights 2.00 to 5.00 for 50 drawn of 160, with finite population correction"
    )
