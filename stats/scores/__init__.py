"""Scores of plain answers, of accounts and of journeys."""

from __future__ import annotations

from stats.scores.account_flags import AccountFlags, account_flags
from stats.scores.account_rollup import AccountRollup, account_rollup
from stats.scores.account_scores import ROLE_WEIGHTS, AccountScores, Role, account_scores
from stats.scores.dominance import capped_shares
from stats.scores.effort import Effort, effort
from stats.scores.index import CxIndex, cx_index, index_of_means
from stats.scores.journey import Journey, TouchpointPass, journey
from stats.scores.juster import juster, juster_probabilities
from stats.scores.mean_rating import MeanRating, mean_rating
from stats.scores.nps import Nps, nps, nps_from_counts, nps_points
from stats.scores.portfolio import NoError, PortfolioScore, portfolio_score
from stats.scores.top_box import TopBox, top_box

__all__ = [
    "ROLE_WEIGHTS",
    "AccountFlags",
    "AccountRollup",
    "AccountScores",
    "CxIndex",
    "Effort",
    "Journey",
    "MeanRating",
    "NoError",
    "Nps",
    "PortfolioScore",
    "Role",
    "TopBox",
    "TouchpointPass",
    "account_flags",
    "account_rollup",
    "account_scores",
    "capped_shares",
    "cx_index",
    "effort",
    "index_of_means",
    "journey",
    "juster",
    "juster_probabilities",
    "mean_rating",
    "nps",
    "nps_from_counts",
    "nps_points",
    "portfolio_score",
    "top_box",
]
