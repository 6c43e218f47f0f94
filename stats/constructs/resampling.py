"""Correlation matrices of bootstrap samples of accounts."""

from __future__ import annotations

import numpy as np

from stats.arrays import FloatArray
from stats.constructs.item_answers import ItemAnswers
from stats.intervals.account_draws import drawn_moments
from stats.intervals.correlation_matrix import correlations_from

# [P] A share of draws without a figure above this says more than the limits of the others.
MOST_LOST = 0.10


def resampled_correlations(
    answers: ItemAnswers, generator: np.random.Generator, draws: int
) -> FloatArray:
    """Correlations (B, k, k) of `draws` samples of whole accounts with replacement, B ≤ draws.

    Draws in which an item is constant have no correlations and are left out.
    """
    found = drawn_moments(answers.values, answers.weights, answers.accounts, draws, generator)
    return correlations_from(found.covariances[found.varied])
