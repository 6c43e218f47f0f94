from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.response import (
    ResponseVerdict,
    RIndicator,
    bias_bound,
    r_indicator,
    r_indicator_of_strata,
)
from tests.stats.reference import column, table

FIGURES = {row["name"]: float(row["value"]) for row in table("response_figures.csv")}


def test_two_strata_of_a_hundred_give_the_worked_indicator() -> None:
    found = r_indicator_of_strata([100, 100], [60, 20])

    assert found.mean == pytest.approx(0.40)
    assert found.spread == pytest.approx(0.2005, abs=5e-5)
    assert found.r == pytest.approx(0.599, abs=5e-4)
    assert found.cv == pytest.approx(0.501, abs=5e-4)
    assert found.verdict is ResponseVerdict.FAIL


def test_propensities_and_strata_give_the_same_indicator() -> None:
    people, answers = np.array([40, 25, 60]), np.array([10, 20, 33])

    found = r_indicator(np.repeat(answers / people, people))

    strata = r_indicator_of_strata(people, answers)
    assert found.mean == pytest.approx(strata.mean)
    assert found.spread == pytest.approx(strata.spread)


@pytest.mark.parametrize(("label", "weighted"), [("plain", False), ("weighted", True)])
def test_propensities_of_a_logistic_model_agree_with_the_risq_formulas_in_r(
    label: str, weighted: bool
) -> None:
    rho = column("response_frame.csv", "propensity")
    weights = column("response_frame.csv", "weight") if weighted else None

    found = r_indicator(rho, weights)

    assert found.mean == pytest.approx(FIGURES[f"{label}_mean"], rel=1e-10)
    assert found.spread == pytest.approx(FIGURES[f"{label}_spread"], rel=1e-10)
    assert found.r == pytest.approx(FIGURES[f"{label}_r"], rel=1e-10)
    assert found.cv == pytest.approx(FIGURES[f"{label}_cv"], rel=1e-10)


def test_the_error_of_r_agrees_with_the_delta_method_on_a_saturated_model_in_r() -> None:
    found = r_indicator_of_strata([120, 300, 80, 200], [70, 90, 30, 110])

    assert found.r == pytest.approx(FIGURES["strata_r"], rel=1e-8)
    assert found.se == pytest.approx(FIGURES["strata_se"], rel=1e-8)


@pytest.mark.parametrize("rates", [(0.3, 0.7, 0.5), (0.4, 0.4, 0.4)])
def test_the_adjusted_variance_is_unbiased_over_every_possible_response(
    rates: tuple[float, ...],
) -> None:
    # S² less its noise, before the maximum with zero, summed over all outcomes of three binomials.
    people = np.array([6, 4, 5])
    truth = np.repeat(rates, people).var(ddof=1)
    expected = 0.0

    for answers in product(range(7), range(5), range(6)):
        chance = np.prod(binom.pmf(answers, people, rates))
        rho = np.array(answers) / people
        noise = people * (1 - people / 15) * rho * (1 - rho) / (people - 1)
        expected += chance * (np.repeat(rho, people).var(ddof=1) - noise.sum() / 14)

    assert expected == pytest.approx(truth, abs=1e-12)


def test_the_adjusted_spread_takes_the_noise_of_rates_off() -> None:
    found = r_indicator_of_strata([20, 30, 10], [9, 20, 2])

    rho, people = np.array([9 / 20, 20 / 30, 2 / 10]), np.array([20, 30, 10])
    noise = people * (1 - people / 60) * rho * (1 - rho) / (people - 1)
    squared = np.repeat(rho, people).var(ddof=1) - noise.sum() / 59
    assert found.adjusted_spread == pytest.approx(np.sqrt(squared))
    assert found.adjusted_r == pytest.approx(1 - 2 * np.sqrt(squared))
    assert found.adjusted_cv == pytest.approx(np.sqrt(squared) / (31 / 60))


def test_rates_that_differ_by_less_than_their_noise_adjust_to_no_spread() -> None:
    found = r_indicator_of_strata([10, 10], [4, 5])

    assert found.spread > 0.0
    assert found.adjusted_spread == 0.0


def test_the_same_rate_everywhere_is_fully_even_and_has_no_error() -> None:
    found = r_indicator_of_strata([10, 20], [5, 10])

    assert found.r == 1.0
    assert found.se is None
    assert found.verdict is ResponseVerdict.FINE


def test_strata_that_answer_all_or_not_at_all_have_no_zero_error() -> None:
    found = r_indicator_of_strata([10, 10], [10, 0])

    assert found.se is None
    assert "standard error" not in str(found)


