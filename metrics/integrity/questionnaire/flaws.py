"""What the lint found wrong with the questions that were asked (methods E, 0.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.sheets import Sheet, Sheets
from metrics.integrity.wording import AUDIENCE_NAMES
from metrics.method import Family, Severity
from metrics.warehouse.questionnaires import LintFacts

KEY = "question_flaws"
ERROR = "error"
# What a warning, or an error that somebody published with a reason, weighs: it warns. Without a
# reason an error fails. Only the limits decide; these are what they are held against.
WARNED, UNEXPLAINED = 1.0, 2.0


def question_flaws(evidence: WeekEvidence) -> Iterator[Finding]:
    """A flaw in a published metric's question holds or warns of that metric where it was asked."""
    sheets = evidence.sheets
    rule = Rule(KEY, Family.QUESTIONNAIRE, Severity.BLOCK, evidence.thresholds.of(KEY))
    judged = [one for sheet in sheets.all for one in _of_sheet(evidence, sheets, sheet)]
    yield from findings_of(rule, judged, sheets)


def _of_sheet(evidence: WeekEvidence, sheets: Sheets, sheet: Sheet) -> Iterator[Judged]:
    metric_of = {question.key: metric for metric, question in sheet.feeding.items()}
    by_question: dict[str, list[LintFacts]] = {}
    for flaw in sheet.version.findings:
        by_question.setdefault(flaw.question, []).append(flaw)
    for key in sorted({*by_question, *metric_of}):
        flaws = by_question.get(key, [])
        metric = metric_of.get(key)
        weight = max((_weight(flaw, sheet.version.reason) for flaw in flaws), default=0.0)
        yield Judged(
            name=f"{sheet.version.name} {key}".strip(),
            audience=sheet.audience,
            state=evidence.thresholds.judge(KEY, weight),
            what=_sentence(sheet, key, flaws),
            what_to_do="Mend the question in the workshop and publish a new version.",
            value=weight,
            concerns=sheets.concerns(sheet.audience, sheet.touchpoints, [metric]) if metric else (),
            figures=_figures(flaws, sheet.version.reason),
        )


def _weight(flaw: LintFacts, reason: str) -> float:
    return UNEXPLAINED if flaw.severity == ERROR and not reason.strip() else WARNED


def _gravest(flaws: Sequence[LintFacts]) -> LintFacts:
    return min(flaws, key=lambda flaw: (flaw.severity != ERROR, flaw.category, flaw.language))


def _sentence(sheet: Sheet, key: str, flaws: Sequence[LintFacts]) -> str:
    if not flaws:
        return f"No flaw was found in the questions to {AUDIENCE_NAMES[sheet.audience]}."
    worst = _gravest(flaws)
    where = f"“{key}” in {sheet.version.name}" if key else sheet.version.name
    language = f" ({worst.language})" if worst.language else ""
    published = ""
    if worst.severity == ERROR:
        given = sheet.version.reason.strip()
        published = f" Published all the same: {given}" if given else " Published without a reason."
    return f"{where}{language}: {worst.message}{published}"


def _figures(flaws: Sequence[LintFacts], reason: str) -> dict[str, str | int]:
    if not flaws:
        return {}
    return {
        "flaws": "; ".join(f"{flaw.severity} {flaw.category} ({flaw.language})" for flaw in flaws),
        "errors": sum(flaw.severity == ERROR for flaw in flaws),
        "warnings": sum(flaw.severity != ERROR for flaw in flaws),
        "reason": reason,
    }
