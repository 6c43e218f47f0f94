"""Estimates of many domains with their errors, from rows or from cells."""

from __future__ import annotations

from stats.estimation.cell_estimates import (
    estimate_cells,
)
from stats.estimation.cell_moments import (
    CellMoments,
)
from stats.estimation.design import (
    CellDesign,
)
from stats.estimation.domain_estimates import (
    DomainEstimate,
    DomainEstimates,
)
from stats.estimation.domain_variance import (
    ClusterFactor,
)
from stats.estimation.domains import (
    estimate_domains,
)
from stats.estimation.influence import (
    AccountInfluence,
    account_influence,
)
from stats.estimation.linear_estimates import (
    LinearEstimate,
    LinearEstimates,
)
from stats.estimation.measure import (
    Measure,
)
from stats.estimation.partition import (
    Domains,
    Partition,
    partition,
)
from stats.estimation.published import (
    IntervalKind,
    Intervals,
    published_interval_mean,
    published_interval_nps,
    published_interval_proportion,
    published_intervals,
)
from stats.estimation.published_figures import (
    PublishedFigure,
    published_figures,
)
from stats.estimation.ratios import (
    estimate_ratios,
)
from stats.estimation.regression import (
    Residuals,
)
from stats.estimation.rows import (
    GroupedRows,
    group_rows,
)
from stats.estimation.score_cells import (
    ScoreCells,
)
from stats.estimation.score_counter import (
    ScoreCounter,
)
from stats.estimation.score_rollup import (
    ScoreRollup,
)
from stats.estimation.totals import (
    estimate_totals,
)
from stats.estimation.unclustered import (
    UnclusteredDesign,
)

__all__ = [
    "AccountInfluence",
    "CellDesign",
    "CellMoments",
    "ClusterFactor",
    "DomainEstimate",
    "DomainEstimates",
    "Domains",
    "GroupedRows",
    "IntervalKind",
    "Intervals",
    "LinearEstimate",
    "LinearEstimates",
    "Measure",
    "Partition",
    "PublishedFigure",
    "Residuals",
    "ScoreCells",
    "ScoreCounter",
    "ScoreRollup",
    "UnclusteredDesign",
    "account_influence",
    "estimate_cells",
    "estimate_domains",
    "estimate_ratios",
    "estimate_totals",
    "group_rows",
    "partition",
    "published_figures",
    "published_interval_mean",
    "published_interval_nps",
    "published_interval_proportion",
    "published_intervals",
]
