"""Intervals from counts and from values."""

from __future__ import annotations

from stats.intervals.interval import (
    Interval,
    IntervalMethod,
    mean_t,
    normal_quantile,
    t_quantile,
    wilson,
)
from stats.intervals.nps_limits import nps_adjusted_wald, nps_goodman, nps_score, nps_wald

__all__ = [
    "Interval",
    "IntervalMethod",
    "mean_t",
    "normal_quantile",
    "nps_adjusted_wald",
    "nps_goodman",
    "nps_score",
    "nps_wald",
    "t_quantile",
    "wilson",
]
