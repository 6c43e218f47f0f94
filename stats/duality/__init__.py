"""The two customers of a transaction: pairs, agreement, quadrants."""

from __future__ import annotations

from stats.duality.agreement import Agreement, agreement
from stats.duality.concordance import Concordance, lin_concordance
from stats.duality.kappa import Kappa, nps_class_table, weighted_kappa
from stats.duality.pairs import PairedGap, paired_gap
from stats.duality.pearson import Correlation, pearson
from stats.duality.quadrants import Quadrant, Quadrants, quadrants

__all__ = [
    "Agreement",
    "Concordance",
    "Correlation",
    "Kappa",
    "PairedGap",
    "Quadrant",
    "Quadrants",
    "agreement",
    "lin_concordance",
    "nps_class_table",
    "paired_gap",
    "pearson",
    "quadrants",
    "weighted_kappa",
]
