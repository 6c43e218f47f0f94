"""Estimates of many domains with their errors, from rows or from cells."""

from __future__ import annotations

from stats.estimation.design import CellDesign
from stats.estimation.domain_estimates import DomainEstimate, DomainEstimates
from stats.estimation.domain_variance import ClusterFactor
from stats.estimation.domains import estimate_domains
from stats.estimation.influence import AccountInfluence, account_influence
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition, partition
from stats.estimation.published import (
    IntervalKind,
    Intervals,
    published_interval_mean,
    published_interval_nps,
    published_interval_proportion,
    published_intervals,
)
from stats.estimation.regression import Residuals
from stats.estimation.rows import GroupedRows, group_rows

__all__ = [
    "AccountInfluence",
    "CellDesign",
    "ClusterFactor",
    "DomainEstimate",
    "DomainEstimates",
    "GroupedRows",
    "IntervalKind",
    "Intervals",
    "Measure",
    "Partition",
    "Residuals",
    "account_influence",
    "estimate_domains",
    "group_rows",
    "partition",
    "published_interval_mean",
    "published_interval_nps",
    "published_interval_proportion",
    "published_intervals",
]
