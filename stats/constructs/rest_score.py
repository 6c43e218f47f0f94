"""Matching respondents on the rest of the construct, so that like is compared with like."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, check_floats
from stats.constructs.item_answers import ItemAnswers
from stats.errors import OutOfRange


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
    if not 0 <= item < answers.items:
        raise OutOfRange(f"Item {item} of {answers.items}; items are counted from 0.")
    return np.asarray(answers.values.sum(axis=1) - answers.values[:, item])


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
    values = check_floats("scores", scores)
    if bands is None:
        return np.unique(values, return_inverse=True)[1].astype(np.int64)
    if bands < 2:
        raise OutOfRange(
            f"{bands} bands match nobody; hand in two or more, or none for each score."
        )
    if values.size == 0:
        return np.zeros(0, np.int64)
    cuts = np.quantile(values, np.arange(1, bands) / bands)
    return np.unique(np.searchsorted(cuts, values), return_inverse=True)[1].astype(np.int64)
