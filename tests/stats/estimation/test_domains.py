from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import (
    CellDesign,
    Measure,
    Partition,
    Undefined,
    account_influence,
    estimate_domains,
)
from tests.stats.samples import direct_variance, sample

seeds = st.integers(0, 10_000)
few = settings(max_examples=25, deadline=None)


@few
@given(seed=seeds, stratified=st.booleans(), corrected=st.booleans())
def test_sparse_products_equal_dense_residuals_row_by_row(
    seed: int, stratified: bool, corrected: bool
) -> None:
    data = sample(seed)

    found = estimate_domains(
        data.rows(stratified=stratified),
        data.nps(),
        data.domain,
        data.domains,
        leverage_correction=corrected,
        cluster_factor="sample",
    )

    for k in np.flatnonzero(found.valid):
        mean, variance, _ = direct_variance(
            data, int(k), corrected=corrected, stratified=stratified
        )
        assert found.estimate[k] == pytest.approx(mean, rel=1e-12, abs=1e-13)
        assert found.se[k] == pytest.approx(np.sqrt(variance), rel=1e-9)


@few
@given(seed=seeds, stratified=st.booleans())
def test_cells_give_the_figures_of_rows(seed: int, stratified: bool) -> None:
    data = sample(seed)
    grouped = data.grouped(stratified=stratified)

    rows = estimate_domains(data.rows(stratified=stratified), data.nps(), data.domain, data.domains)
    cells = estimate_domains(
        grouped.design, grouped.measure(data.nps()), grouped.domain(data.domain), data.domains
    )

    assert grouped.design.cell_count < data.base.size
    for name in ("estimate", "raw", "se", "raw_se", "weight_total", "largest_account_share"):
        np.testing.assert_allclose(
            getattr(cells, name), getattr(rows, name), rtol=1e-11, atol=1e-13
        )
    for name in ("n", "accounts", "df"):
        np.testing.assert_array_equal(getattr(cells, name), getattr(rows, name))
    assert list(cells.reason) == list(rows.reason)


@few
@given(seed=seeds)
def test_order_and_labels_change_nothing(seed: int) -> None:
    data = sample(seed)
    order = np.random.default_rng(seed).permutation(data.base.size)
    renamed = 10**9 - 7 * data.account
    plain = estimate_domains(data.rows(), data.nps(), data.domain, data.domains)

    shuffled = estimate_domains(
        CellDesign(
            base=data.base,
            weights=data.weights,
            margins=data.margins,
            stratum=np.zeros(data.base.size, int),
            account=renamed[order],
            cell=order,
            count=np.ones(order.size),
        ),
        Measure.of_scores(data.scores[order], data.answered[order]),
        (data.domain + 1) % (data.domains + 1),
        data.domains + 1,
    )

    np.testing.assert_allclose(shuffled.estimate[1:], plain.estimate, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(shuffled.se[1:], plain.se, rtol=1e-10)
    np.testing.assert_array_equal(shuffled.accounts[1:], plain.accounts)


@few
@given(seed=seeds)
def test_repeating_every_answer_of_the_accounts_never_narrows_the_clustered_error(
    seed: int,
) -> None:
    data = sample(seed)
    twice = np.repeat(np.arange(data.base.size), 2)
    once = estimate_domains(
        CellDesign.from_rows(data.base, data.account), data.nps(), data.domain, data.domains
    )

    repeated = estimate_domains(
        CellDesign.from_rows(data.base[twice], data.account[twice]),
        Measure.of_scores(data.scores[twice], data.answered[twice]),
        data.domain[twice],
        data.domains,
    )

    np.testing.assert_allclose(repeated.se, once.se, rtol=1e-10)
    assert (repeated.n == 2 * once.n).all()


@few
@given(seed=seeds)
def test_the_influence_of_accounts_gives_the_variance_of_the_estimate(seed: int) -> None:
    data = sample(seed)
    design = data.rows()
    found = estimate_domains(design, data.nps(), data.domain, data.domains, cluster_factor="sample")

    influence = account_influence(design, data.nps(), data.domain == 2)

    g = design.account_count
    spread = g / (g - 1) * ((influence.values - influence.values.mean()) ** 2).sum()
    assert np.sqrt(spread) == pytest.approx(found.se[2], rel=1e-9)
    assert influence.estimate == pytest.approx(found.estimate[2])
    assert influence.in_domain.sum() == found.accounts[2]


def test_a_prepared_partition_gives_the_same_figures() -> None:
    data = sample(3)
    design = data.rows()

    found = estimate_domains(design, data.nps(), Partition(design, data.domain, data.domains))

    again = estimate_domains(design, data.nps(), data.domain, data.domains)
    np.testing.assert_array_equal(found.se, again.se)


def test_the_weighted_mean_and_its_error_without_clusters_are_the_textbook_form() -> None:
    w, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([10.0, 8.0, 7.0, 3.0])
    mean = (w * y).sum() / w.sum()
    expected = np.sqrt(4 / 3 * (w**2 * (y - mean) ** 2).sum()) / w.sum()

    found = estimate_domains(
        CellDesign.from_rows(w, np.arange(4)), Measure.of_rows(y), np.zeros(4, int), 1
    )

    assert found.estimate[0] == pytest.approx(5.9)
    assert found.se[0] == pytest.approx(expected)
    assert found.n_eff_kish[0] == pytest.approx(100 / 30)


def test_the_domains_own_accounts_set_its_small_sample_factor() -> None:
    y = np.array([9.0, 4.0, 7.0, 8.0, 2.0, 6.0])
    domain = np.array([0, 0, 0, -1, -1, -1])
    design = CellDesign.from_rows(np.ones(6), np.arange(6))

    own = estimate_domains(design, Measure.of_rows(y), domain, 1)
    all_ = estimate_domains(design, Measure.of_rows(y), domain, 1, cluster_factor="sample")

    assert own.se[0] / all_.se[0] == pytest.approx(np.sqrt((3 / 2) / (6 / 5)))
    assert own.se[0] == pytest.approx(y[:3].std(ddof=1) / np.sqrt(3))


def test_a_domain_that_is_whole_strata_keeps_the_factors_of_its_strata() -> None:
    data = sample(5)
    design = data.rows(stratified=True)

    own = estimate_domains(design, Measure.of_rows(data.scores), data.stratum, 2)
    all_ = estimate_domains(
        design, Measure.of_rows(data.scores), data.stratum, 2, cluster_factor="sample"
    )

    np.testing.assert_allclose(own.se, all_.se, rtol=1e-12)


def test_single_accounts_in_several_strata_count_as_one_stratum_of_the_domain() -> None:
    stratum = np.array([0, 0, 1, 1, 2, 2])
    domain = np.array([0, -1, 0, -1, 0, -1])
    design = CellDesign.from_rows(np.ones(6), np.arange(6), stratum=stratum)

    found = estimate_domains(design, Measure.of_rows([1, 2, 3, 4, 5, 6]), domain, 1)

    assert found.df[0] == 2
    assert found.valid[0]


def test_calibration_on_a_variable_that_explains_the_answers_shrinks_the_error() -> None:
    data = sample(11)
    explained = Measure.of_rows(data.margins[0].codes.astype(float))
    everyone = np.zeros(data.base.size, int)

    with_margins = estimate_domains(data.rows(), explained, everyone, 1)
    without = estimate_domains(data.rows(), explained, everyone, 1, residuals="none")

    assert with_margins.reason[0] is Undefined.FIXED
    assert without.se[0] > 0.0
