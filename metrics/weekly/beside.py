"""What stands beside a figure: with the answers set aside, and without partners under review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from metrics.figures import EstimateFigure, Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.with_set_aside import values_with_set_aside
from metrics.integrity.sampling.without_flagged import values_without_flagged
from metrics.warehouse.files import rounded
from metrics.weekly.compare import BesideValues, key_of


def beside_values(evidence: WeekEvidence, findings: Sequence[Finding]) -> BesideValues:
    """Gives a figure that may be shown the two values beside its own."""
    with_set_aside = values_with_set_aside(evidence)
    without_flagged = values_without_flagged(evidence, findings)

    def beside(figure: EstimateFigure) -> EstimateFigure:
        if figure.value is None:
            return figure
        key = key_of(figure)
        return replace(
            figure,
            with_set_aside=rounded(with_set_aside.get(key)),
            without_flagged=rounded(without_flagged.get(key)),
        )

    return beside
