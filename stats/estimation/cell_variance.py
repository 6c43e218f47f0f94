"""The variance of unclustered estimates, from power sums per cell."""

from __future__ import annotations

import numpy as np

from stats.arrays import FloatArray
from stats.errors import BadWeights
from stats.estimation.cell_moments import CellMoments
from stats.estimation.domain_sums import DomainSums, means_of
from stats.estimation.domain_variance import combine
from stats.estimation.partition import Domains
from stats.estimation.regression import Residuals, coefficients
from stats.estimation.unclustered import UnclusteredDesign

# Σw²(y − ȳ)² below this share of Σw²y² keeps fewer than four digits. A single dissenter among a
# hundred million equal weights stays above.
_ROUNDING = 1e-11


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
    """V of the weighted means with the sample's factors, (K,).

    Raises BadWeights where base weights differ so widely that rounding hides it.
    """
    shared = design.corrected_sums if corrected else design.plain_sums
    mean, weight = np.nan_to_num(sums.mean), sums.divisor
    a, centre = cells.answers, np.zeros(design.cell_count)
    centre[parts.inside] = mean[parts.domain[parts.inside]]
    beta = coefficients(parts, a[0, 1] - centre * a[0, 0], a[1, 1] - centre * a[1, 0], residuals)
    beta /= weight
    own = parts.sums(shared.fvv * (a[2, 2] - 2.0 * centre * a[2, 1] + centre**2 * a[2, 0]))
    _check_digits(own, sums)
    with_margins = parts.margin_sums(shared.fvv * (a[2, 1] - centre * a[2, 0])) / weight
    by_stratum = parts.stratum_sums(shared.v * (a[1, 1] - centre * a[1, 0])) / weight[:, None]
    return combine(
        design,
        own / weight**2,
        with_margins,
        shared.cross,
        beta,
        by_stratum - (shared.totals @ beta).T,
    )


def _check_digits(own: FloatArray, sums: DomainSums) -> None:
    hidden = (own != 0.0) & (
        own <= _ROUNDING * sums.weight_square * np.nan_to_num(sums.mean_square)
    )
    if (hidden & (sums.unit_variance > 0.0)).any():
        wrong = int(np.flatnonzero(hidden & (sums.unit_variance > 0.0))[0])
        raise BadWeights(
            f"The weights of domain {wrong} differ so widely that rounding hides its error; trim "
            "them, or estimate from rows."
        )
