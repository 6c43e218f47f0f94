"""Can a hidden figure be worked out from those that are shown (methods H4)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from metrics.disclosure.earlier import earlier_shown
from metrics.disclosure.protect import unsafe_figures
from metrics.disclosure.rows import PROTECTS
from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import several
from metrics.method import Family, Severity
from metrics.models import State


def disclosure(evidence: WeekEvidence) -> Iterator[Finding]:
    """No sum of shown figures, of this edition or with earlier ones, may tell what is hidden."""
    disclosed, frozen = evidence.disclosed, evidence.frozen
    figures = sum(len(rows) for rows in disclosed.tables.values())
    if not figures:
        yield _finding(State.NOT_APPLICABLE, "There is no figure to protect: nobody answered.")
        return
    earlier = earlier_shown(frozen.week, evidence.history)
    unsafe = sorted(set(unsafe_figures(disclosed.tables, frozen.reference, earlier)))
    further = sum(reason == PROTECTS for reason in disclosed.hidden.values())
    evidence_figures = {
        "figures": figures,
        "hidden": len(disclosed.hidden),
        "hidden_to_protect_others": further,
        "unsafe": len(unsafe),
        "earlier_editions_looked_at": len(earlier),
    }
    if unsafe:
        yield _finding(
            State.FAIL,
            f"{several(len(unsafe), 'hidden figure', 'hidden figures')} could be worked out from "
            "those that are shown.",
            "Publish nothing of this edition, and tell whoever keeps the method.",
            len(unsafe),
            evidence_figures | {"first": " ".join(str(part) for part in unsafe[0])},
        )
        return
    yield _finding(
        State.PASS,
        "No hidden figure can be worked out from those shown; "
        f"{several(further, 'figure is', 'figures are')} hidden for that alone.",
        "",
        0,
        evidence_figures,
    )


def _finding(
    state: State,
    what: str,
    what_to_do: str = "",
    unsafe: int | None = None,
    figures: Mapping[str, object] | None = None,
) -> Finding:
    return Finding(
        check_key="disclosure",
        family=Family.ANALYTICS,
        severity=Severity.BLOCK,
        state=state,
        what=what,
        what_to_do=what_to_do,
        value=None if unsafe is None else float(unsafe),
        evidence=figures or {},
    )
