"""Weighted totals of many domains, with account-clustered errors after calibration."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import FloatArray, repeated
from stats.estimation.design import CellDesign
from stats.estimation.domain_variance import clusters_answered, sample_variance
from stats.estimation.domains import check_fit, partition_of
from stats.estimation.linear_estimates import LinearEstimates
from stats.estimation.linearised import Term, linearise
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition
from stats.estimation.regression import Residuals
from stats.reasons import Undefined
from stats.scalars import check_choice


def estimate_totals(
    design: CellDesign,
    measure: Measure,
    domain: ArrayLike | Partition,
    n_domains: int | None = None,
    *,
    leverage_correction: bool = True,
    residuals: Residuals | str = Residuals.CALIBRATE,
) -> LinearEstimates:
    """Weighted total of every domain, Ŷ_K = Σwy over those who answered, and its error.

    e = y in the domain and 0 outside; otherwise as `estimate_domains`, with the factor g/(g − 1)
    of the whole sample, since how many fall into the domain is part of what is estimated.
    Source: Särndal, Swensson & Wretman 1992; R `survey::svytotal` with `svyby`.

    Arguments and errors as in `estimate_domains`; `df` = accounts − strata of the sample. Where
    the margins fix the total it has no error (`Undefined.FIXED`), where nobody answered no value.

    >>> design = CellDesign.from_rows(base=[10.0, 10.0, 20.0], account=[1, 2, 3])
    >>> print(estimate_totals(design, Measure.of_rows([3, 1, 2]), [0, 0, 0], 1)[0])
    80, standard error 26.5, n 3, 3 accounts
    """
    parts = partition_of(design, domain, n_domains)
    check_fit(design, measure, parts)
    rule = check_choice("residuals", residuals, Residuals)
    moments = design.moments(leverage_correction=leverage_correction and rule is not Residuals.NONE)
    one = np.ones(parts.size)
    e = linearise(parts, [Term(measure.sums, one)], one, moments)
    variance = sample_variance(parts, e, moments, rule)
    n = parts.sums(design.to_cells(measure.answered))
    accounts = clusters_answered(parts, measure.answered).sum(axis=1).astype(np.int64)
    groups = design.clusters_per_stratum
    df = int(groups.sum() - (groups > 0).sum())
    reason = _reasons(n, df, variance, calibrated=design.indicators.width > 0)
    return LinearEstimates(
        estimate=np.where(
            n > 0, parts.sums(design.weights * design.to_cells(measure.sums)), np.nan
        ),
        se=np.where(reason == Undefined.DEFINED, np.sqrt(np.maximum(variance, 0.0)), np.nan),
        n=n.astype(np.int64),
        accounts=accounts,
        df=np.full(parts.size, df, dtype=np.int64),
        reason=reason,
    )


def _reasons(
    n: FloatArray, df: int, variance: FloatArray, *, calibrated: bool
) -> NDArray[np.object_]:
    result = repeated(Undefined.DEFINED, n.size)
    result[variance <= 0.0] = Undefined.FIXED if calibrated else Undefined.ZERO_VARIANCE
    if df < 1:
        result[:] = Undefined.FEW_ACCOUNTS
    result[n == 0] = Undefined.EMPTY
    return result
