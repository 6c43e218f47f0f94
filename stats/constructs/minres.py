"""Minimum-residual loadings of many correlation matrices at once (the bootstrap needs them)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import BoolArray, FloatArray
from stats.constructs.verdict import ROUNDING

ROUNDS = 200
SWEEPS = 5
GRADIENT = 1e-11
# Curvature below this is a valley: other loadings reproduce the correlations as well.
CURVATURE = 1e-8
_TINY = 1e-300
# Losses this close differ by rounding only.
_SLACK = 1e-15


@dataclass(frozen=True, eq=False)
class MinresFit:
    """`loadings` (B, k) with Σ l ≥ 0; `determined` (B,) where the minimum is unique; `proper`
    (B,) where it was reached besides and no loading exceeds 1."""

    loadings: FloatArray
    determined: BoolArray
    proper: BoolArray


def minres(correlations: FloatArray) -> MinresFit:
    """Loadings that minimise Σ_{i<j} (r_ij − l_i l_j)² for each of (B, k, k), k ≥ 3.

    Unbounded: a loading beyond 1 is found and said rather than stopped at a bound.
    """
    if correlations.shape[1] == 3:
        loadings, determined, settled = _three_items(correlations)
    else:
        loadings, determined, settled = _search(correlations)
    loadings = loadings * np.where(loadings.sum(axis=1) < 0.0, -1.0, 1.0)[:, None]
    within = np.abs(loadings).max(axis=1) <= 1.0 + ROUNDING
    return MinresFit(loadings, determined, determined & settled & within)


def _three_items(r: FloatArray) -> tuple[FloatArray, BoolArray, BoolArray]:
    """l₁ = √(r₁₂ r₁₃ / r₂₃), l₂ = r₁₂ / l₁, l₃ = r₁₃ / l₁; exists where r₁₂ r₁₃ r₂₃ > 0."""
    a, b, c = r[:, 0, 1], r[:, 0, 2], r[:, 1, 2]
    exists = a * b * c > 0.0
    first = np.sqrt(np.divide(a * b, c, where=exists, out=np.zeros(len(r))))
    second = np.divide(a, first, where=exists, out=np.zeros(len(r)))
    third = np.divide(b, first, where=exists, out=np.zeros(len(r)))
    return np.stack([first, second, third], axis=1), exists, exists


def _search(r: FloatArray) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Rounds over the matrices that are still unsettled."""
    loadings = _start(r)
    open_ = np.arange(r.shape[0])
    for _ in range(ROUNDS):
        gradient, hessian = _derivatives(r[open_], loadings[open_])
        moving = np.abs(gradient).max(axis=1) > GRADIENT
        open_ = open_[moving]
        if open_.size == 0:
            break
        loadings[open_] = _round(r[open_], loadings[open_], gradient[moving], hessian[moving])
    gradient, hessian = _derivatives(r, loadings)
    settled = np.abs(gradient).max(axis=1) <= GRADIENT
    curved = np.linalg.eigvalsh(hessian)[:, 0] > CURVATURE
    # A search still under way has not shown a valley; it is unsettled, not undetermined.
    return loadings, curved | ~settled, settled


def _round(
    r: FloatArray, loadings: FloatArray, gradient: FloatArray, hessian: FloatArray
) -> FloatArray:
    """A Newton step where it leads down; else sweeps, which do so from anywhere."""
    stepped = loadings - _newton_step(gradient, hessian)
    better = _loss(r, stepped) <= _loss(r, loadings) + _SLACK
    swept = loadings.copy()
    for _ in range(SWEEPS):
        _sweep(r, swept)
    return np.where(better[:, None], stepped, swept)


def _start(r: FloatArray) -> FloatArray:
    """The first principal axis."""
    values, vectors = np.linalg.eigh(r)
    return np.asarray(vectors[:, :, -1] * np.sqrt(values[:, -1:]))


def _sweep(r: FloatArray, loadings: FloatArray) -> None:
    """One pass of l_i = Σ_j r_ij l_j / Σ_j l_j² over the items, each the minimum given the rest."""
    for item in range(loadings.shape[1]):
        own = loadings[:, item].copy()
        loadings[:, item] = 0.0
        top = (r[:, item] * loadings).sum(axis=1)
        bottom = (loadings * loadings).sum(axis=1)
        loadings[:, item] = np.divide(top, bottom, where=bottom > _TINY, out=own)


def _derivatives(r: FloatArray, loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Gradient −2 Σ_j (r_ij − l_i l_j) l_j and Hessian 2(2 l_i l_j − r_ij), 2 Σ_{j≠i} l_j²."""
    products = loadings[:, :, None] * loadings[:, None, :]
    residual = r - products
    hessian = 2.0 * (2.0 * products - r)
    diagonal = np.arange(r.shape[1])
    residual[:, diagonal, diagonal] = 0.0
    squares = loadings * loadings
    hessian[:, diagonal, diagonal] = 2.0 * (squares.sum(axis=1, keepdims=True) - squares)
    return -2.0 * (residual @ loadings[:, :, None])[:, :, 0], hessian


def _newton_step(gradient: FloatArray, hessian: FloatArray) -> FloatArray:
    """Newton's step with the curvature taken as positive, so that it leads downhill."""
    values, vectors = np.linalg.eigh(hessian)
    along = (vectors.transpose(0, 2, 1) @ gradient[:, :, None])[:, :, 0]
    scaled = along / np.maximum(np.abs(values), CURVATURE)
    return np.asarray((vectors @ scaled[:, :, None])[:, :, 0])


def _loss(r: FloatArray, loadings: FloatArray) -> FloatArray:
    residual = r - loadings[:, :, None] * loadings[:, None, :]
    diagonal = np.arange(r.shape[1])
    residual[:, diagonal, diagonal] = 0.0
    return np.asarray((residual * residual).sum(axis=(1, 2)))
