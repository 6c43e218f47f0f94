"""Can every setting of a threshold be used?"""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import several
from metrics.method import Family, Severity
from metrics.models import State


def settings_in_force(evidence: WeekEvidence) -> Iterator[Finding]:
    """A setting that names no check, or means nothing, is not used, and that is a warning."""
    refused = evidence.thresholds.refused
    changed = len(evidence.configuration.thresholds) - len(refused)
    yield Finding(
        check_key="settings",
        family=Family.ANALYTICS,
        severity=Severity.CAVEAT if refused else Severity.INFO,
        state=State.WARN if refused else State.PASS,
        what=" ".join(refused)
        or (
            f"{several(changed, 'limit differs', 'limits differ')} from the method's, each with a "
            "reason."
            if changed
            else "All limits are the method's own."
        ),
        what_to_do="Correct the settings of the checks." if refused else "",
        value=float(len(refused)),
        evidence={"threshold_version": evidence.configuration.threshold_version},
    )
