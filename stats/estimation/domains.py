"""Weighted means of many domains, with account-clustered errors after calibration."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, any_array, ratio, sum_by
from stats.errors import OutOfRange
from stats.estimation.design import CellDesign
from stats.estimation.domain_estimates import DomainEstimates
from stats.estimation.domain_sums import (
    DomainSums,
    domain_sums,
    mean_terms,
    weighted_share,
    why_undefined,
)
from stats.estimation.domain_variance import (
    ClusterFactor,
    clusters_answered,
    sample_variance,
    small_sample,
)
from stats.estimation.linearised import linearise
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition
from stats.estimation.regression import Residuals
from stats.reasons import Undefined
from stats.scalars import check_choice
from stats.wording import counted


def estimate_domains(
    design: CellDesign,
    measure: Measure,
    domain: ArrayLike | Partition,
    n_domains: int | None = None,
    *,
    leverage_correction: bool = True,
    residuals: Residuals | str = Residuals.CALIBRATE,
    cluster_factor: ClusterFactor | str = ClusterFactor.DOMAIN,
) -> DomainEstimates:
    """Weighted mean of every domain, its linearised account-clustered error, and what backs it.

    ȳ_K = Σwy/Σw over those who answered in domain K; e = d(y − ȳ_K)/W_K;
    B = (X'DX)⁻X'De with base weights D over all respondents; per cluster j
    u_j = Σ_{i∈j} w_i s_i (e_i − x_i'B), s_i = 1/√(1 − h_i) with `leverage_correction`, else 1;
    V = c Σ_h g_h/(g_h − 1) Σ_{j∈h} (u_j − ū_h)² over all clusters of the sample, where c = 1 for
    cluster_factor 'sample', and for 'domain' c turns g/(g − 1) of the strata that the domain
    touches into that of the domain's own accounts (docs/methods/estimation.md).
    Source: Deville & Särndal 1992; Särndal, Swensson & Wretman 1992; R `survey::calibrate` with
    `svyby` (equal to 1e-8 for 'sample' without leverage correction); methods A2a.

    `measure` per rollup row (M,); `domain` (C,) codes 0…n_domains−1, −1 for none, or a
    `Partition` made once for many measures. Figures come in units of y. `raw` and `raw_se` use
    neither weights nor calibration nor strata. `df` = accounts − strata of the domain, strata in
    which it has one account counting as one together.
    Raises OutOfRange when the measure does not fit the rollup, BadWeights when a domain's weights
    sum to zero or less. No answers, fewer than two accounts, or no variance is not an error: that
    domain carries its reason.

    >>> design = CellDesign.from_rows(base=[1.0, 1.0, 2.0, 2.0], account=[1, 1, 2, 3])
    >>> figures = estimate_domains(design, Measure.of_rows([8, 6, 9, 5]), np.zeros(4, int), 1)
    >>> print(figures[0])
    7 (raw 7), standard error 1.15, n 4, 3 accounts, effective n 3.6
    """
    parts = partition_of(design, domain, n_domains)
    check_fit(design, measure, parts)
    sums = domain_sums(parts, measure)
    regression = check_choice("residuals", residuals, Residuals)
    corrected = leverage_correction and regression is not Residuals.NONE
    moments = design.moments(leverage_correction=corrected)
    e = linearise(parts, mean_terms(measure, sums), sums.divisor, moments)
    variance = sample_variance(parts, e, moments, regression)
    clusters = clusters_answered(parts, measure.answered)
    factor_rule = check_choice("cluster_factor", cluster_factor, ClusterFactor)
    df, factor = small_sample(parts, clusters, factor_rule)
    raw_se, accounts, largest = _accounts(parts, measure, sums)
    calibrated = bool(design.margins) and regression is not Residuals.NONE
    reason = why_undefined(sums, accounts, df, variance, calibrated=calibrated)
    se = np.where(reason == Undefined.DEFINED, np.sqrt(np.maximum(variance * factor, 0.0)), np.nan)
    return DomainEstimates(
        estimate=measure.origin + sums.mean,
        raw=measure.origin + sums.raw,
        se=se,
        raw_se=raw_se,
        n=sums.answered.astype(np.int64),
        accounts=accounts,
        largest_account_share=largest,
        n_eff_kish=ratio(sums.weight**2, sums.weight_square),
        weight_total=sums.weight,
        unit_variance=sums.unit_variance,
        high_share=weighted_share(parts, measure.high, sums),
        low_share=weighted_share(parts, measure.low, sums),
        df=df,
        reason=reason,
    )


def _accounts(
    parts: Partition, measure: Measure, sums: DomainSums
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Unweighted clustered error, accounts that answered, and the largest account's share."""
    pairs = parts.by_account
    answered = pairs.sums(measure.answered)
    accounts = np.bincount(pairs.domain[answered > 0.0], minlength=parts.size)
    deviation = pairs.sums(measure.total) - np.nan_to_num(sums.raw)[pairs.domain] * answered
    squares = sum_by(pairs.domain, deviation**2, parts.size)
    variance = ratio(squares * accounts, (accounts - 1.0) * sums.answered**2)
    weight = pairs.sums(parts.design.weights[parts.design.cell] * measure.answered)
    largest = np.zeros(parts.size)
    np.maximum.at(largest, pairs.domain, weight)
    spread = (accounts > 1) & (variance > 0.0) & (sums.unit_variance > 0.0)
    raw_se = np.where(spread, np.sqrt(variance), np.nan)
    return raw_se, accounts, ratio(largest, sums.weight)


def partition_of(
    design: CellDesign, domain: ArrayLike | Partition, n_domains: int | None
) -> Partition:
    """Domains as they are handed in, or prepared from their codes."""
    if isinstance(domain, Partition):
        return domain
    if n_domains is None:
        raise OutOfRange("Hand in n_domains, the number of domains, with the domain codes.")
    return Partition(design, any_array("domain", domain), n_domains)


def check_fit(design: CellDesign, measure: Measure, parts: Partition) -> None:
    """Refuse a measure or a partition made for another rollup."""
    if parts.design is not design:
        raise OutOfRange("The partition belongs to another design; prepare it on this one.")
    if measure.answered.size != design.count.size:
        raise OutOfRange(
            f"The measure has {counted(measure.answered.size, 'row')} and the rollup "
            f"{design.count.size}; "
            "sum it over the same account × cell rows."
        )
    if (measure.answered > design.count).any():
        wrong = int(np.flatnonzero(measure.answered > design.count)[0])
        raise OutOfRange(
            f"Row {wrong} has {counted(measure.answered[wrong], 'answer')} from "
            f"{counted(design.count[wrong], 'respondent')}; count the respondents of the rollup "
            "again."
        )
