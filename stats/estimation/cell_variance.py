"""The variance of unclustered estimates, from power sums per cell."""

from __future__ import annotations

import numpy as np

from stats.arrays import FloatArray
from stats.estimation.cell_moments import CellMoments
from stats.estimation.domain_sums import DomainSums, means_of
from stats.estimation.domain_variance import combine
from stats.estimation.partition import Domains
from stats.estimation.regression import Residuals, coefficients
from stats.estimation.unclustered import UnclusteredDesign


def cell_sums(parts: Domains, cells: CellMoments, g: FloatArray) -> DomainSums:
    """Means of every domain; the weight of a respondent is d g."""
    a = cells.answers
    columns = np.stack([*a[0], *(g * a[1]), g * g * a[2, 0]], axis=1)
    n, y, yy, w, wy, wyy, squares = parts.sums(columns).T
    return means_of((n, y, yy), (w, wy, wyy), squares)


def cell_variance(
    design: UnclusteredDesign,
    parts: Domains,
    cells: CellMoments,
    sums: DomainSums,
    residuals: Residuals,
    *,
    corrected: bool,
) -> FloatArray:
    """V of the weighted means with the sample's factors, (K,)."""
    shared = design.corrected_sums if corrected else design.plain_sums
    mean, weight = np.nan_to_num(sums.mean), sums.divisor
    a, centre = cells.answers, np.zeros(design.cell_count)
    centre[parts.inside] = mean[parts.domain[parts.inside]]
    beta = coefficients(parts, a[0, 1] - centre * a[0, 0], a[1, 1] - centre * a[1, 0], residuals)
    beta /= weight
    own = a[2, 2] - 2.0 * centre * a[2, 1] + centre**2 * a[2, 0]
    with_margins = parts.margin_sums(shared.fvv * (a[2, 1] - centre * a[2, 0])) / weight
    by_stratum = parts.stratum_sums(shared.v * (a[1, 1] - centre * a[1, 0])) / weight[:, None]
    return combine(
        design,
        parts.sums(shared.fvv * own) / weight**2,
        with_margins,
        shared.cross,
        beta,
        by_stratum - (shared.totals @ beta).T,
    )
