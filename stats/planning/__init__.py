"""What to draw: precision, sample size, allocation, base weights."""

from __future__ import annotations

from stats.planning.allocation import (
    Allocation,
    cost_optimal_allocation,
    neyman_allocation,
    proportional_allocation,
)
from stats.planning.base_weights import (
    BaseWeights,
    hansen_hurwitz_weights,
    simple_random_weights,
    stratified_weights,
)
from stats.planning.design_effect import (
    PlannedDesignEffect,
    answers_per_account,
    planned_design_effect,
)
from stats.planning.differences import (
    DifferencePlan,
    detectable_difference,
    difference_sample_size,
)
from stats.planning.hamilton import Apportionment, hamilton
from stats.planning.precision import (
    NPS_UNIT_VARIANCE,
    SampleSize,
    margin_of_error,
    margin_of_mean,
    sample_size,
)
from stats.planning.transaction_weights import TransactionWeights, transaction_weights

__all__ = [
    "NPS_UNIT_VARIANCE",
    "Allocation",
    "Apportionment",
    "BaseWeights",
    "DifferencePlan",
    "PlannedDesignEffect",
    "SampleSize",
    "TransactionWeights",
    "answers_per_account",
    "cost_optimal_allocation",
    "detectable_difference",
    "difference_sample_size",
    "hamilton",
    "hansen_hurwitz_weights",
    "margin_of_error",
    "margin_of_mean",
    "neyman_allocation",
    "planned_design_effect",
    "proportional_allocation",
    "sample_size",
    "simple_random_weights",
    "stratified_weights",
    "transaction_weights",
]
