"""Findings as readers get them: none tells by its figures what an edition does not show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from metrics.figures import EstimateFigure, FigureKey, Finding
from metrics.integrity.analytics.mix_shift import LARGEST, LARGEST_PART
from metrics.models import State
from metrics.weekly.compare import is_shown
from metrics.weighing.places import EVERYWHERE

# Checks whose figures are those of the estimate they look at; what each tells all the same.
EXTRAPOLATION, MIX_SHIFT = "extrapolation", "mix_shift"
COUNTS = ("invited", "answers_with_time", "answered_share")


def findings_told(
    findings: Iterable[Finding],
    estimates: Mapping[FigureKey, EstimateFigure],
    shown_before: Collection[FigureKey] = (),
) -> Iterator[Finding]:
    """The findings, those about a figure that is held or hidden without anything of its value.

    `shown_before` are the figures that the edition before showed: the part of a change that a
    touchpoint makes tells its figure then from its figure now.
    """
    for found in findings:
        finding = _without_hidden_part(found, estimates, shown_before)
        if finding.check_key in (EXTRAPOLATION, MIX_SHIFT) and _is_hidden(finding, estimates):
            yield _without_values(finding)
        else:
            yield finding


def _is_hidden(finding: Finding, estimates: Mapping[FigureKey, EstimateFigure]) -> bool:
    if not finding.metric:
        return False
    key = (
        finding.audience, finding.window, finding.level.value, finding.node_key,
        finding.touchpoint_key or EVERYWHERE, finding.metric,
    )  # fmt: skip
    return key not in estimates or not is_shown(estimates[key])


def _without_hidden_part(
    finding: Finding,
    estimates: Mapping[FigureKey, EstimateFigure],
    shown_before: Collection[FigureKey],
) -> Finding:
    """Which touchpoint makes most of a change is told only where its figures stand on the page."""
    if LARGEST not in finding.evidence:
        return finding
    key = (
        finding.audience, finding.window, finding.level.value, finding.node_key,
        str(finding.evidence[LARGEST]), finding.metric,
    )  # fmt: skip
    if key in estimates and is_shown(estimates[key]) and key in shown_before:
        return finding
    kept = {k: v for k, v in finding.evidence.items() if k not in (LARGEST, LARGEST_PART)}
    return replace(finding, evidence=kept)


def _without_values(finding: Finding) -> Finding:
    if finding.check_key == EXTRAPOLATION:
        kept = {name: finding.evidence[name] for name in COUNTS if name in finding.evidence}
        return replace(finding, evidence=kept)
    return replace(
        finding,
        state=State.NOT_APPLICABLE,
        what="What a change is made of is not told of a figure that is not shown.",
        what_to_do="",
        value=None,
        evidence={},
    )
