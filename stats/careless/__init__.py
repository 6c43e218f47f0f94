"""Answers given without reading, and styles of answering."""

from __future__ import annotations

from stats.careless.duplicates import Duplicates, duplicate_answers, duplicate_keys
from stats.careless.even_odd import even_odd_consistency
from stats.careless.excluded_shares import (
    ExcludedShare,
    WithAndWithout,
    excluded_share,
    excluded_shares,
    with_and_without,
)
from stats.careless.exclusion import CarelessExclusion, LadderStep, exclude
from stats.careless.flags import CARELESS_FLAGS, CarelessFlag, FlagFamily, FlagName, FlagSeverity
from stats.careless.index import CarelessIndex, CutFrom, NotJudged
from stats.careless.invariance import longstring, response_variability, same_place
from stats.careless.mahalanobis import mahalanobis, mahalanobis_distances
from stats.careless.max_match import max_match
from stats.careless.modes import mode_difference
from stats.careless.primacy import Primacy, primacy
from stats.careless.response_styles import ResponseStyles, response_styles
from stats.careless.speed import page_speed, relative_speed, total_time
from stats.careless.timing_baseline import TimingBaseline, timing_baseline

__all__ = [
    "CARELESS_FLAGS",
    "CarelessExclusion",
    "CarelessFlag",
    "CarelessIndex",
    "CutFrom",
    "Duplicates",
    "ExcludedShare",
    "FlagFamily",
    "FlagName",
    "FlagSeverity",
    "LadderStep",
    "NotJudged",
    "Primacy",
    "ResponseStyles",
    "TimingBaseline",
    "WithAndWithout",
    "duplicate_answers",
    "duplicate_keys",
    "even_odd_consistency",
    "exclude",
    "excluded_share",
    "excluded_shares",
    "longstring",
    "mahalanobis",
    "mahalanobis_distances",
    "max_match",
    "mode_difference",
    "page_speed",
    "primacy",
    "relative_speed",
    "response_styles",
    "response_variability",
    "same_place",
    "timing_baseline",
    "total_time",
    "with_and_without",
]
