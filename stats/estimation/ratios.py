"""Ratios of two weighted totals in many domains, with account-clustered errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import FloatArray, IntArray, ratio, repeated
from stats.errors import OutOfRange
from stats.estimation.design import CellDesign
from stats.estimation.domain_variance import (
    ClusterFactor,
    clusters_answered,
    sample_variance,
    small_sample,
)
from stats.estimation.domains import check_fit, partition_of
from stats.estimation.linear_estimates import LinearEstimates
from stats.estimation.linearised import Term, linearise
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition
from stats.estimation.regression import Residuals
from stats.reasons import Undefined
from stats.scalars import check_choice


def estimate_ratios(
    design: CellDesign,
    top: Measure,
    bottom: Measure,
    domain: ArrayLike | Partition,
    n_domains: int | None = None,
    *,
    leverage_correction: bool = True,
    residuals: Residuals | str = Residuals.CALIBRATE,
    cluster_factor: ClusterFactor | str = ClusterFactor.DOMAIN,
) -> LinearEstimates:
    """Ratio of two weighted totals in every domain, R_K = Σwy/Σwx, and its linearised error.

    e = (y − R_K x)/X̂_K, X̂ = Σwx; otherwise as `estimate_domains`, of which this is the general
    form (x = 1). Such as revenue lost per transaction, or complaints per delivery.
    Source: Särndal, Swensson & Wretman 1992; R `survey::svyratio` with `svyby`.

    `top` y and `bottom` x per rollup row (M,), answered by the same respondents. Raises as
    `estimate_domains`, and OutOfRange when different respondents answered, or where the bottom's
    total is not positive, naming the domain.

    >>> design = CellDesign.from_rows(base=[1.0, 1.0, 1.0, 1.0], account=[1, 2, 3, 4])
    >>> top, bottom = Measure.of_rows([1, 0, 2, 1]), Measure.of_rows([2, 1, 3, 2])
    >>> print(estimate_ratios(design, top, bottom, [0, 0, 0, 0], 1)[0])
    0.5, standard error 0.102, n 4, 4 accounts
    """
    parts = partition_of(design, domain, n_domains)
    check_fit(design, top, parts)
    check_fit(design, bottom, parts)
    answered = design.to_cells(top.answered)
    n, total = parts.sums(answered), _bottom_total(parts, top, bottom)
    estimate = ratio(parts.sums(design.weights * design.to_cells(top.sums)), total)
    rule = check_choice("residuals", residuals, Residuals)
    moments = design.moments(leverage_correction=leverage_correction and rule is not Residuals.NONE)
    terms = [Term(top.sums, np.ones(parts.size)), Term(bottom.sums, -np.nan_to_num(estimate))]
    e = linearise(parts, terms, np.where(n > 0, total, 1.0), moments)
    variance = sample_variance(parts, e, moments, rule)
    clusters = clusters_answered(parts, top.answered)
    factor_rule = check_choice("cluster_factor", cluster_factor, ClusterFactor)
    df, factor = small_sample(parts, clusters, factor_rule)
    accounts = clusters.sum(axis=1).astype(np.int64)
    reason = _reasons(n, accounts, df, variance)
    return LinearEstimates(
        estimate=estimate,
        se=np.where(
            reason == Undefined.DEFINED, np.sqrt(np.maximum(variance * factor, 0.0)), np.nan
        ),
        n=n.astype(np.int64),
        accounts=accounts,
        df=df,
        reason=reason,
    )


def _bottom_total(parts: Partition, top: Measure, bottom: Measure) -> FloatArray:
    if not np.array_equal(top.answered, bottom.answered):
        wrong = int(np.flatnonzero(top.answered != bottom.answered)[0])
        raise OutOfRange(
            f"Row {wrong} has {top.answered[wrong]:g} answers above and "
            f"{bottom.answered[wrong]:g} below; keep respondents who answered both."
        )
    design = parts.design
    total = parts.sums(design.weights * design.to_cells(bottom.sums))
    heard = parts.sums(design.to_cells(bottom.answered)) > 0
    if (total[heard] <= 0.0).any():
        wrong = int(np.flatnonzero(heard & (total <= 0.0))[0])
        raise OutOfRange(
            f"The bottom of the ratio sums to {total[wrong]:g} in domain {wrong}; "
            "divide by something positive."
        )
    return np.where(heard, total, 0.0)


def _reasons(
    n: FloatArray, accounts: IntArray, df: IntArray, variance: FloatArray
) -> NDArray[np.object_]:
    result = repeated(Undefined.DEFINED, n.size)
    result[variance <= 0.0] = Undefined.ZERO_VARIANCE
    result[(accounts < 2) | (df < 1)] = Undefined.FEW_ACCOUNTS
    result[n == 0] = Undefined.EMPTY
    return result
