"""Who answered, who did not, and what that does to an estimate."""

from __future__ import annotations

from stats.response.aapor import Dispositions, EligibilitySource, OutcomeRates, outcome_rates
from stats.response.representativeness import Representativeness, representativeness

__all__ = [
    "Dispositions",
    "EligibilitySource",
    "OutcomeRates",
    "Representativeness",
    "outcome_rates",
    "representativeness",
]
