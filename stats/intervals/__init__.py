"""Intervals from counts, from values and from design-based errors."""

from __future__ import annotations

from stats.intervals.bootstrap import Bootstrap, cluster_bootstrap
from stats.intervals.correlation import NoCorrelation, correlation_interval
from stats.intervals.design_proportion import (
    DESIGN_LIMITS,
    ProportionIntervals,
    design_proportion_interval,
    design_proportion_intervals,
)
from stats.intervals.interval import (
    Interval,
    IntervalMethod,
    mean_t,
    normal_quantile,
    t_quantile,
    wilson,
)
from stats.intervals.nps_limits import nps_adjusted_wald, nps_goodman, nps_score, nps_wald
from stats.intervals.proportion import (
    COUNT_INTERVALS,
    proportion_exact,
    proportion_interval,
    proportion_logit,
    proportion_wald,
)
from stats.intervals.welch import MeanDifference, welch

__all__ = [
    "COUNT_INTERVALS",
    "DESIGN_LIMITS",
    "Bootstrap",
    "Interval",
    "IntervalMethod",
    "MeanDifference",
    "NoCorrelation",
    "ProportionIntervals",
    "cluster_bootstrap",
    "correlation_interval",
    "design_proportion_interval",
    "design_proportion_intervals",
    "mean_t",
    "normal_quantile",
    "nps_adjusted_wald",
    "nps_goodman",
    "nps_score",
    "nps_wald",
    "proportion_exact",
    "proportion_interval",
    "proportion_logit",
    "proportion_wald",
    "t_quantile",
    "welch",
    "wilson",
]
