"""Were people asked before they had anything to tell?"""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.rows import share_set_aside
from metrics.method import Family


def before_experience(evidence: WeekEvidence) -> Iterator[Finding]:
    yield from share_set_aside(
        evidence,
        "before_experience",
        "before_experience",
        Family.SAMPLING,
        "of the answers are dated before the experience they are about",
        "Check when invitations leave, and the time zone of imported answers.",
    )
