"""One figure, two wordings: answers to different questions under one name in the same week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.sheets import Sheets
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import Family, Severity

KEY = "mixed_wordings"
Place = tuple[str, str, str]  # audience, metric, touchpoint


def mixed_wordings(evidence: WeekEvidence) -> Iterator[Finding]:
    """Touchpoints whose used answers come from questions that do not read the same."""
    sheets = evidence.sheets
    rule = Rule(KEY, Family.QUESTIONNAIRE, Severity.CAVEAT, evidence.thresholds.of(KEY))
    counts: dict[Place, Counter[str]] = {}
    names: dict[Place, list[str]] = {}
    for one in sheets.answered:
        sheet = sheets.by_name.get(one.version)
        if sheet is None:
            continue
        for metric, question in sheet.feeding.items():
            place = (sheet.audience, metric, one.touchpoint)
            counts.setdefault(place, Counter())[question.wording] += one.count
            names.setdefault(place, []).append(one.version)
    judged = [
        _judged(evidence, sheets, place, own, names[place]) for place, own in sorted(counts.items())
    ]
    yield from findings_of(rule, judged, sheets)


def _judged(
    evidence: WeekEvidence, sheets: Sheets, place: Place, wordings: Counter[str], names: list[str]
) -> Judged:
    audience, metric, touchpoint = place
    share = 1.0 - max(wordings.values()) / wordings.total()
    return Judged(
        name=f"{touchpoint} {metric}",
        audience=audience,
        state=evidence.thresholds.judge(KEY, share),
        what=f"All answers of {AUDIENCE_NAMES[audience]} at a touchpoint are to one wording."
        if not share
        else f"{percent(share)} of the answers at {touchpoint} are to another wording of the "
        f"question for {metric}.",
        what_to_do="Read this week's figure with care; it mixes the old question and the new.",
        value=share,
        concerns=sheets.concerns(audience, [touchpoint], [metric]),
        figures={"versions": ", ".join(names), "wordings": len(wordings)},
    )
