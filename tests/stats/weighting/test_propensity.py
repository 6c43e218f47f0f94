from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit

from stats.arrays import FloatArray
from stats.errors import EmptyInput, OutOfRange, Unsettled
from stats.weighting import level_indicators, response_propensities
from stats.weighting.ridge_logistic import RidgeLogistic, solve
from tests.stats.reference import column

FRAME = "weighting_frame.csv"


def _covariates() -> dict[str, FloatArray]:
    numbers = {name: column(FRAME, name) for name in ("tenure", "revenue", "complaint")}
    sizes = column(FRAME, "size").astype(np.int64) - 1
    return numbers | level_indicators("size", sizes, ["small", "middle", "large"])


def _random(seed: int) -> tuple[dict[str, FloatArray], FloatArray]:
    generator = np.random.default_rng(seed)
    x = {name: generator.normal(5.0, 3.0, 60) for name in "ab"}
    responded = (generator.random(60) < expit(0.4 * x["a"] - 2.0)).astype(float)
    responded[:2] = 0.0, 1.0
    return x, responded


@pytest.mark.parametrize(("ridge", "reference"), [(1e-3, "ridge_small"), (25.0, "ridge_large")])
def test_propensities_are_those_of_penalised_least_squares_in_r(
    ridge: float, reference: str
) -> None:
    found = response_propensities(_covariates(), column(FRAME, "responded"), ridge=ridge)

    np.testing.assert_allclose(found.values, column(FRAME, reference), rtol=1e-8)
    assert found.gradient <= 1e-12


def test_separation_is_held_by_the_ridge_as_in_r() -> None:
    found = response_propensities(_covariates(), column(FRAME, "all_complain"))

    np.testing.assert_allclose(found.values, column(FRAME, "separated"), rtol=1e-8)
    assert 0.99 < found.values[column(FRAME, "complaint") == 1.0].min() < 1.0


def test_a_vanishing_ridge_gives_the_fitted_values_of_glm() -> None:
    found = response_propensities(_covariates(), column(FRAME, "responded"), ridge=1e-9)

    np.testing.assert_allclose(found.values, column(FRAME, "glm"), rtol=1e-8)


def test_coefficients_are_in_the_units_handed_in() -> None:
    x, responded = _random(1)

    found = response_propensities(x, responded)

    eta = found.intercept + sum(c * x[k] for c, k in zip(found.coefficients, "ab", strict=True))
    np.testing.assert_allclose(found.values, expit(eta), rtol=1e-10)
    assert found.names == ("a", "b")


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000), ridge=st.sampled_from([1e-3, 1.0, 30.0]))
def test_a_general_optimiser_finds_no_better_point(seed: int, ridge: float) -> None:
    x, responded = _random(seed)
    z = np.column_stack([(v - v.mean()) / v.std() for v in x.values()])

    def loss(beta: FloatArray) -> float:
        eta = beta[0] + z @ beta[1:]
        return float(
            (np.logaddexp(0, eta) - responded * eta).sum() + ridge / 2 * beta[1:] @ beta[1:]
        )

    found = response_propensities(x, responded, ridge=ridge)
    best = minimize(loss, np.zeros(3), method="BFGS")

    own = found.coefficients * np.array([v.std() for v in x.values()])
    intercept = found.intercept + found.coefficients @ np.array([v.mean() for v in x.values()])
    assert loss(np.array([intercept, *own])) <= best.fun + 1e-10


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), ridge=st.sampled_from([1e-3, 10.0]))
def test_propensities_sum_to_those_who_answered(seed: int, ridge: float) -> None:
    x, responded = _random(seed)

    found = response_propensities(x, responded, ridge=ridge)

    assert found.values.sum() == pytest.approx(responded.sum(), rel=1e-9)
    assert np.all((found.values > 0.0) & (found.values < 1.0))


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 1000),
    unit=st.floats(1e-3, 1e3),
    origin=st.floats(-100.0, 100.0),
)
def test_neither_units_nor_order_change_a_propensity(seed: int, unit: float, origin: float) -> None:
    x, responded = _random(seed)
    order = np.random.default_rng(seed).permutation(responded.size)
    other = {"b": (unit * x["b"] + origin)[order], "a": -x["a"][order]}

    found = response_propensities(x, responded, ridge=1.0)
    again = response_propensities(other, responded[order], ridge=1.0)

    np.testing.assert_allclose(again.values, found.values[order], rtol=1e-8)


def test_relabelling_the_levels_of_a_category_changes_nothing() -> None:
    sizes = column(FRAME, "size").astype(np.int64) - 1
    names = ["small", "middle", "large"]
    responded = column(FRAME, "responded")

    found = response_propensities(level_indicators("size", sizes, names), responded, ridge=5.0)
    other = response_propensities(
        level_indicators("size", 2 - sizes, names[::-1]), responded, ridge=5.0
    )

    np.testing.assert_allclose(other.values, found.values, rtol=1e-10)


