from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import CellDesign, Margin, Measure, calibrate, estimate_domains
from stats.arrays import FloatArray, IntArray
from stats.estimation import (
    CellMoments,
    DomainEstimates,
    ScoreCells,
    UnclusteredDesign,
    estimate_cells,
    estimate_totals,
)
from tests.stats.samples import Sample, sample

NPS = np.array([-1.0] * 7 + [0.0, 0.0, 1.0, 1.0])
seeds = st.integers(0, 10_000)
few = settings(max_examples=20, deadline=None)
FIELDS = ("estimate", "raw", "se", "raw_se", "largest_account_share", "n_eff_kish",
          "weight_total", "unit_variance", "n", "accounts", "df")  # fmt: skip


def _moments(data: Sample, y: FloatArray) -> CellMoments:
    """Key: both margins, stratum, domain (last level: in no domain)."""
    codes = [m.codes for m in data.margins]
    domain = np.where(data.domain < 0, data.domains, data.domain)
    sizes = [m.size for m in data.margins] + [2, data.domains + 1]
    return CellMoments.of_rows(
        [*codes, data.stratum, domain], sizes, data.base, y, data.answered > 0
    )


def _from_cells(
    data: Sample,
    y: FloatArray,
    *,
    stratified: bool,
    drawn: tuple[float, float] | None = None,
    **options: object,
) -> DomainEstimates:
    cells = _moments(data, y)
    margins = [
        Margin(m.name, cells.axis(a), m.levels, m.totals) for a, m in enumerate(data.margins)
    ]
    weighed = calibrate(cells.base, margins, cells.respondents[0])
    design = UnclusteredDesign.of(
        cells,
        calibration=weighed,
        stratum=cells.axis(2) if stratified else None,
        sampling_fraction=_fraction(drawn, stratified=stratified),
    )
    domain = np.where(cells.axis(3) == data.domains, -1, cells.axis(3))
    return estimate_cells(design, cells, domain, data.domains, **options)  # type: ignore[arg-type]


def _fraction(drawn: tuple[float, float] | None, *, stratified: bool) -> tuple[float, ...] | None:
    return drawn if stratified or drawn is None else drawn[:1]


def _from_rows(
    data: Sample,
    y: FloatArray,
    *,
    stratified: bool,
    drawn: tuple[float, float] | None = None,
    **options: object,
) -> DomainEstimates:
    design = CellDesign.from_rows(
        data.base,
        np.arange(data.base.size),
        weights=data.weights,
        margins=data.margins,
        stratum=data.stratum if stratified else None,
        sampling_fraction=_fraction(drawn, stratified=stratified),
    )
    measure = Measure.of_rows(y, data.answered)
    options = {"leverage_correction": False} | options
    return estimate_domains(design, measure, data.domain, data.domains, **options)  # type: ignore[arg-type]


@few
@given(
    seed=seeds,
    stratified=st.booleans(),
    residuals=st.sampled_from(["calibrate", "rake", "none"]),
    factor=st.sampled_from(["domain", "sample"]),
    drawn=st.sampled_from([None, (0.4, 0.0), (0.25, 1.0)]),
)
def test_cells_equal_rows_whatever_the_options(
    seed: int,
    stratified: bool,
    residuals: str,
    factor: str,
    drawn: tuple[float, float] | None,
) -> None:
    data = sample(seed)
    options = {"residuals": residuals, "cluster_factor": factor}

    for y in (NPS[data.scores], data.scores.astype(float)):
        cells = _from_cells(data, y, stratified=stratified, drawn=drawn, **options)
        rows = _from_rows(data, y, stratified=stratified, drawn=drawn, **options)

        assert cells.reason.tolist() == rows.reason.tolist()
        for field in FIELDS:
            np.testing.assert_allclose(
                getattr(cells, field), getattr(rows, field), rtol=1e-11, err_msg=field
            )


@few
@given(seed=seeds)
def test_with_one_base_weight_a_cell_the_leverage_correction_is_that_of_rows(seed: int) -> None:
    data = sample(seed)
    domain = np.where(data.domain < 0, data.domains, data.domain)
    _, group = np.unique(data.base, return_inverse=True)
    codes = [*(m.codes for m in data.margins), group, domain]
    cells = CellMoments.of_rows(codes, [3, 4, 3, 6], data.base, NPS[data.scores], data.answered > 0)
    margins = [
        Margin(m.name, cells.axis(a), m.levels, m.totals) for a, m in enumerate(data.margins)
    ]
    design = UnclusteredDesign.of(
        cells, calibration=calibrate(cells.base, margins, cells.respondents[0])
    )

    found = estimate_cells(
        design,
        cells,
        np.where(cells.axis(3) == data.domains, -1, cells.axis(3)),
        data.domains,
        leverage_correction=True,
    )

    rows = _from_rows(data, NPS[data.scores], stratified=False, leverage_correction=True)
    np.testing.assert_allclose(found.se, rows.se, rtol=1e-11)


