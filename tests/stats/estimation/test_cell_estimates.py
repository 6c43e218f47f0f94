from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import CellDesign, Margin, Measure, calibrate, estimate_domains
from stats.arrays import FloatArray
from stats.estimation import (
    CellMoments,
    DomainEstimates,
    UnclusteredDesign,
    estimate_cells,
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
    data: Sample, y: FloatArray, *, stratified: bool, **options: object
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
    )
    domain = np.where(cells.axis(3) == data.domains, -1, cells.axis(3))
    return estimate_cells(design, cells, domain, data.domains, **options)  # type: ignore[arg-type]


def _from_rows(
    data: Sample, y: FloatArray, *, stratified: bool, **options: object
) -> DomainEstimates:
    design = CellDesign.from_rows(
        data.base,
        np.arange(data.base.size),
        weights=data.weights,
        margins=data.margins,
        stratum=data.stratum if stratified else None,
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
)
def test_cells_equal_rows_whatever_the_options(
    seed: int, stratified: bool, residuals: str, factor: str
) -> None:
    data = sample(seed)
    options = {"residuals": residuals, "cluster_factor": factor}

    for y in (NPS[data.scores], data.scores.astype(float)):
        cells = _from_cells(data, y, stratified=stratified, **options)
        rows = _from_rows(data, y, stratified=stratified, **options)

        assert cells.reason.tolist() == rows.reason.tolist()
        for field in FIELDS:
            np.testing.assert_allclose(
                getattr(cells, field), getattr(rows, field), rtol=1e-11, err_msg=field
            )
