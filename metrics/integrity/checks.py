"""The checks of a frozen week, in order: small functions of one signature, run by one loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from metrics.figures import Finding
from metrics.integrity.completeness import frame_completeness
from metrics.integrity.contact import contact_present_by_partner, response_rates, revenue_coverage
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.rows import before_experience, duplicates, out_of_range
from metrics.method import Family

Check = Callable[[WeekEvidence], Iterable[Finding]]

WEEK_CHECKS: tuple[Check, ...] = (
    duplicates,
    out_of_range,
    before_experience,
    frame_completeness,
    revenue_coverage,
    contact_present_by_partner,
    response_rates,
)

# What the six families still lack, said on every edition so that nobody takes silence for a pass.
NOT_YET_CHECKED: dict[Family, str] = {
    Family.STRATEGY: "whether every objective has its questions and an owner",
    Family.CONSTRUCTS: "reliability and invariance of what the questions measure",
    Family.SAMPLING: "selection by the partner beyond missing contacts; R-indicator",
    Family.QUESTIONNAIRE: "wording, break-off and translation gaps",
    Family.RESPONSE_BIAS: "careless answering, response styles, early against late answers",
    Family.ANALYTICS: "mix shift, unstable baselines, differencing over weeks",
}


def run_checks(evidence: WeekEvidence) -> tuple[Finding, ...]:
    return tuple(finding for check in WEEK_CHECKS for finding in check(evidence))
