"""Answers far from everybody else's, with the law that distances from one's own sample obey."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import qr
from scipy.special import betaincc

from stats.arrays import BoolArray, FloatArray
from stats.careless.flags import FlagName
from stats.careless.index import CarelessIndex, MaskedFloats, NotJudged, index, masked
from stats.careless.item_matrix import item_matrix
from stats.errors import AliasedItem

# methods D: p < .001; methods D1: more than three respondents per item.
P_CUT = 1e-3
RESPONDENTS_PER_ITEM = 3
# Share of an item's standard deviation that the other items must leave unexplained.
ALIAS_TOLERANCE = 1e-8


def mahalanobis(answers: ArrayLike, answered: ArrayLike | None = None) -> CarelessIndex | NotJudged:
    """How improbable a respondent's squared distance from the mean answer is (methods D1).

    D² = (x − x̄)'S⁻¹(x − x̄) with mean and covariance of the same n rows (ddof 1), so that
    nD²/(n − 1)² ~ Beta(k/2, (n − k − 1)/2) for normal items and D² ≤ (n − 1)²/n; values are the
    upper tail p, flagged below .001. χ² is wrong here: with n = 12 and k = 3, D² cannot exceed
    10.08, and χ²'s limit of 16.27 never fires.
    Source: Mahalanobis 1936; Wilks 1963; Gnanadesikan & Kettenring 1972 (Biometrics 28).

    `answers` (n, k), `answered` (n, k), all where None. Respondents who left an item out are not
    judged and not part of mean and covariance: a distance over fewer items has another law. With
    n ≤ 3k complete rows nobody is judged. Raises AliasedItem for an item that does not vary or
    that the others imply: a generalised inverse would hide which one and change k; EmptyInput
    and OutOfRange for what is no table of numbers.

    >>> rows = [[1, 2], [2, 1], [3, 3], [2, 3], [4, 3], [3, 4], [2, 2], [5, 1]]
    >>> found = mahalanobis(rows)
    >>> found.values.round(3).tolist()
    [0.369, 0.358, 0.848, 0.748, 0.542, 0.288, 0.816, 0.029]
    >>> print(found)
    mahalanobis: 0 of 8 flagged, cut 0.001 (fixed), 0 not judged
    """
    matrix = item_matrix("answers", answers, answered)
    complete: BoolArray = np.all(matrix.answered, axis=1)
    n, k = int(complete.sum()), matrix.items
    if n <= RESPONDENTS_PER_ITEM * k:
        return NotJudged.FEW_RESPONDENTS
    p = np.ones(matrix.rows)
    p[complete] = betaincc(
        k / 2.0, (n - k - 1) / 2.0, _leverages(matrix.values[complete]) * n / (n - 1)
    )
    return index(FlagName.MAHALANOBIS, p, complete, p < P_CUT, P_CUT)


def mahalanobis_distances(
    answers: ArrayLike, answered: ArrayLike | None = None
) -> MaskedFloats | NotJudged:
    """Squared Mahalanobis distances D² themselves, (n,), masked for incomplete rows.

    Formula, source, arguments and errors as `mahalanobis`.

    >>> mahalanobis_distances([[0], [1], [2], [9]]).round(3).tolist()
    [0.54, 0.24, 0.06, 2.16]
    """
    matrix = item_matrix("answers", answers, answered)
    complete: BoolArray = np.all(matrix.answered, axis=1)
    n = int(complete.sum())
    if n <= RESPONDENTS_PER_ITEM * matrix.items:
        return NotJudged.FEW_RESPONDENTS
    squared = np.zeros(matrix.rows)
    squared[complete] = _leverages(matrix.values[complete]) * (n - 1)
    return masked(squared, complete)


def _leverages(x: FloatArray) -> FloatArray:
    """D²/(n − 1) of each row: the diagonal of the projection on the centred items."""
    centred = x - x.mean(axis=0)
    _check_varies(x)
    scaled = centred / np.sqrt((centred**2).sum(axis=0))
    basis, triangle, order = qr(scaled, mode="economic", pivoting=True)
    lost = np.flatnonzero(np.abs(np.diag(triangle)) <= ALIAS_TOLERANCE)
    if lost.size:
        item = int(order[lost[0]])
        raise AliasedItem(
            f"Item {item} follows from the other items; leave it out and say so.", item=item
        )
    leverage: FloatArray = (basis**2).sum(axis=1)
    return np.minimum(leverage, (len(x) - 1) / len(x))


def _check_varies(x: FloatArray) -> None:
    constant = np.flatnonzero(np.ptp(x, axis=0) == 0.0)
    if constant.size:
        item = int(constant[0])
        raise AliasedItem(
            f"All {len(x)} complete respondents answered {x[0, item]:g} to item {item}; "
            "leave it out: an item that does not vary tells nobody apart.",
            item=item,
        )
