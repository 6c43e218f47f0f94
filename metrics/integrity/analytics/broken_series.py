"""Is a series still about the same thing (methods H9)?"""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.analytics.breaks import Break
from metrics.integrity.evidence import WeekEvidence
from metrics.method import Family, Severity
from metrics.models import Level, State


def broken_series(evidence: WeekEvidence) -> Iterator[Finding]:
    """Each break since the last edition of the same kind, or that there is none."""
    for found in evidence.breaks:
        yield _finding(evidence, found)
    if evidence.breaks:
        return
    last = evidence.history.last_same_kind
    kind = evidence.frozen.kind
    yield Finding(
        check_key="series",
        family=Family.ANALYTICS,
        severity=Severity.CAVEAT,
        state=State.PASS if last else State.NOT_APPLICABLE,
        what=f"Method, limits, questions and places are those of the last {kind}, {last.week}."
        if last
        else f"This is the first {kind}: there is no series yet.",
        value=0.0 if last else None,
    )


def _finding(evidence: WeekEvidence, found: Break) -> Finding:
    comparable = "not comparable" if found.ends_comparison else "comparable only with care"
    return Finding(
        check_key=found.check_key,
        family=Family.ANALYTICS,
        severity=Severity.CAVEAT,
        state=State.WARN,
        what=f"From {evidence.frozen.week} the series is {comparable}: {found.what}",
        what_to_do=found.what_to_do,
        audience=found.audience,
        level=found.level,
        node_key=found.node_key,
        metric=found.metric,
        is_only_here=found.level is not Level.NETWORK,
        value=1.0,
        evidence=found.evidence,
    )
