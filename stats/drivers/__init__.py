"""What explains an outcome, and how surely."""

from __future__ import annotations

from stats.drivers.correlations import Correlations, check_correlations, weighted_correlations
from stats.drivers.driver import Driver, KeyDrivers, NoAnswer
from stats.drivers.drivers import key_drivers
from stats.drivers.effect import Effect, Factor, PenaltyReward
from stats.drivers.importance import Importance, ImportanceMethod
from stats.drivers.johnson import johnson
from stats.drivers.lmg import lmg, lmg_sampled
from stats.drivers.penalty_reward import penalty_reward
from stats.drivers.rank_sets import RankSet, rank_sets

__all__ = [
    "Correlations",
    "Driver",
    "Effect",
    "Factor",
    "Importance",
    "ImportanceMethod",
    "KeyDrivers",
    "NoAnswer",
    "PenaltyReward",
    "RankSet",
    "check_correlations",
    "johnson",
    "key_drivers",
    "lmg",
    "lmg_sampled",
    "penalty_reward",
    "rank_sets",
    "weighted_correlations",
]