def test_a_stratum_of_one_leaves_the_adjustment_undefined() -> None:
    found = r_indicator_of_strata([1, 20], [1, 5])

    assert found.adjusted_spread is None
    assert found.adjusted_r is None
    assert found.adjusted_cv is None


def test_a_coefficient_on_its_limit_stays_on_the_milder_side() -> None:
    assert RIndicator(mean=0.5, spread=0.125).verdict is ResponseVerdict.FINE
    assert RIndicator(mean=0.5, spread=0.25).verdict is ResponseVerdict.WARN
    assert RIndicator(mean=0.5, spread=0.2501).verdict is ResponseVerdict.FAIL


def test_a_stratum_that_is_nearly_everybody_has_a_finite_error() -> None:
    found = r_indicator_of_strata([2**53, 7], [40, 0])

    assert found.se is None or 0.0 < found.se < 1.0


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2, 400), st.floats(0.0, 1.0)), min_size=2, max_size=8).filter(
        lambda strata: any(round(n * share) for n, share in strata)
    ),
    st.integers(0, 1_000),
)
def test_the_indicator_is_in_range_and_does_not_know_the_order_of_strata(
    strata: list[tuple[int, float]], seed: int
) -> None:
    people = np.array([n for n, _ in strata])
    answers = np.array([round(n * share) for n, share in strata])
    order = np.random.default_rng(seed).permutation(people.size)

    found = r_indicator_of_strata(people, answers)

    mixed = r_indicator_of_strata(people[order], answers[order])
    # S is at most ½√(N/(N − 1)), half answering and half not.
    assert 1.0 - np.sqrt(people.sum() / (people.sum() - 1)) - 1e-12 <= found.r <= 1.0
    assert found.spread == pytest.approx(mixed.spread, abs=1e-12)
    assert found.adjusted_spread is not None
    assert found.adjusted_spread <= found.spread


def test_weighting_every_unit_twice_is_having_it_twice() -> None:
    rho = np.array([0.2, 0.5, 0.9])

    found = r_indicator(rho, [2.0, 2.0, 2.0])

    assert found.spread == pytest.approx(r_indicator(np.repeat(rho, 2)).spread)


def test_the_bias_of_the_respondents_mean_reaches_its_bound_when_answers_follow_propensities() -> (
    None
):
    rho = np.array([0.2, 0.5, 0.8, 0.3])
    y = 3.0 + 10.0 * rho

    bias = rho @ y / rho.sum() - y.mean()

    indicator = r_indicator(rho)
    # Both standard deviations with N − 1, the covariance with N.
    assert bias == pytest.approx(bias_bound(indicator.cv, float(y.std(ddof=1))) * 3 / 4)


REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "propensity above one": (lambda: r_indicator([0.5, 1.2]), OutOfRange, "1.2 at position 1"),
    "missing propensity": (lambda: r_indicator([0.5, np.nan]), OutOfRange, "position 1"),
    "weight of zero": (lambda: r_indicator([0.5, 0.4], [1, 0]), BadWeights, "position 1"),
    "weights that are shares": (
        lambda: r_indicator([0.5, 0.4], [0.5, 0.5]),
        EmptyInput,
        "weight 1",
    ),
    "one unit": (lambda: r_indicator([0.5]), EmptyInput, "1 unit of"),
    "no unit": (lambda: r_indicator([]), EmptyInput, "0 units of"),
    "no response": (lambda: r_indicator([0.0, 0.0]), EmptyInput, "Nobody responded"),
    "strata without response": (
        lambda: r_indicator_of_strata([5, 5], [0, 0]),
        EmptyInput,
        "Nobody responded",
    ),
    "no strata": (lambda: r_indicator_of_strata([], []), EmptyInput, "spread"),
    "one person": (lambda: r_indicator_of_strata([1], [1]), EmptyInput, "One person"),
    "empty stratum": (lambda: r_indicator_of_strata([5, 0], [1, 0]), OutOfRange, "position 1"),
    "more answers than people": (
        lambda: r_indicator_of_strata([5, 5], [1, 6]),
        OutOfRange,
        "Stratum 1 has 6 responses from 5 people",
    ),
    "negative spread": (lambda: bias_bound(0.1, -1.0), OutOfRange, "spread is -1"),
    "endless cv": (lambda: bias_bound(float("inf"), 1.0), OutOfRange, "cv is inf"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_indicator_is_refused(case: str) -> None:
    attempt, refusal, text = REFUSED[case]

    with pytest.raises(refusal, match=text):
        attempt()
