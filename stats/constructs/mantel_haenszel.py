"""The Mantel–Haenszel test and common odds ratio of stratified 2 × 2 tables."""

from __future__ import annotations

import numpy as np

from stats.arrays import FloatArray


def chi_square(t: FloatArray) -> float | None:
    """χ² = max(0, |ΣA − ΣE| − ½)²/ΣV of tables (s, 4) that hold both groups.

    None where the margins leave no other table possible.
    """
    a, b, c, d = t.T
    total = t.sum(axis=1)
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (total * total * (total - 1.0))
    if variance.sum() == 0.0:
        return None
    distance = abs(float(a.sum() - ((a + b) * (a + c) / total).sum()))
    return max(0.0, distance - 0.5) ** 2 / float(variance.sum())


def odds_ratio(t: FloatArray) -> tuple[float | None, float]:
    """α = Σ(AD/T)/Σ(BC/T) of tables (s, 4) and the standard deviation of ln α.

    None where a side of the table is empty throughout.
    """
    a, b, c, d = t.T
    total = t.sum(axis=1)
    p, q, r, s = (a + d) / total, (b + c) / total, a * d / total, b * c / total
    if r.sum() == 0.0 or s.sum() == 0.0:
        return None, 0.0
    variance = (
        (p * r).sum() / (2.0 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2.0 * r.sum() * s.sum())
        + (q * s).sum() / (2.0 * s.sum() ** 2)
    )
    return float(r.sum() / s.sum()), float(np.sqrt(variance))
