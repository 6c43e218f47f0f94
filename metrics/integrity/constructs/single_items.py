"""Measures that are a single question, stated as such: neither proven nor doubted by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sheets import AUDIENCES, Sheet
from metrics.integrity.wording import AUDIENCE_NAMES
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.patterns import construct_items, items_of
from metrics.warehouse.questionnaires import QuestionFacts


def single_items(evidence: WeekEvidence) -> Iterator[Finding]:
    """The published metrics whose question stands alone for its construct, by audience."""
    sheets = evidence.sheets
    for audience in AUDIENCES:
        alone = {
            metric: question
            for sheet in sheets.of_audience(audience)
            for metric, question in sorted(sheet.feeding.items())
            if _is_alone(sheet, question)
        }
        if alone:
            yield _finding(audience, alone)


def _is_alone(sheet: Sheet, question: QuestionFacts) -> bool:
    items = construct_items(sheet.version).get(question.construct, ())
    return not set(items_of(question)) & set(items)


def _finding(audience: str, alone: dict[str, QuestionFacts]) -> Finding:
    keys = sorted({question.key for question in alone.values()})
    listed = ", ".join(f"“{key}”" for key in keys)
    return Finding(
        check_key="single_item",
        family=Family.CONSTRUCTS,
        severity=Severity.INFO,
        state=State.NOT_APPLICABLE,
        what=f"Single item: among {AUDIENCE_NAMES[audience]}, {listed} measure by one question "
        "each, so there is no inner consistency to test."
        if len(keys) > 1
        else f"Single item: among {AUDIENCE_NAMES[audience]}, {listed} measures by one question, "
        "so there is no inner consistency to test.",
        audience=audience,
        value=float(len(keys)),
        evidence={
            metric: {"question": question.key, "construct": question.construct}
            for metric, question in sorted(alone.items())
        },
    )
