"""Who answered, who did not, and what that does to an estimate."""

from __future__ import annotations

from stats.response.aapor import Dispositions, EligibilitySource, OutcomeRates, outcome_rates
from stats.response.break_off import BreakOff, PageHazard, break_off
from stats.response.extrapolation import Extrapolation, extrapolate_waves
from stats.response.late_early import ArrivalThirds, first_and_last_third, late_versus_early
from stats.response.nonresponse import (
    GATE_FLOOR_NPS_POINTS,
    GATE_FLOOR_SHARE,
    GATE_SHIFT_LIMITS,
    SHIFT_LIMITS,
    NonresponseAdjustment,
    NonresponseReport,
    StratumShift,
    nonresponse_report,
    stratum_shift,
)
from stats.response.partial_indicators import (
    PartialIndicator,
    conditional_partial_indicator,
    partial_indicator,
)
from stats.response.r_indicator import (
    RIndicator,
    bias_bound,
    r_indicator,
    r_indicator_of_strata,
)
from stats.response.representativeness import Representativeness, representativeness
from stats.response.verdict import ResponseVerdict

__all__ = [
    "GATE_FLOOR_NPS_POINTS",
    "GATE_FLOOR_SHARE",
    "GATE_SHIFT_LIMITS",
    "SHIFT_LIMITS",
    "ArrivalThirds",
    "BreakOff",
    "Dispositions",
    "EligibilitySource",
    "Extrapolation",
    "NonresponseAdjustment",
    "NonresponseReport",
    "OutcomeRates",
    "PageHazard",
    "PartialIndicator",
    "RIndicator",
    "Representativeness",
    "ResponseVerdict",
    "StratumShift",
    "bias_bound",
    "break_off",
    "conditional_partial_indicator",
    "extrapolate_waves",
    "first_and_last_third",
    "late_versus_early",
    "nonresponse_report",
    "outcome_rates",
    "partial_indicator",
    "r_indicator",
    "r_indicator_of_strata",
    "representativeness",
    "stratum_shift",
]
