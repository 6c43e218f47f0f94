from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arrays import FloatArray
from stats.comparison import (
    MseForm,
    Shrinkage,
    VarianceMethod,
    fay_herriot,
    ml_variance,
    paule_mandel,
    reml_variance,
)
from stats.errors import EmptyInput, OutOfRange
from tests.stats.reference import table

Y, V = [60.0, 40.0, 30.0], [25.0, 25.0, 100.0]
METHODS = {
    "PM": VarianceMethod.PAULE_MANDEL,
    "REML": VarianceMethod.REML,
    "ML": VarianceMethod.ML,
}
FITS = sorted({(r["dataset"], r["with_x"], r["method"]) for r in table("comparison_shrinkage.csv")})


def units_of_r(dataset: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    rows = [row for row in table("comparison_units.csv") if row["dataset"] == dataset]
    y, v, x = (np.array([float(row[name]) for row in rows]) for name in "yvx")
    return y, v, x


def random_units(seed: int, m: int = 15) -> tuple[FloatArray, FloatArray]:
    generator = np.random.default_rng(seed)
    v = generator.uniform(5.0, 200.0, m)
    return generator.normal(40.0, np.sqrt(v + generator.uniform(0.0, 200.0))), v


def test_three_partners_are_shrunk_as_in_the_worked_example() -> None:
    found = fay_herriot(Y, V)

    assert found.tau2 == pytest.approx(182.4, abs=0.05)
    assert found.beta[0] == pytest.approx(44.63, abs=5e-3)
    np.testing.assert_allclose(found.eb, [58.15, 40.56, 35.18], atol=5e-3)


@pytest.mark.parametrize(("dataset", "with_x", "method"), FITS)
def test_variances_and_estimates_agree_with_metafor(dataset: str, with_x: str, method: str) -> None:
    y, v, x = units_of_r(dataset)
    rows = [
        row
        for row in table("comparison_shrinkage.csv")
        if (row["dataset"], row["with_x"], row["method"]) == (dataset, with_x, method)
    ]
    design = np.column_stack([np.ones(y.size), x]) if with_x == "1" else None

    found = fay_herriot(y, v, design, method=METHODS[method])

    assert found.tau2 == pytest.approx(float(rows[0]["tau2"]), rel=1e-8)
    np.testing.assert_allclose(
        found.beta, [float(rows[0][name]) for name in ("b0", "b1")][: found.beta.size], rtol=1e-8
    )
    np.testing.assert_allclose(found.eb, [float(row["eb"]) for row in rows], rtol=1e-8)
    np.testing.assert_allclose(np.sqrt(found.mse), [float(row["se"]) for row in rows], rtol=1e-8)


def test_the_published_heterogeneity_of_the_bcg_trials_is_found() -> None:
    # Viechtbauer 2010, J. Stat. Softw. 36(3): REML τ² .3132, with latitude .0764.
    y, v, x = units_of_r("bcg")

    assert reml_variance(y, v) == pytest.approx(0.3132, abs=5e-5)
    assert reml_variance(y, v, np.column_stack([np.ones(13), x])) == pytest.approx(0.0764, abs=1e-4)
    assert paule_mandel(y, v) == pytest.approx(0.318, abs=5e-4)
    assert ml_variance(y, v) < reml_variance(y, v)


def test_with_equal_variances_paule_mandel_is_the_moment_estimate() -> None:
    y = np.array([30.0, 45.0, 38.0, 61.0, 50.0])

    assert paule_mandel(y, [20.0] * 5) == pytest.approx(y.var(ddof=1) - 20.0)
    assert reml_variance(y, [20.0] * 5) == pytest.approx(y.var(ddof=1) - 20.0)
    assert ml_variance(y, [20.0] * 5) == pytest.approx(y.var(ddof=0) - 20.0)


def test_units_that_differ_less_than_chance_share_one_estimate() -> None:
    found = fay_herriot([40.0, 41.0, 39.0, 40.0], [50.0] * 4)

    assert found.tau2 == 0.0
    np.testing.assert_allclose(found.eb, 40.0)
    np.testing.assert_allclose(found.mse, 50.0 / 4)


def test_units_that_all_agree_have_no_variance_between_them() -> None:
    for method in VarianceMethod:
        assert fay_herriot([40.0] * 9, [50.0] * 9, method=method).tau2 == 0.0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), method=st.sampled_from(VarianceMethod))
def test_a_shrunk_estimate_lies_between_the_raw_and_the_model(
    seed: int, method: VarianceMethod
) -> None:
    y, v = random_units(seed)

    found = fay_herriot(y, v, method=method)

    low, high = np.minimum(found.raw, found.model), np.maximum(found.raw, found.model)
    assert (found.eb >= low - 1e-9).all()
    assert (found.eb <= high + 1e-9).all()
    assert ((found.shrinkage > 0.0) & (found.shrinkage <= 1.0)).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), method=st.sampled_from(VarianceMethod))
