"""Whether a difference is real: changes, control charts, shrinkage, ranks, mix."""

from __future__ import annotations

from stats.comparison.baseline import (
    BASELINE_MINIMUM,
    Baseline,
    Exclusion,
    Spacing,
    given_baseline,
    moving_range_baseline,
)
from stats.comparison.change import Change, account_change, calibrated_change
from stats.comparison.chart import ChartKind, ControlChart
from stats.comparison.ewma import ewma
from stats.comparison.fay_herriot import MseForm, Shrinkage, VarianceMethod, fay_herriot
from stats.comparison.hierarchical import FamilyTest, HierarchicalTest, hierarchical_test, simes
from stats.comparison.laney import ProportionBaseline, laney, proportion_baseline
from stats.comparison.likelihood import ml_variance, reml_variance
from stats.comparison.mix_shift import MixShift, mix_shift
from stats.comparison.multiplicity import benjamini_hochberg
from stats.comparison.not_yet import NotYet, NotYetReason
from stats.comparison.paule_mandel import paule_mandel
from stats.comparison.pooled_variance import (
    PooledVariances,
    VarianceFunction,
    pooled_variances,
    variance_function,
)
from stats.comparison.published_change import PublishedLevel, published_change
from stats.comparison.published_difference import (
    FigureWithLimits,
    PublishedDifference,
    p_values_against,
    published_difference,
)
from stats.comparison.rank_sets import (
    NoRanking,
    RankSets,
    marginal_rank_sets,
    simultaneous_rank_sets,
)
from stats.comparison.run_rules import (
    SHEWHART_RULES,
    WESTERN_ELECTRIC_RULES,
    Rule,
    Side,
    Signal,
    run_signals,
)
from stats.comparison.seasonality import Seasonality, seasonal_adjustment
from stats.comparison.two_estimates import (
    Difference,
    correlated_difference,
    independent_difference,
    overlap_difference,
)
from stats.comparison.watch import Watch, family_limit, watch
from stats.comparison.xmr import xmr

__all__ = [
    "BASELINE_MINIMUM",
    "SHEWHART_RULES",
    "WESTERN_ELECTRIC_RULES",
    "Baseline",
    "Change",
    "ChartKind",
    "ControlChart",
    "Difference",
    "Exclusion",
    "FamilyTest",
    "FigureWithLimits",
    "HierarchicalTest",
    "MixShift",
    "MseForm",
    "NoRanking",
    "NotYet",
    "NotYetReason",
    "PooledVariances",
    "ProportionBaseline",
    "PublishedDifference",
    "PublishedLevel",
    "RankSets",
    "Rule",
    "Seasonality",
    "Shrinkage",
    "Side",
    "Signal",
    "Spacing",
    "VarianceFunction",
    "VarianceMethod",
    "Watch",
    "account_change",
    "benjamini_hochberg",
    "calibrated_change",
    "correlated_difference",
    "ewma",
    "family_limit",
    "fay_herriot",
    "given_baseline",
    "hierarchical_test",
    "independent_difference",
    "laney",
    "marginal_rank_sets",
    "mix_shift",
    "ml_variance",
    "moving_range_baseline",
    "overlap_difference",
    "p_values_against",
    "paule_mandel",
    "pooled_variances",
    "proportion_baseline",
    "published_change",
    "published_difference",
    "reml_variance",
    "run_signals",
    "seasonal_adjustment",
    "simes",
    "simultaneous_rank_sets",
    "variance_function",
    "watch",
    "xmr",
]
