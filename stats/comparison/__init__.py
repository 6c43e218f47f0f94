"""Whether a difference is real: changes, control charts, shrinkage, ranks, mix."""

from __future__ import annotations

from stats.comparison.change import Change, account_change, calibrated_change
from stats.comparison.multiplicity import benjamini_hochberg

__all__ = ["Change", "account_change", "benjamini_hochberg", "calibrated_change"]
