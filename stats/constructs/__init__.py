"""Whether items measure what they are said to measure."""

from __future__ import annotations

from stats.constructs.alpha import Alpha, ItemStatistic, cronbach_alpha
from stats.constructs.congruence import Congruence, ItemGap, Likeness, congruence
from stats.constructs.dif_binary import BinaryDif, EtsClass, binary_dif, mantel_haenszel_dif
from stats.constructs.dif_logistic import LogisticDif, logistic_dif
from stats.constructs.dif_ordinal import (
    GapClass,
    OrdinalDif,
    gap_class,
    ordinal_dif,
    standardised_mean_difference,
)
from stats.constructs.htmt import Htmt, htmt
from stats.constructs.invariance import (
    AllowedComparison,
    Invariance,
    InvarianceLevel,
    LevelCheck,
    ModelFit,
    RejectionRule,
    invariance,
)
from stats.constructs.item_answers import ItemAnswers
from stats.constructs.minimum_data import DataPurpose, MinimumData, minimum_data
from stats.constructs.omega import (
    Omega,
    composite_reliability,
    spearman_brown,
)
from stats.constructs.one_factor import OneFactor, one_factor
from stats.constructs.proportional_odds import OrdinalFit, proportional_odds
from stats.constructs.reliability import Reliability, ReliabilityMethod, reliability
from stats.constructs.rest_score import rest_score, score_strata
from stats.constructs.separation import construct_separation
from stats.constructs.strategy import Objective, StrategyCoverage, strategy_coverage
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict

__all__ = [
    "AllowedComparison",
    "Alpha",
    "BinaryDif",
    "Congruence",
    "ConstructVerdict",
    "DataPurpose",
    "EtsClass",
    "GapClass",
    "Htmt",
    "Invariance",
    "InvarianceLevel",
    "ItemAnswers",
    "ItemGap",
    "ItemStatistic",
    "LevelCheck",
    "Likeness",
    "LogisticDif",
    "MinimumData",
    "ModelFit",
    "Objective",
    "Omega",
    "OneFactor",
    "OrdinalDif",
    "OrdinalFit",
    "RejectionRule",
    "Reliability",
    "ReliabilityMethod",
    "StrategyCoverage",
    "UntestableConstruct",
    "binary_dif",
    "composite_reliability",
    "congruence",
    "construct_separation",
    "cronbach_alpha",
    "gap_class",
    "htmt",
    "invariance",
    "logistic_dif",
    "mantel_haenszel_dif",
    "minimum_data",
    "one_factor",
    "ordinal_dif",
    "proportional_odds",
    "reliability",
    "rest_score",
    "score_strata",
    "spearman_brown",
    "standardised_mean_difference",
    "strategy_coverage",
]
