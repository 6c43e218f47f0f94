"""The account-clustered variance of every domain, by sparse products."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.sparse import csr_array

from stats.arrays import FloatArray, IntArray, ratio, sum_by
from stats.estimation.design import ClusterMoments
from stats.estimation.domain_sums import DomainSums
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition
from stats.estimation.regression import Residuals, coefficients

# Where calibration explains an item fully, the three sums cancel to this share of the first.
_ROUNDING = 1e-12


class ClusterFactor(StrEnum):
    """Whose accounts the small-sample factor g/(g − 1) counts: the domain's, or all (as R)."""

    DOMAIN = "domain"
    SAMPLE = "sample"


def sample_variance(
    parts: Partition,
    measure: Measure,
    sums: DomainSums,
    moments: ClusterMoments,
    residuals: Residuals,
) -> tuple[FloatArray, FloatArray]:
    """V with the sample's factors (K,), and the domain's clusters per stratum (K, H).

    Σ f (a − b'B)² = Σ f a² − 2 B'Σ f a b + B'(Σ f b b')B, less the stratum means.
    """
    design, pairs = parts.design, parts.by_cluster
    mean, weight = np.nan_to_num(sums.mean), np.where(sums.weight > 0.0, sums.weight, 1.0)
    row_weight = (design.weights * moments.scale)[design.cell]
    a = pairs.sums(row_weight * measure.total)
    a -= mean[pairs.domain] * pairs.sums(row_weight * measure.answered)
    a /= weight[pairs.domain]
    stratum = design.cluster_stratum[pairs.unit]
    own = sum_by(pairs.domain, design.stratum_factor[stratum] * a * a, parts.size)
    beta = coefficients(parts, deviation(parts, sums, mean, weight), residuals)
    cross = _sparse(pairs.domain, pairs.unit, a, parts.size, moments.weighted_sums.shape[0])
    shared = np.asarray((cross @ moments.weighted_sums).toarray()).T
    variance = own - 2.0 * np.sum(beta * shared, axis=0)
    variance += np.sum(beta * (moments.cross @ beta), axis=0)
    sizes = np.maximum(design.clusters_per_stratum, 1)
    by_stratum = _table(pairs.domain, stratum, a, parts.size, design.stratum_count)
    centre = by_stratum - (moments.stratum_sums @ beta).T
    variance -= centre**2 @ (design.stratum_factor / sizes)
    variance[variance <= _ROUNDING * own] = 0.0
    there = (pairs.sums(measure.answered) > 0.0).astype(np.float64)
    return variance, _table(pairs.domain, stratum, there, parts.size, design.stratum_count)


def deviation(
    parts: Partition, sums: DomainSums, mean: FloatArray, weight: FloatArray
) -> FloatArray:
    """Σe over the respondents of each cell, (C,); zero outside every domain."""
    inside = parts.domain >= 0
    k = parts.domain[inside]
    result = np.zeros(parts.domain.size)
    result[inside] = sums.cell_total[inside] - mean[k] * sums.cell_answered[inside]
    result[inside] /= weight[k]
    return result


def small_sample(
    parts: Partition, clusters: FloatArray, factor: ClusterFactor
) -> tuple[IntArray, FloatArray]:
    """Degrees of freedom and the correction c of each domain, (K,)."""
    own = clusters.sum(axis=1)
    strata = (clusters > 1).sum(axis=1) + (clusters == 1).any(axis=1)
    df = (own - strata).astype(np.int64)
    if factor is ClusterFactor.SAMPLE:
        return df, np.ones(parts.size)
    sizes = parts.design.clusters_per_stratum
    sample = (parts.touched * sizes).sum(axis=1).astype(np.float64)
    free = sample - parts.touched.sum(axis=1)
    correction = ratio(own * free, df * sample)
    return df, np.where(np.isfinite(correction), np.maximum(correction, 1.0), 1.0)


def _table(
    rows: IntArray, columns: IntArray, values: FloatArray, height: int, width: int
) -> FloatArray:
    return sum_by(rows * width + columns, values, height * width).reshape(height, width)


def _sparse(
    rows: IntArray, columns: IntArray, values: FloatArray, height: int, width: int
) -> csr_array:
    """Compressed rows from triples already sorted by row."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=height))])
    return csr_array((values, columns, starts), shape=(height, width))
