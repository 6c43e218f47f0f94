"""The two customers of a transaction: pairs, agreement, quadrants."""

from __future__ import annotations

from stats.duality.concordance import lin_concordance, weighted_kappa
from stats.duality.pairs import PairedGap, paired_gap

__all__ = ["PairedGap", "lin_concordance", "paired_gap", "weighted_kappa"]
