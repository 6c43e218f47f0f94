"""The checks of an edition, in order: small functions of one signature, run by one loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.gates import with_overrides
from metrics.integrity.rows import duplicates, out_of_range
from metrics.integrity.sampling.balance import weighing
from metrics.integrity.sampling.before_experience import before_experience
from metrics.integrity.sampling.completeness import frame_completeness
from metrics.integrity.sampling.contact import (
    contact_present_by_partner,
    response_rates,
    revenue_coverage,
)
from metrics.integrity.settings_in_force import settings_in_force

Check = Callable[[WeekEvidence], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    # Sampling
    frame_completeness,
    revenue_coverage,
    contact_present_by_partner,
    response_rates,
    before_experience,
    weighing,
    # Questionnaire
    out_of_range,
    # Response bias
    duplicates,
    # Analytics
    settings_in_force,
)


def run_checks(evidence: WeekEvidence) -> tuple[Finding, ...]:
    """Every check's findings, marked where a person published in spite of one."""
    found = (finding for check in CHECKS for finding in check(evidence))
    return with_overrides(found, evidence.configuration)
