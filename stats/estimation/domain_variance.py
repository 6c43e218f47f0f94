"""The account-clustered variance of every domain, by sparse products."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.sparse import csr_array

from stats.arrays import FloatArray, IntArray, ratio, sum_by
from stats.estimation.calibrated_cells import CalibratedCells
from stats.estimation.design import ClusterMoments
from stats.estimation.linearised import Linearised
from stats.estimation.partition import Domains, Partition
from stats.estimation.regression import Residuals, coefficients

# Where calibration explains an item fully, the three sums cancel to this share of the first.
_ROUNDING = 1e-12


class ClusterFactor(StrEnum):
    """Whose accounts the small-sample factor g/(g − 1) counts: the domain's, or all (as R)."""

    DOMAIN = "domain"
    SAMPLE = "sample"


def sample_variance(
    parts: Partition, e: Linearised, moments: ClusterMoments, residuals: Residuals
) -> FloatArray:
    """V with the sample's factors, (K,).

    Σ f (a − b'B)² = Σ f a² − 2 B'Σ f a b + B'(Σ f b b')B, less the stratum means.
    """
    design, pairs = parts.design, parts.by_cluster
    stratum = design.cluster_stratum[pairs.unit]
    own = sum_by(pairs.domain, design.stratum_factor[stratum] * e.pairs * e.pairs, parts.size)
    beta = coefficients(parts, e.cells, e.cells * design.base, residuals)
    cross = _sparse(pairs.domain, pairs.unit, e.pairs, parts.size, moments.weighted_sums.shape[0])
    shared = np.asarray((cross @ moments.weighted_sums).toarray()).T
    by_stratum = _table(pairs.domain, stratum, e.pairs, parts.size, design.stratum_count)
    centre = by_stratum - (moments.stratum_sums @ beta).T
    return combine(design, own, shared, moments.cross, beta, centre)


def combine(
    design: CalibratedCells,
    own: FloatArray,
    shared: FloatArray,
    cross: FloatArray,
    beta: FloatArray,
    centre: FloatArray,
) -> FloatArray:
    """own − 2 B'shared + B'cross B − Σ_h f_h centre_h²/g_h, (K,); zero where only rounding is left.

    `own` (K,) Σ f a², `shared` (p, K) Σ f a b, `cross` (p, p) Σ f b b', `beta` (p, K), `centre`
    (K, H) the residual sums of the strata.
    """
    variance: FloatArray = own - 2.0 * np.sum(beta * shared, axis=0)
    variance += np.sum(beta * (cross @ beta), axis=0)
    sizes = np.maximum(design.clusters_per_stratum, 1)
    variance -= centre**2 @ (design.stratum_factor / sizes)
    variance[variance <= _ROUNDING * own] = 0.0
    return variance


def clusters_answered(parts: Partition, answered: FloatArray) -> FloatArray:
    """Clusters per stratum with answers (M,) in each domain, (K, H)."""
    pairs = parts.by_cluster
    stratum = parts.design.cluster_stratum[pairs.unit]
    there = (pairs.sums(answered) > 0.0).astype(np.float64)
    return _table(pairs.domain, stratum, there, parts.size, parts.design.stratum_count)


def small_sample(
    parts: Domains, clusters: FloatArray, factor: ClusterFactor
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
