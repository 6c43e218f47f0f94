"""Are two constructs that are reported as different really two? (methods F3)"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from metrics.figures import Finding
from metrics.integrity.constructs.scales import Scale, scales_of
from metrics.integrity.constructs.window import ScaleAnswers
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.method import Family, Severity
from metrics.models import State
from stats import ConstructVerdict, DataPurpose, Htmt, construct_separation, minimum_data

KEY = "htmt"


def constructs_apart(evidence: WeekEvidence) -> Iterator[Finding]:
    """HTMT of every two multi-item constructs that the same people are asked about."""
    patterns = evidence.patterns
    rule = Rule(KEY, Family.CONSTRUCTS, Severity.BLOCK, evidence.thresholds.of(KEY))
    judged = [
        _judged(evidence, first, second, patterns.answers(first.audience, first, second))
        for first, second in combinations(
            scales_of(evidence.sheets, evidence.configuration.constructs), 2
        )
        if _are_asked_together(first, second)
    ]
    yield from findings_of(rule, judged, evidence.sheets)


def _are_asked_together(first: Scale, second: Scale) -> bool:
    is_other = first.construct != second.construct
    return is_other and bool(first.sheets & second.sheets)


def _judged(evidence: WeekEvidence, first: Scale, second: Scale, answers: ScaleAnswers) -> Judged:
    of_items = [scale.construct for scale in (first, second) for _ in scale.items]
    [found] = construct_separation(answers.weighted(), of_items)
    both = f"“{first.name}” and “{second.name}”"
    state, what = _verdict(evidence, both, found, answers.n)
    return Judged(
        name=f"{first.construct} and {second.construct}: {', '.join(answers.items)}",
        audience=first.audience,
        state=state,
        what=what,
        what_to_do="Report them as one, or ask again with items that tell them apart.",
        value=found.value if state is not State.UNKNOWN else None,
        concerns=tuple(sorted({*first.concerns, *second.concerns})),
        figures={"htmt": found.value, "htmt2": found.value2, "complete_answers": answers.n},
    )


def _verdict(evidence: WeekEvidence, both: str, found: Htmt, n: int) -> tuple[State, str]:
    data = minimum_data(2, [n], DataPurpose.RELIABILITY)
    if data.verdict is not ConstructVerdict.FINE:
        return State.UNKNOWN, f"Whether {both} differ is not testable yet: {n} of {data.needed}."
    if found.value is None:
        return State.UNKNOWN, f"Whether {both} differ cannot be tested: {found.reason.sentence}."
    state = evidence.thresholds.judge(KEY, found.value)
    if state is State.PASS:
        return state, f"{both} are two different things: HTMT {found.value:.2f}."
    return state, f"{both} can hardly be told apart: HTMT {found.value:.2f}."
