"""Weights that reproduce the population, and what they cost."""

from __future__ import annotations

from stats.weighting.calibration import Calibration, calibrate, rake
from stats.weighting.distances import CalibrationMethod
from stats.weighting.kish import Kish, kish, trim
from stats.weighting.margins import Margin, implied_margins

__all__ = [
    "Calibration",
    "CalibrationMethod",
    "Kish",
    "Margin",
    "calibrate",
    "implied_margins",
    "kish",
    "rake",
    "trim",
]
