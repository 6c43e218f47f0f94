"""Johnson's relative weights: R² divided through the closest uncorrelated drivers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray
from stats.drivers.correlations import check_correlations
from stats.drivers.importance import Importance, ImportanceMethod


def johnson(
    among: ArrayLike, outcome: ArrayLike, *, names: Sequence[str] | None = None
) -> Importance:
    """Johnson's relative weights; they sum to R², for two drivers they equal LMG.

    L = R^½ (the symmetric root), β = L⁻¹r, ε_j = Σ_m L_jm² β_m².
    Source: Johnson 2000; Tonidandel & LeBreton 2011 (R `rwa`).

    Correlations `among` drivers (k, k) and with the `outcome` (k,); any k.
    Raises as `check_correlations`.

    >>> print(johnson([[1, 0.5], [0.5, 1]], [0.6, 0.5], names=["price", "service"]))
    R² 0.413 by Johnson: price 0.262, service 0.152
    """
    given = check_correlations(among, outcome, names)
    shares = johnson_weights(given.among[None], given.outcome[None])[0]
    return Importance(given.names, shares, given.r2, ImportanceMethod.JOHNSON)


def johnson_weights(among: FloatArray, outcome: FloatArray) -> FloatArray:
    """Relative weights (b, k) of b checked sets of correlations (b, k, k) and (b, k)."""
    values, vectors = np.linalg.eigh(among)
    turned = vectors.swapaxes(1, 2)
    root = (vectors * np.sqrt(values)[:, None, :]) @ turned
    beta = (vectors / np.sqrt(values)[:, None, :]) @ (turned @ outcome[:, :, None])
    weights: FloatArray = ((root**2) @ (beta**2))[:, :, 0]
    return weights
