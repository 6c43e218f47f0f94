"""Stated purchase probability on Juster's eleven points."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_codes
from stats.scores.mean_rating import MeanRating, mean_rating

PROBABILITIES: tuple[float, ...] = (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)


def juster_probabilities(scores: ArrayLike) -> FloatArray:
    """Probabilities of whole scores 0–10: 'no chance' is .01, 'practically certain' .99.

    Source: Juster 1966. Raises OutOfRange for any other score.

    >>> juster_probabilities([0, 5, 10]).tolist()
    [0.01, 0.5, 0.99]
    """
    return np.array(PROBABILITIES)[check_codes("scores", scores, len(PROBABILITIES))]


def juster(scores: ArrayLike) -> MeanRating:
    """Mean stated probability with its t interval, clipped to 0…1.

    Source: Juster 1966. Raises as `juster_probabilities`, and EmptyInput without answers.

    >>> print(juster([0, 5, 10]))
    mean 0.50, 95 % interval 0.00 to 1.00, n 3
    """
    return mean_rating(juster_probabilities(scores), low=0.0, high=1.0)
