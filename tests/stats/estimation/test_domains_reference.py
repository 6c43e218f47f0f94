"""Estimates and errors against R `survey` 4.1 (svydesign, calibrate, rake, svyby)."""

from __future__ import annotations

import numpy as np
import pytest

from stats import CalibrationMethod, CellDesign, Margin, Measure, calibrate, estimate_domains
from tests.stats import reference


def _largest_relative_gap(kind: str, method: str, residuals: str = "calibrate") -> float:
    base = reference.column("cx.csv", "base")
    weights = None
    if method != "none":
        distance = CalibrationMethod.RAKING if method == "rake" else CalibrationMethod(method)
        weights = calibrate(base, reference.margins(), method=distance).weights
    design = reference.design(kind, weights, method != "none")
    worst = 0.0
    for item in ("y", "score"):
        for grouping, size in (("all", 1), *reference.MARGINS.items()):
            domain = np.zeros(base.size, int) if size == 1 else reference.codes(grouping)
            found = estimate_domains(
                design,
                reference.measure(item),
                domain,
                size,
                leverage_correction=False,
                residuals=residuals,
                cluster_factor="sample",
            )
            for figure in reference.figures(kind, method):
                if (figure.item, figure.grouping) != (item, grouping):
                    continue
                k = figure.level - 1
                gaps = (
                    abs(found.estimate[k] / figure.estimate - 1.0),
                    abs(found.se[k] / figure.se - 1.0),
                )
                worst = max(worst, *gaps)
    return worst


@pytest.mark.parametrize("kind", ["unstratified", "stratified", "persons"])
@pytest.mark.parametrize("method", ["none", "linear", "raking", "logit"])
def test_estimates_and_errors_equal_r_survey(kind: str, method: str) -> None:
    gap = _largest_relative_gap(kind, method)

    assert gap < 1e-8


def test_the_raking_variant_of_the_error_equals_r_survey_rake() -> None:
    gap = _largest_relative_gap("unstratified", "rake", residuals="rake")

    assert gap < 1e-7  # R's rake stops at its own tolerance, 1e-9 of the population


def test_the_two_raking_errors_of_r_differ_from_each_other() -> None:
    gap = _largest_relative_gap("unstratified", "rake", residuals="calibrate")

    assert gap > 1e-4


@pytest.mark.parametrize("method", ["linear", "raking", "logit"])
def test_calibrated_weights_equal_r_survey(method: str) -> None:
    base = reference.column("cx.csv", "base")

    found = calibrate(base, reference.margins(), method=CalibrationMethod(method))

    expected = reference.column("cx_weights.csv", method)
    assert np.abs(found.weights / expected - 1.0).max() < 1e-8


def test_the_school_cluster_sample_equals_r_survey() -> None:
    base = reference.column("api.csv", "pw")
    stype = reference.column("api.csv", "stype").astype(int) - 1
    wide = reference.column("api.csv", "sch.wide").astype(int) - 1
    margins = (
        Margin("stype", stype, ("E", "H", "M"), np.array([4421.0, 755.0, 1018.0])),
        Margin("sch.wide", wide, ("No", "Yes"), np.array([1072.0, 5122.0])),
    )
    district = reference.column("api.csv", "dnum").astype(int)
    weights = calibrate(base, margins).weights
    design = CellDesign.from_rows(base, district, weights=weights, margins=margins)
    item = Measure.of_rows(reference.column("api.csv", "api00"))

    total, by_type = (
        estimate_domains(
            design, item, domain, size, leverage_correction=False, cluster_factor="sample"
        )
        for domain, size in ((np.zeros(base.size, int), 1), (stype, 3))
    )

    expected = reference.column("api_figures.csv", "estimate")
    errors = reference.column("api_figures.csv", "se")
    found = np.concatenate([total.estimate, by_type.estimate])
    found_errors = np.concatenate([total.se, by_type.se])
    assert np.abs(found / expected - 1.0).max() < 1e-8
    assert np.abs(found_errors / errors - 1.0).max() < 1e-8
