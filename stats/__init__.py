"""Measurement that survey statisticians can check: estimates, weights, errors, intervals.

Pure: numpy and scipy only, no clock, no randomness without a generator handed in. Arrays go in,
frozen dataclasses come out; whatever cannot be measured raises a typed `StatsError` or carries
its reason. Formulas, sources and limits: docs/methods.md.
"""

from __future__ import annotations

from stats.aapor import Dispositions, EligibilitySource, OutcomeRates, outcome_rates
from stats.calibration import Calibration, calibrate, rake
from stats.change import Change, account_change, calibrated_change
from stats.concordance import lin_concordance, weighted_kappa
from stats.design import CellDesign
from stats.disclosure import (
    Suppression,
    SuppressionRules,
    peer_benchmark_allowed,
    primary_suppression,
)
from stats.distances import CalibrationMethod
from stats.domain_estimates import DomainEstimate, DomainEstimates
from stats.domain_variance import ClusterFactor
from stats.domains import estimate_domains
from stats.effort import Effort, effort
from stats.errors import (
    AliasedMargin,
    BadWeights,
    CalibrationError,
    EmptyInput,
    EmptyLevel,
    Infeasible,
    InputError,
    LonelyStratum,
    NotConverged,
    OutOfRange,
    StatsError,
    UnequalTotals,
    ZeroTarget,
)
from stats.influence import AccountInfluence, account_influence
from stats.intervals import (
    Interval,
    IntervalMethod,
    mean_t,
    normal_quantile,
    t_quantile,
    wilson,
)
from stats.juster import juster, juster_probabilities
from stats.margins import Margin, implied_margins
from stats.mean_rating import MeanRating, mean_rating
from stats.measure import Measure
from stats.multiplicity import benjamini_hochberg
from stats.nps import Nps, nps, nps_from_counts
from stats.nps_intervals import nps_adjusted_wald, nps_goodman, nps_score, nps_wald
from stats.pairs import PairedGap, paired_gap
from stats.partition import Partition, partition
from stats.precision import SampleSize, margin_of_error, sample_size
from stats.published import (
    IntervalKind,
    Intervals,
    published_interval_mean,
    published_interval_nps,
    published_interval_proportion,
    published_intervals,
)
from stats.reasons import Undefined
from stats.regression import Residuals
from stats.representativeness import Representativeness, representativeness
from stats.rows import GroupedRows, group_rows
from stats.top_box import TopBox, top_box
from stats.weights import Kish, kish, trim

__all__ = [
    "AccountInfluence",
    "AliasedMargin",
    "BadWeights",
    "Calibration",
    "CalibrationError",
    "CalibrationMethod",
    "CellDesign",
    "Change",
    "ClusterFactor",
    "Dispositions",
    "DomainEstimate",
    "DomainEstimates",
    "Effort",
    "EligibilitySource",
    "EmptyInput",
    "EmptyLevel",
    "GroupedRows",
    "Infeasible",
    "InputError",
    "Interval",
    "IntervalKind",
    "IntervalMethod",
    "Intervals",
    "Kish",
    "LonelyStratum",
    "Margin",
    "MeanRating",
    "Measure",
    "NotConverged",
    "Nps",
    "OutOfRange",
    "OutcomeRates",
    "PairedGap",
    "Partition",
    "Representativeness",
    "Residuals",
    "SampleSize",
    "StatsError",
    "Suppression",
    "SuppressionRules",
    "TopBox",
    "Undefined",
    "UnequalTotals",
    "ZeroTarget",
    "account_change",
    "account_influence",
    "benjamini_hochberg",
    "calibrate",
    "calibrated_change",
    "effort",
    "estimate_domains",
    "group_rows",
    "implied_margins",
    "juster",
    "juster_probabilities",
    "kish",
    "lin_concordance",
    "margin_of_error",
    "mean_rating",
    "mean_t",
    "normal_quantile",
    "nps",
    "nps_adjusted_wald",
    "nps_from_counts",
    "nps_goodman",
    "nps_score",
    "nps_wald",
    "outcome_rates",
    "paired_gap",
    "partition",
    "peer_benchmark_allowed",
    "primary_suppression",
    "published_interval_mean",
    "published_interval_nps",
    "published_interval_proportion",
    "published_intervals",
    "rake",
    "representativeness",
    "sample_size",
    "t_quantile",
    "top_box",
    "trim",
    "weighted_kappa",
    "wilson",
]
