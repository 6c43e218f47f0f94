"""Every figure as it would be had the answers been used that the checks set aside."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.integrity.evidence import WeekEvidence

FigureKey = tuple[str, int, str, str, str, str]


def values_with_set_aside(evidence: WeekEvidence) -> Mapping[FigureKey, float]:
    """By figure; nothing where no answer was set aside for how it was given."""
    return {}
