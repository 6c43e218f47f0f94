"""Scores of plain answers: NPS, top boxes, ratings, effort, stated probability."""

from __future__ import annotations

from stats.scores.effort import Effort, effort
from stats.scores.juster import juster, juster_probabilities
from stats.scores.mean_rating import MeanRating, mean_rating
from stats.scores.nps import Nps, nps, nps_from_counts
from stats.scores.top_box import TopBox, top_box

__all__ = [
    "Effort",
    "MeanRating",
    "Nps",
    "TopBox",
    "effort",
    "juster",
    "juster_probabilities",
    "mean_rating",
    "nps",
    "nps_from_counts",
    "top_box",
]
