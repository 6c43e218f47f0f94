"""Calibration residuals: regressing a linearised variable on the margins, all domains at once."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from stats.arrays import FloatArray
from stats.estimation.calibrated_cells import CalibratedCells
from stats.estimation.partition import Domains

_RAKE_PASSES = 10


class Residuals(StrEnum):
    """How calibration enters the standard error.

    CALIBRATE: residuals of the regression on the margins by base weights, as R
    `survey::calibrate` (the default). RAKE: ten unweighted passes over the margins, as R
    `survey::rake` and packages that follow it. NONE: calibration is ignored.
    """

    CALIBRATE = "calibrate"
    RAKE = "rake"
    NONE = "none"


def coefficients(
    domains: Domains, deviation: FloatArray, base_deviation: FloatArray, residuals: Residuals
) -> FloatArray:
    """Regression coefficients B (p, K) of each domain's linearised variable on the margins.

    `deviation` (C,) is Σe over the respondents of each cell, `base_deviation` Σde, e the
    linearised variable of the domain the cell is in; e = 0 outside it.
    """
    design = domains.design
    if residuals is Residuals.NONE or design.indicators.width == 0:
        return np.zeros((design.indicators.width, domains.size))
    if residuals is Residuals.RAKE:
        return _sweep(design, domains.margin_sums(deviation))
    return design.factor.solve(domains.margin_sums(base_deviation))


def _sweep(design: CalibratedCells, sums: FloatArray) -> FloatArray:
    """Subtract unweighted level means margin by margin; B collects what was subtracted."""
    x = design.indicators
    gram = x.gram(design.respondents)
    size = np.maximum(gram.diagonal(), 1.0)
    result = np.zeros_like(sums)
    for _ in range(_RAKE_PASSES):
        for first, last in zip(x.offsets[:-1], x.offsets[1:], strict=True):
            left = sums[first:last] - gram[first:last] @ result
            result[first:last] += left / size[first:last, None]
    return result
