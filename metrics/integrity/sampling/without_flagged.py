"""Every total as it would be without the partners whose pattern is under review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence

FigureKey = tuple[str, int, str, str, str, str]


def values_without_flagged(
    evidence: WeekEvidence, findings: Sequence[Finding]
) -> Mapping[FigureKey, float]:
    """By figure; nothing where no partner is withheld."""
    return {}