def test_order_and_units_of_measurement_do_not_matter(seed: int, method: VarianceMethod) -> None:
    y, v = random_units(seed)
    order = np.random.default_rng(seed).permutation(y.size)

    found = fay_herriot(y, v, method=method)
    turned = fay_herriot(100.0 + y[order] / 10.0, v[order] / 100.0, method=method)

    np.testing.assert_allclose(turned.eb, 100.0 + found.eb[order] / 10.0, rtol=1e-6)
    assert turned.tau2 == pytest.approx(found.tau2 / 100.0, rel=1e-5, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_paule_mandel_solves_its_equation_or_is_zero(seed: int) -> None:
    y, v = random_units(seed)

    tau2 = paule_mandel(y, v)

    w = 1.0 / (v + tau2)
    q = float(w @ (y - w @ y / w.sum()) ** 2)
    assert q == pytest.approx(14.0) if tau2 > 0.0 else q <= 14.0


def _second_order(found: Shrinkage, v: FloatArray) -> tuple[FloatArray, FloatArray]:
    """g3 and b·B² of R sae::mseFH for the moment estimator (method "FH"), written out."""
    w = 1.0 / (v + found.tau2)
    variance = 2.0 * v.size / w.sum() ** 2
    bias = 2.0 * (v.size * (w**2).sum() - w.sum() ** 2) / w.sum() ** 3
    return found.shrinkage**2 * variance * w, found.shrinkage**2 * bias


def test_the_second_order_error_counts_the_uncertainty_of_the_variance_between() -> None:
    y, v, _ = units_of_r("partners")

    known = fay_herriot(y, v)
    found = fay_herriot(y, v, mse=MseForm.SECOND_ORDER)

    g3, taken_off = _second_order(known, v)
    np.testing.assert_allclose(found.mse, known.mse + np.maximum(2.0 * g3 - taken_off, 0.0))


@pytest.mark.parametrize("method", VarianceMethod)
def test_the_second_order_error_is_what_simulation_finds(method: VarianceMethod) -> None:
    # 20 units, τ² 60, v from 20 to 200: the first form falls short by what g3 restores.
    generator = np.random.default_rng(4)
    v = np.linspace(20.0, 200.0, 20)
    squared, known, second = np.zeros(20), np.zeros(20), np.zeros(20)
    for _ in range(200):
        theta = generator.normal(40.0, np.sqrt(60.0), 20)
        y = generator.normal(theta, np.sqrt(v))
        found = fay_herriot(y, v, method=method, mse=MseForm.SECOND_ORDER)
        squared += (found.eb - theta) ** 2 / 200
        known += fay_herriot(y, v, method=method).mse / 200
        second += found.mse / 200

    assert second.mean() == pytest.approx(squared.mean(), rel=0.08)
    assert known.mean() < second.mean()


def test_fewer_than_eight_units_are_not_ranked() -> None:
    assert not fay_herriot(Y, V).rankable
    assert "no ranking below 8 units" in str(fay_herriot(Y, V))
    assert fay_herriot(*random_units(1, m=8)).rankable


def test_a_covariate_is_what_the_units_are_shrunk_towards() -> None:
    x = np.arange(10.0)
    found = fay_herriot(30.0 + 2.0 * x, [9.0] * 10, np.column_stack([np.ones(10), x]))

    np.testing.assert_allclose(found.beta, [30.0, 2.0])
    np.testing.assert_allclose(found.model, 30.0 + 2.0 * x)


@pytest.mark.parametrize("method", VarianceMethod)
@pytest.mark.parametrize("unit", [1e-12, 1e6, 1e12])
def test_the_unit_of_a_covariate_changes_no_estimate(method: VarianceMethod, unit: float) -> None:
    y, v = random_units(6)
    revenue = np.random.default_rng(7).normal(10.0, 1.0, y.size)
    plain, scaled = (
        fay_herriot(y, v, np.column_stack([np.ones(y.size), x]), method=method, mse=form)
        for x, form in ((revenue, MseForm.SECOND_ORDER), (unit * revenue, MseForm.SECOND_ORDER))
    )

    assert scaled.tau2 == pytest.approx(plain.tau2, rel=1e-8)
    np.testing.assert_allclose(scaled.eb, plain.eb, rtol=1e-9)
    np.testing.assert_allclose(scaled.mse, plain.mse, rtol=1e-8)


def test_a_variance_between_units_far_above_those_within_is_still_solved_for() -> None:
    y, v = np.array([0.0, 1e30, -2e30]), np.full(3, 1e-60)

    # With v negligible the equation is Σ(y − ȳ)²/τ² = m − 1: the sample variance.
    assert paule_mandel(y, v) == pytest.approx(y.var(ddof=1))
    assert reml_variance(y, v) == pytest.approx(y.var(ddof=1))
    assert ml_variance(y, v) == pytest.approx(y.var())


def test_without_variance_between_units_all_are_shrunk_to_the_mean_exactly() -> None:
    found = fay_herriot([40.0, 41.0, 40.5], [49.0, 25.0, 81.0])

    assert found.tau2 == 0.0
    assert found.shrinkage.tolist() == [1.0] * 3
    assert found.eb.tolist() == found.model.tolist()


def test_models_that_cannot_be_fitted_are_refused() -> None:
    with pytest.raises(EmptyInput, match="y is empty"):
        fay_herriot([], [])
    with pytest.raises(OutOfRange, match="fewer than the units"):
        fay_herriot([40.0], [25.0])
    with pytest.raises(OutOfRange, match="v is 0 at position 1; pool"):
        fay_herriot([40.0, 50.0], [25.0, 0.0])
    with pytest.raises(OutOfRange, match="rank 1 for 3 units"):
        fay_herriot(Y, V, np.ones((3, 2)))
    with pytest.raises(OutOfRange, match=r"shape \(2, 1\)"):
        fay_herriot(Y, V, np.ones((2, 1)))
    with pytest.raises(OutOfRange, match="holds nan for unit 1, column 0"):
        fay_herriot(Y, V, [[1.0], [np.nan], [1.0]])
    with pytest.raises(OutOfRange, match="lists of different length"):
        fay_herriot(Y, V, [[1.0], [1.0, 2.0], [1.0]])
    with pytest.raises(OutOfRange, match="1 columns of rank 0"):
        fay_herriot(Y, V, np.zeros((3, 1)))
    with pytest.raises(OutOfRange, match="too small to be squared"):
        fay_herriot(Y, [25.0, 1e-80, 25.0])
    with pytest.raises(OutOfRange, match="2 values where 3 are needed"):
        paule_mandel(Y, V[:2])