def test_cells_give_the_propensities_of_their_rows() -> None:
    rows = response_propensities({"late": [0] * 6 + [1] * 4}, [1, 1, 1, 0, 0, 0, 1, 0, 0, 0])

    cells = response_propensities({"late": [0, 1, 2]}, [3, 1, 0], [6, 4, 0])

    np.testing.assert_allclose(cells.values[:2], [rows.values[0], rows.values[-1]], rtol=1e-10)
    np.testing.assert_allclose(rows.values[[0, -1]], [0.5, 0.25], rtol=1e-3)
    assert (cells.drawn, cells.responded) == (10, 4)


def test_the_strata_of_the_worked_example_have_their_response_rates() -> None:
    found = response_propensities({"stratum": [0, 1]}, [300, 80], [600, 400])

    np.testing.assert_allclose(found.values, [0.5, 0.2], rtol=1e-4)


def test_redundant_covariates_share_what_one_explains() -> None:
    # Two halves of β cost ridge/2 · 2(β/2)², half of what one whole β costs.
    x, responded = _random(4)

    once = response_propensities({"a": x["a"]}, responded, ridge=0.5)
    twice = response_propensities({"a": x["a"], "copy": 3.0 * x["a"]}, responded, ridge=1.0)

    np.testing.assert_allclose(twice.values, once.values, rtol=1e-9)
    np.testing.assert_allclose(twice.coefficients, once.coefficients[0] / [2.0, 6.0], rtol=1e-9)


def test_a_level_that_never_answers_gets_a_small_propensity_and_not_zero() -> None:
    found = response_propensities({"blocked": [0, 1]}, [50, 0], [100, 100])

    assert 0.0 < found.values[1] < 1e-3
    assert found.values[0] == pytest.approx(0.5, abs=1e-3)


RESPONSES_REFUSED: dict[str, tuple[list[float], list[int] | None, str]] = {
    "nobody": ([0, 0, 0], None, "Nobody of 3 drawn responded"),
    "everybody": ([1, 1, 1], None, "Everybody of 3 drawn responded"),
    "more than drawn": ([1, 3, 0], [1, 2, 1], "3 responded of 2 drawn at position 1"),
    "a half": ([1, 0.5, 0], None, "position 1"),
    "missing": ([1, float("nan"), 0], None, "position 1"),
    "too few": ([1, 0], None, "3 values where 2"),
}


@pytest.mark.parametrize("case", RESPONSES_REFUSED)
def test_responses_that_cannot_be_modelled_are_refused(case: str) -> None:
    responded, drawn, message = RESPONSES_REFUSED[case]

    with pytest.raises(OutOfRange, match=message):
        response_propensities({"x": [1.0, 2.0, 3.0]}, responded, drawn)


def test_covariates_that_explain_nothing_are_refused_by_name() -> None:
    responded = [1, 0, 1]

    with pytest.raises(OutOfRange, match="'size' is 7 for everybody drawn"):
        response_propensities({"x": [1, 2, 3], "size": [7, 7, 7]}, responded)
    with pytest.raises(OutOfRange, match=r"'size' is 0\.1 for everybody drawn"):
        response_propensities({"size": [0.1, 0.1, 5.0]}, [1, 0, 0], [2, 2, 0])
    with pytest.raises(OutOfRange, match="covariate 'x' holds nan at position 1"):
        response_propensities({"x": [1.0, float("nan"), 3.0]}, responded)
    with pytest.raises(EmptyInput, match="no covariate"):
        response_propensities({}, responded)


def test_nobody_drawn_and_a_ridge_of_zero_are_refused() -> None:
    with pytest.raises(EmptyInput, match="Nobody was drawn"):
        response_propensities({"x": []}, [])
    with pytest.raises(EmptyInput, match="Nobody was drawn"):
        response_propensities({"x": [1, 2]}, [0, 0], [0, 0])
    for ridge in (0.0, float("nan")):
        with pytest.raises(OutOfRange, match="ridge is "):
            response_propensities({"x": [1, 2]}, [0, 1], ridge=ridge)


def test_a_code_without_a_level_is_refused() -> None:
    with pytest.raises(OutOfRange, match="size holds code 2 at position 1"):
        level_indicators("size", [0, 2], ["small", "large"])


def test_a_level_named_twice_is_refused() -> None:
    with pytest.raises(OutOfRange, match="'size' has the level 'small' twice"):
        level_indicators("size", [0, 1], ["small", "small"])


def test_an_iteration_that_runs_out_of_steps_says_so() -> None:
    problem = RidgeLogistic(np.array([[-1.0], [1.0]]), np.array([1.0, 2.0]), np.full(2, 2.0), 1.0)

    with pytest.raises(Unsettled, match="raise the ridge"):
        solve(problem, max_iterations=1)


def test_propensities_print_as_a_sentence() -> None:
    found = response_propensities({"stratum": [0, 1]}, [300, 80], [600, 400])

    assert str(found).startswith(
        "propensities 20.0% to 50.0% of 1000 drawn, 380 of whom answered, by 1 covariate in "
    )
