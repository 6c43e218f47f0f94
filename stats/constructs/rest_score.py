"""Matching respondents on the rest of the construct, so that like is compared with like."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, check_floats
from stats.constructs.item_answers import ItemAnswers
from stats.errors import OutOfRange
from stats.scalars import check_whole

# Of the largest score: .1 + .2 and .3 differ by less.
_ROUNDING = 1e-12


def rest_score(answers: ItemAnswers, item: int) -> FloatArray:
    """Sum of the other items of each complete answer, (n,).

    The studied item stays out: matched on the whole score, an item with a difference hides part
    of it. Source: corrected matching as in item-total correlation, methods F4.
    Raises OutOfRange for an item that is not there or has no others beside it.

    >>> rest_score(ItemAnswers.of_rows([[4, 5, 4], [2, 2, 3]]), 0).tolist()
    [9.0, 5.0]
    """
    if answers.items < 2:
        raise OutOfRange("A single item has no rest to be matched on.")
    if check_whole("item", item) >= answers.items:
        raise OutOfRange(f"Item {item} of {answers.items}; items are counted from 0.")
    return np.asarray(np.delete(answers.values, int(item), axis=1).sum(axis=1))


def score_strata(scores: ArrayLike, bands: int | None = None) -> IntArray:
    """Strata 0, 1, … of respondents alike in their score, (n,).

    Every different score is a stratum; with `bands`, scores are cut at their quantiles 1/bands,
    2/bands, … (linear) into bands (q_{b−1}, q_b], and bands that ties leave empty are dropped.
    Fine strata match best; where groups are small they leave many without a counterpart.
    Source: thin and thick matching, Donoghue & Allen 1993.
    Raises OutOfRange for fewer than two bands or scores that are not numbers.

    >>> score_strata([9, 5, 7, 5]).tolist(), score_strata([1, 2, 3, 4], bands=2).tolist()
    ([2, 0, 1, 0], [0, 0, 1, 1])
    """
    values = _settled(check_floats("scores", scores))
    parts = 0 if bands is None else check_whole("bands", bands, low=2)
    if parts and values.size:
        cuts = np.quantile(values, np.arange(1, parts) / parts)
        values = np.searchsorted(cuts, values).astype(np.float64)
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _settled(scores: FloatArray) -> FloatArray:
    """Scores that only rounding tells apart made equal to the lowest of them, (n,)."""
    known, position = np.unique(scores, return_inverse=True)
    apart = np.diff(known, prepend=-np.inf) > _ROUNDING * np.abs(known).max(initial=0.0)
    return np.asarray(known[apart][np.cumsum(apart) - 1][position])
