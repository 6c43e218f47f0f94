"""Is a change called that could be noise (methods H2)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from metrics.figures import ChangeFigure, Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import percent, several
from metrics.method import FALSE_DISCOVERY_RATE, Family, Severity
from metrics.models import State, Verdict
from metrics.warehouse.files import DECIMALS, rounded
from stats import benjamini_hochberg

CALLED = (Verdict.UP, Verdict.DOWN)
ALONE = 0.05
# Both are rounded, the q-values from unrounded or rounded p-values alike.
ROUNDING = 2 * 10**-DECIMALS


def multiplicity(evidence: WeekEvidence) -> Iterator[Finding]:
    """ "Up" and "down" only where they stand after all tests of the family are taken together."""
    tested = [change for change in evidence.changes if change.p is not None]
    if not tested:
        yield _finding(
            State.NOT_APPLICABLE, f"Nothing can be compared: {_why_nothing(evidence.changes)}", ""
        )
        return
    wrong, figures = wrongly_called(evidence.changes), _figures(evidence.changes)
    if wrong:
        yield _finding(
            State.FAIL,
            f"{several(len(wrong), 'change is', 'changes are')} called that may be noise: "
            f"{'; '.join(wrong)}.",
            "Withdraw the edition's changes and tell whoever keeps the method: the rule is broken.",
            len(wrong),
            figures,
        )
        return
    compared = several(len(tested), "headline figure was", "headline figures were")
    yield _finding(
        State.PASS,
        f"{compared} compared with the last edition; {figures['called']} can be called a change at "
        f"a rate of {percent(FALSE_DISCOVERY_RATE)} false calls.",
        "",
        0,
        figures,
    )


def _figures(changes: Sequence[ChangeFigure]) -> dict[str, object]:
    """The family and what it comes to, so that the q-values can be computed again."""
    tested = [change for change in changes if change.p is not None]
    return {
        "tests": len(tested),
        "rate": FALSE_DISCOVERY_RATE,
        "called": sum(change.verdict in CALLED for change in tested),
        "called_at_p_below_0.05_alone": sum(
            change.p < ALONE for change in tested if change.p is not None
        ),
        "impossible": len(changes) - len(tested),
        "smallest_q": rounded(min((c.q for c in tested if c.q is not None), default=None)),
        **{f"p {change.audience} {change.metric}": change.p for change in tested},
    }


def wrongly_called(changes: Sequence[ChangeFigure]) -> list[str]:
    """Verdicts that the tests of the whole family do not bear, in words; none where all do."""
    tested = [change for change in changes if change.p is not None]
    q_values = benjamini_hochberg([change.p for change in tested if change.p is not None])
    found = [
        f"{change.metric} of {change.audience} is called {change.verdict} without a test"
        for change in changes
        if change.p is None and change.verdict in CALLED
    ]
    for change, q in zip(tested, q_values.tolist(), strict=True):
        name = f"{change.metric} of {change.audience}"
        if change.q is None or abs(change.q - q) > ROUNDING:
            found.append(f"{name} has a q that its {len(tested)} tests do not give")
        elif change.verdict in CALLED and q >= FALSE_DISCOVERY_RATE:
            found.append(f"{name} is called {change.verdict} at q {q:.2f}")
        elif change.verdict in CALLED and not _is_on_its_side(change):
            found.append(f"{name} is called {change.verdict} and moved the other way")
    return found


def _is_on_its_side(change: ChangeFigure) -> bool:
    difference = change.difference or 0.0
    return difference > 0 if change.verdict == Verdict.UP else difference < 0


def _why_nothing(changes: Sequence[ChangeFigure]) -> str:
    """The commonest reason; the first of equals."""
    reasons = [change.reason for change in changes if change.reason]
    return max(reasons, key=reasons.count) if reasons else "nobody answered a headline question."


def _finding(
    state: State,
    what: str,
    what_to_do: str,
    wrong: int | None = None,
    figures: Mapping[str, object] | None = None,
) -> Finding:
    return Finding(
        check_key="multiplicity",
        family=Family.ANALYTICS,
        # The editions' own calls come from the same rule: that they pass it proves nothing.
        severity=Severity.BLOCK if state is State.FAIL else Severity.INFO,
        state=state,
        what=what,
        what_to_do=what_to_do,
        value=None if wrong is None else float(wrong),
        evidence=figures or {},
    )
