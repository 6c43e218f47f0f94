"""Weights that reproduce the population, and what they cost."""

from __future__ import annotations

from stats.weighting.calibration import Calibration, calibrate, rake
from stats.weighting.classes import (
    InverseOf,
    MergedClass,
    WeightingClass,
    WeightingClasses,
    weighting_classes,
)
from stats.weighting.distances import CalibrationMethod
from stats.weighting.kish import Kish, kish
from stats.weighting.margins import Margin, implied_margins
from stats.weighting.post_stratification import post_stratify
from stats.weighting.propensity import Propensities, level_indicators, response_propensities
from stats.weighting.trimming import (
    MarginMiss,
    Redistribution,
    TrimmedRaking,
    missed_margins,
    trim,
    trim_and_rake,
)

__all__ = [
    "Calibration",
    "CalibrationMethod",
    "InverseOf",
    "Kish",
    "Margin",
    "MarginMiss",
    "MergedClass",
    "Propensities",
    "Redistribution",
    "TrimmedRaking",
    "WeightingClass",
    "WeightingClasses",
    "calibrate",
    "implied_margins",
    "kish",
    "level_indicators",
    "missed_margins",
    "post_stratify",
    "rake",
    "response_propensities",
    "trim",
    "trim_and_rake",
    "weighting_classes",
]
