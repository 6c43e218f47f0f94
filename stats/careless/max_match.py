"""Respondents whose answers nearly equal another respondent's."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray
from stats.careless.flags import FlagName
from stats.careless.index import CarelessIndex, NotJudged, above, index
from stats.careless.item_matrix import ItemMatrix, item_matrix

# Kuriakose & Robbins 2016; fewer items match by chance.
MATCH_CUT = 0.85
MATCH_ITEMS = 50
# Rows compared at once: 512 × n counts in memory instead of n × n.
_CHUNK = 512


def max_match(answers: ArrayLike, answered: ArrayLike | None = None) -> CarelessIndex | NotJudged:
    """Share of equal answers with the most similar other respondent (methods D).

    max over j ≠ i of #{equal answers of i and j}/#{items both answered}, over the j with at least
    50 items in common; flagged above .85, for review only: near matches depend on items, options
    and homogeneity (Pew 2016) and prove nothing.
    Source: Kuriakose & Robbins 2016 (Statistical Journal of the IAOS 32).

    `answers` (n, k), `answered` (n, k), all where None; every pair is compared in O(n²k). Fewer
    than 50 items, or a single respondent, are not judged. Raises EmptyInput without respondents
    or items, OutOfRange for answers that are not numbers.

    >>> print(max_match([[1, 2] * 25, [1, 2] * 24 + [2, 2], [2, 1] * 25]))
    max match: 2 of 3 flagged, cut 0.85 (fixed), 0 not judged
    """
    matrix = item_matrix("answers", answers, answered)
    if matrix.items < MATCH_ITEMS:
        return NotJudged.FEW_ITEMS
    if matrix.rows < 2:
        return NotJudged.FEW_RESPONDENTS
    starts = range(0, matrix.rows, _CHUNK)
    best = np.concatenate([_closest(matrix, start) for start in starts])
    return index(FlagName.MAX_MATCH, best, best >= 0.0, above(best, MATCH_CUT), MATCH_CUT)


def _closest(matrix: ItemMatrix, start: int) -> FloatArray:
    """Largest share of equal answers for the rows from `start`, −1 without a comparable row."""
    rows = slice(start, min(start + _CHUNK, matrix.rows))
    both = _products(matrix.answered[rows], matrix.answered)
    equal = np.zeros(both.shape, np.float32)
    for value in np.unique(matrix.values[matrix.answered]):
        given = matrix.answered & (matrix.values == value)
        equal += _products(given[rows], given)
    itself = np.arange(rows.start, rows.stop)
    both[itself - start, itself] = 0.0
    share = np.full(both.shape, -1.0)
    np.divide(equal.astype(np.float64), both, where=both >= MATCH_ITEMS, out=share)
    closest: FloatArray = share.max(axis=1)
    return closest


def _products(
    some: np.typing.NDArray[np.bool_], everybody: np.typing.NDArray[np.bool_]
) -> np.typing.NDArray[np.float32]:
    # Counts up to 2²⁴ are exact in single precision, and its matrix product is fast.
    return some.astype(np.float32) @ everybody.astype(np.float32).T
