"""How many figures are too small to be shown, and why (methods H4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import AUDIENCE_NAMES, percent, several
from metrics.method import Family, Severity
from metrics.models import Level, State

# The window in which channel partners are shown their totals (methods 0.7a).
PARTNER_WINDOW = 4
COUNTS = re.compile(r"\d[\d,]* ")


def small_cells(evidence: WeekEvidence) -> Iterator[Finding]:
    """Counts alone change no decision: each figure says for itself that it is not shown."""
    for audience in evidence.audiences:
        yield _all_figures(evidence, audience)
        yield from _partners(evidence, audience)


def _all_figures(evidence: WeekEvidence, audience: str) -> Finding:
    hidden = [reason for key, reason in evidence.disclosed.hidden.items() if key[0] == audience]
    count = sum(
        row.is_figure
        for table, rows in evidence.disclosed.tables.items()
        if table[0] == audience
        for row in rows.values()
    )
    who = AUDIENCE_NAMES.get(audience, audience)
    reasons = Counter(general(reason) for reason in hidden)
    return Finding(
        check_key="small_cells",
        family=Family.ANALYTICS,
        severity=Severity.INFO,
        state=State.PASS if count else State.NOT_APPLICABLE,
        what=f"{several(len(hidden), 'figure', 'figures')} of {count:,} about {who} may not be "
        "shown; each says why."
        if count
        else f"There is no figure about {who}: nobody answered.",
        audience=audience,
        value=float(len(hidden)),
        evidence={"figures": count, **dict(sorted(reasons.items()))},
    )


def _partners(evidence: WeekEvidence, audience: str) -> Iterator[Finding]:
    """Partners' own totals in the window that they are shown."""
    shown = [
        (audience, window, level, node, touchpoint, metric) not in evidence.disclosed.hidden
        for (who, window, metric), rows in evidence.disclosed.tables.items()
        if (who, window) == (audience, PARTNER_WINDOW)
        for level, node, touchpoint in rows
        if level == Level.PARTNER and not touchpoint
    ]
    who = AUDIENCE_NAMES.get(audience, audience)
    share = 1 - sum(shown) / len(shown) if shown else None
    state = evidence.thresholds.judge("partners_not_shown", share)
    threshold = evidence.thresholds.of("partners_not_shown")
    yield Finding(
        check_key="partners_not_shown",
        family=Family.ANALYTICS,
        severity=Severity.INFO,
        state=state,
        what=f"Over {PARTNER_WINDOW} weeks {percent(share)} of the figures of single channel "
        f"partners about {who} may not be shown."
        if share is not None
        else f"No channel partner has an answer of {who}: nothing can be said of any.",
        what_to_do=""
        if state is State.PASS
        else "More contacts and higher response rates would help, or a longer window.",
        audience=audience,
        window=PARTNER_WINDOW,
        value=share,
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={"figures": len(shown), "shown": sum(shown)},
    )


def general(reason: str) -> str:
    """The reason without the figures of the one case."""
    told = reason.partition(":")[0].rstrip(".")
    return COUNTS.sub("", told).strip() if told[:1].isdigit() else told
