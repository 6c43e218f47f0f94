"""Measurement that survey statisticians can check: estimates, weights, errors, intervals.

Pure: numpy and scipy only, no clock, no randomness without a generator handed in. Arrays go in,
frozen dataclasses come out; whatever cannot be measured raises a typed `StatsError` or carries
its reason. Formulas, sources and limits: docs/methods.md.
"""

from stats.calibration import Calibration, calibrate, rake
from stats.design import CellDesign
from stats.distances import CalibrationMethod
from stats.domain_estimates import DomainEstimate, DomainEstimates
from stats.domain_variance import ClusterFactor
from stats.domains import estimate_domains
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
from stats.intervals import (
    Interval,
    IntervalMethod,
    mean_t,
    normal_quantile,
    t_quantile,
    wilson,
)
from stats.margins import Margin, implied_margins
from stats.measure import Measure
from stats.nps_intervals import nps_adjusted_wald, nps_goodman, nps_score, nps_wald
from stats.partition import Partition, partition
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
from stats.weights import Kish, kish, trim

__all__ = [
    "AliasedMargin",
    "BadWeights",
    "Calibration",
    "CalibrationError",
    "CalibrationMethod",
    "CellDesign",
    "ClusterFactor",
    "DomainEstimate",
    "DomainEstimates",
    "EmptyInput",
    "EmptyLevel",
    "Infeasible",
    "InputError",
    "Interval",
    "IntervalKind",
    "IntervalMethod",
    "Intervals",
    "Kish",
    "LonelyStratum",
    "Margin",
    "Measure",
    "NotConverged",
    "OutOfRange",
    "Partition",
    "Residuals",
    "StatsError",
    "Undefined",
    "UnequalTotals",
    "ZeroTarget",
    "calibrate",
    "estimate_domains",
    "implied_margins",
    "kish",
    "mean_t",
    "normal_quantile",
    "nps_adjusted_wald",
    "nps_goodman",
    "nps_score",
    "nps_wald",
    "partition",
    "published_interval_mean",
    "published_interval_nps",
    "published_interval_proportion",
    "published_intervals",
    "rake",
    "t_quantile",
    "trim",
    "wilson",
]
