"""Would people say the same if nobody knew who they are (methods D4)?"""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import AUDIENCE_NAMES
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.schema import USED

KEY = "social_desirability"


def social_desirability(evidence: WeekEvidence) -> Iterator[Finding]:
    """Modes are a promise of confidence and a source; a comparison needs them drawn by lot.

    Nothing here draws them by lot: a survey makes one promise, and people choose their way in. A
    difference between modes would be one of people.
    """
    responses = evidence.frozen.responses
    names = ("audience", "promise", "source")
    columns = [responses.column(name).to_pylist() for name in names]
    rows = zip(*columns, evidence.status, strict=True)
    used = {tuple(mode) for *mode, status in rows if status == USED}
    for audience in sorted({mode[0] for mode in used}):
        count = sum(mode[0] == audience for mode in used)
        who = AUDIENCE_NAMES[audience]
        yield Finding(
            check_key=KEY,
            family=Family.RESPONSE_BIAS,
            severity=Severity.INFO,
            state=State.NOT_APPLICABLE,
            what=f"All {who} answered in one mode: there is nothing to compare."
            if count == 1
            else f"{who[:1].upper()}{who[1:]} answered in {count} modes that nobody assigned by "
            "lot: a difference between them would be one of people.",
            audience=audience,
            evidence={"modes": count},
        )
