"""Agreement of two ratings of the same thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_floats
from stats.errors import EmptyInput, OutOfRange


def lin_concordance(first: ArrayLike, second: ArrayLike) -> float | None:
    """Lin's concordance correlation: agreement with the line of equality, −1 to 1.

    2 s_xy / (s_x² + s_y² + (x̄ − ȳ)²) with 1/n moments. Source: Lin 1989.
    None when all values of both are one number, where agreement has no meaning. Raises
    EmptyInput without pairs, OutOfRange for lists of different lengths.

    >>> lin_concordance([8, 7, 6, 9], [9, 7, 8, 8])
    0.25
    """
    x = check_floats("first", first)
    y = check_floats("second", second, x.size)
    if x.size == 0:
        raise EmptyInput("There are no pairs; agreement needs at least one.")
    shift = float(x.mean() - y.mean())
    spread = float(x.var() + y.var()) + shift * shift
    if spread == 0.0:
        return None
    return 2.0 * float(np.mean((x - x.mean()) * (y - y.mean()))) / spread


def weighted_kappa(table: ArrayLike) -> float | None:
    """Quadratically weighted kappa of a k × k table of counts of ordered classes.

    1 − Σ w o / Σ w e, w_ij = (i − j)²/(k − 1)², e the product of the margins. Source: Cohen 1968.
    None when both raters used one and the same class throughout. Raises OutOfRange unless the
    table is square with k ≥ 2 and counts ≥ 0, EmptyInput without counts.

    >>> round(weighted_kappa([[5, 2], [1, 4]]), 12)
    0.5
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
        raise OutOfRange(f"A table of shape {counts.shape} is not square with two classes or more.")
    if not (np.isfinite(counts).all() and counts.min() >= 0.0):
        raise OutOfRange("The table holds a negative or missing count; hand in whole counts.")
    n = float(counts.sum())
    if n == 0.0:
        raise EmptyInput("The table is empty; agreement needs at least one pair.")
    classes = np.arange(counts.shape[0])
    weight = (classes[:, None] - classes) ** 2
    expected = float((weight * np.outer(counts.sum(axis=1), counts.sum(axis=0))).sum()) / n
    return None if expected == 0.0 else 1.0 - float((weight * counts).sum()) / expected
