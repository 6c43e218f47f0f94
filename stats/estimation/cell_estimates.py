"""Weighted means of many domains from cells, every respondent a cluster of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, any_array, ratio
from stats.errors import OutOfRange
from stats.estimation.cell_moments import CellMoments
from stats.estimation.cell_variance import cell_sums, cell_variance
from stats.estimation.domain_estimates import DomainEstimates
from stats.estimation.domain_sums import DomainSums, why_undefined
from stats.estimation.domain_variance import ClusterFactor, small_sample
from stats.estimation.partition import Domains
from stats.estimation.regression import Residuals
from stats.estimation.unclustered import UnclusteredDesign
from stats.reasons import Undefined
from stats.scalars import check_choice


def estimate_cells(
    design: UnclusteredDesign,
    cells: CellMoments,
    domain: ArrayLike | Domains,
    n_domains: int | None = None,
    *,
    leverage_correction: bool = False,
    residuals: Residuals | str = Residuals.CALIBRATE,
    cluster_factor: ClusterFactor | str = ClusterFactor.DOMAIN,
) -> DomainEstimates:
    """Weighted mean of every domain and its linearised error, from power sums per cell.

    The estimator of `estimate_domains` with every respondent an account of its own, exactly:
    e = (y − ȳ_K)/W_K is quadratic in y and constant in nothing else than the cell, so that
    Σw²(e − x'B)² = Σ_c g_c²(Σd²e² − 2 m_c Σd²e + m_c² Σd²), m = x'B, needs only Σ d^j y^k of
    each cell; the last sum is B'(Σ g²d²xx')B, one p × p matrix for all domains and measures.
    Cost O(cells) + O(p³). Source: docs/methods/estimation.md.

    `cells` (C,) of one item, `design` made of the same cells (`UnclusteredDesign.of`), `domain`
    (C,) codes 0…n_domains−1, −1 for none, or `Domains` made once for many items. `accounts` and
    `df` count respondents. The leverage correction needs one base weight per cell and is off,
    since it is made for few clusters. Raises as `estimate_domains`.

    >>> rows = CellMoments.of_rows([[0, 0, 1, 1]], [2], [1.0, 1.0, 2.0, 2.0], [8, 6, 9, 5])
    >>> print(estimate_cells(UnclusteredDesign.of(rows), rows, [0, 0], 1)[0])
    7 (raw 7), standard error 1.12, n 4, 4 accounts, effective n 3.6
    """
    parts = domain if isinstance(domain, Domains) else _domains(design, domain, n_domains)
    _check_fit(design, cells, parts)
    rule = check_choice("residuals", residuals, Residuals)
    factor_rule = check_choice("cluster_factor", cluster_factor, ClusterFactor)
    corrected = leverage_correction and rule is not Residuals.NONE
    sums = cell_sums(parts, cells, design.g)
    variance = cell_variance(design, parts, cells, sums, rule, corrected=corrected)
    clusters = parts.stratum_sums(cells.answers[0, 0])
    df, factor = small_sample(parts, clusters, factor_rule)
    n = sums.answered.astype(np.int64)
    calibrated = design.indicators.width > 0 and rule is not Residuals.NONE
    reason = why_undefined(sums, n, df, variance, calibrated=calibrated)
    se = np.where(reason == Undefined.DEFINED, np.sqrt(np.maximum(variance * factor, 0.0)), np.nan)
    high, low = _trinomial_shares(cells, sums)
    return DomainEstimates(
        estimate=cells.origin + sums.mean,
        raw=cells.origin + sums.raw,
        se=se,
        raw_se=_raw_se(sums),
        n=n,
        accounts=n,
        largest_account_share=_largest_share(parts, cells, design.g, sums),
        n_eff_kish=ratio(sums.weight**2, sums.weight_square),
        weight_total=sums.weight,
        unit_variance=sums.unit_variance,
        high_share=high,
        low_share=low,
        df=df,
        reason=reason,
    )


def _raw_se(sums: DomainSums) -> FloatArray:
    """Error of the unweighted mean, s/√n."""
    n = sums.answered
    squares = np.maximum(sums.square - ratio(sums.total**2, n), 0.0)
    spread = (n > 1) & (sums.unit_variance > 0.0)
    return np.where(spread, np.sqrt(ratio(squares, n * np.maximum(n - 1.0, 1.0))), np.nan)


def _largest_share(
    parts: Domains, cells: CellMoments, g: FloatArray, sums: DomainSums
) -> FloatArray:
    largest = np.zeros(parts.size)
    np.maximum.at(largest, parts.domain[parts.inside], (g * cells.largest)[parts.inside])
    return ratio(largest, sums.weight)


def _trinomial_shares(
    cells: CellMoments, sums: DomainSums
) -> tuple[FloatArray | None, FloatArray | None]:
    """Weighted shares of y = 1 and y = −1, where y takes no other value but 0."""
    if not cells.trinomial:
        return None, None
    return (sums.mean_square + sums.mean) / 2.0, (sums.mean_square - sums.mean) / 2.0


def _domains(design: UnclusteredDesign, domain: ArrayLike, n_domains: int | None) -> Domains:
    if n_domains is None:
        raise OutOfRange("Hand in n_domains, the number of domains, with the domain codes.")
    return Domains(design, any_array("domain", domain), n_domains)


def _check_fit(design: UnclusteredDesign, cells: CellMoments, parts: Domains) -> None:
    if parts.design is not design:
        raise OutOfRange("The domains belong to another design; prepare them on this one.")
    if not np.array_equal(cells.respondents, design.base_powers):
        raise OutOfRange(
            "The item was counted over other respondents than the design; make both from the "
            "same cells."
        )