def test_npss_shares_come_with_the_cells_and_other_items_have_none() -> None:
    cells = ScoreCells.of_rows([[0] * 4], [1], [1.0, 1.0, 1.0, 1.0], [10, 9, 8, 0], scale=11)
    nps, mean = cells.moments(NPS), cells.moments(np.arange(11.0))

    found = estimate_cells(UnclusteredDesign.of(nps), nps, [0], 1)

    assert found.high_share is not None
    assert found.low_share is not None
    assert (found.high_share[0], found.low_share[0]) == (0.5, 0.25)
    assert estimate_cells(UnclusteredDesign.of(mean), mean, [0], 1).high_share is None


@few
@given(seed=seeds)
def test_the_order_of_respondents_changes_no_figure_from_histograms(seed: int) -> None:
    data = sample(seed)
    codes = [m.codes for m in data.margins]
    order = np.random.default_rng(seed).permutation(data.base.size)

    def figures(rows: IntArray) -> DomainEstimates:
        cells = ScoreCells.of_rows(
            [c[rows] for c in codes], [3, 4], data.base[rows], data.scores[rows], scale=11,
            answered=data.answered[rows] > 0,
        ).moments(NPS)  # fmt: skip
        return estimate_cells(UnclusteredDesign.of(cells), cells, cells.axis(0), 3)

    first, second = figures(np.arange(data.base.size)), figures(order)

    assert np.array_equal(first.estimate, second.estimate)
    assert np.array_equal(first.se, second.se)


def test_sampling_fractions_shrink_a_domains_error_by_the_root_of_what_was_not_drawn() -> None:
    data = sample(8)
    y = data.scores.astype(float)

    plain = _from_cells(data, y, stratified=False)
    drawn = _from_cells(data, y, stratified=False, drawn=(0.36, 0.0))

    np.testing.assert_allclose(drawn.se, 0.8 * plain.se, rtol=1e-13)


def test_a_stratum_drawn_whole_may_hold_a_single_respondent_and_adds_no_error() -> None:
    """R `survey` 4.1: svydesign(~1, strata, weights, fpc of 30, 1 and 20), svymean, svytotal."""
    base, y, stratum = [10.0] * 3 + [1.0] + [10.0] * 2, [3, 5, 4, 9, 1, 2], [0, 0, 0, 1, 2, 2]
    drawn = [0.1, 1.0, 0.1]
    cells = CellMoments.of_rows([stratum], [3], base, y)
    rows = CellDesign.from_rows(base, range(6), stratum=stratum, sampling_fraction=drawn)

    found = estimate_cells(
        UnclusteredDesign.of(cells, stratum=cells.axis(0), sampling_fraction=drawn),
        cells, [0, 0, 0], 1, cluster_factor="sample",
    )  # fmt: skip
    total = estimate_totals(rows, Measure.of_rows(y), [0] * 6, 1)

    assert found.estimate[0] == pytest.approx(3.11764705882352944, rel=1e-13)
    assert found.se[0] == pytest.approx(0.37203266590216227, rel=1e-13)
    assert found.df[0] == total.df[0] == 3
    assert total.estimate[0] == pytest.approx(159.0, rel=1e-13)
    assert total.se[0] == pytest.approx(18.973665961010276, rel=1e-13)


def test_many_strata_give_the_calibration_sums_of_each() -> None:
    generator = np.random.default_rng(6)
    codes = [generator.integers(0, 3, 400), generator.integers(0, 25, 400)]
    base = generator.choice([1.0, 2.5], 400)
    cells = CellMoments.of_rows(codes, [3, 25], base, generator.integers(0, 11, 400))
    margin = Margin("kind", cells.axis(0), ("a", "b", "c"), np.array([300.0, 200.0, 260.0]))
    raked = calibrate(cells.base, [margin], cells.respondents[0])

    design = UnclusteredDesign.of(cells, calibration=raked, stratum=cells.axis(1))

    totals = np.zeros((25, 3))
    np.add.at(totals, (cells.axis(1), cells.axis(0)), design.g * cells.respondents[1])
    np.testing.assert_allclose(design.plain_sums.totals, totals, rtol=1e-13)


def test_a_census_of_every_stratum_has_no_sampling_error() -> None:
    cells = CellMoments.of_rows([[0, 0, 1, 1]], [2], [1.0] * 4, [8.0, 6.0, 9.0, 5.0])
    design = UnclusteredDesign.of(cells, stratum=cells.axis(0), sampling_fraction=[1.0, 1.0])

    found = estimate_cells(design, cells, [0, 0], 1)

    assert not found.valid[0]
