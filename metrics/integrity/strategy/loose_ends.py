"""Loose ends between strategy and questions: each warns of the figures it bears on (methods F7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.sheets import AUDIENCES, Concern, Sheets
from metrics.integrity.strategy.coverage import covered
from metrics.integrity.strategy.served import (
    constructs_by_question,
    metrics_of_objective,
    metrics_of_question,
    objectives_by_question,
)
from metrics.integrity.wording import AUDIENCE_NAMES, several
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.configuration import ObjectiveFacts


def orphan_questions(evidence: WeekEvidence) -> Iterator[Finding]:
    """Questions that serve no objective: nobody said what their answers are for."""
    sheets = evidence.sheets
    known = {objective.key for objective in evidence.configuration.objectives}
    for audience in AUDIENCES if known else ():
        served = objectives_by_question(sheets.in_field(audience))
        orphans = [question for question, named in served.items() if not known & set(named)]
        yield from findings_of(
            _rule("orphan_questions"),
            _orphans(sheets, audience, tuple(served), orphans),
            sheets,
        )


def _orphans(
    sheets: Sheets, audience: str, questions: Sequence[str], orphans: Sequence[str]
) -> Iterator[Judged]:
    """Each question; orphans that feed no figure are named together."""
    metrics = {
        question: metrics_of_question(sheets.in_field(audience), question) for question in questions
    }
    loose = [question for question in orphans if not metrics[question]]
    for question in questions:
        named = [] if question not in orphans else [question] if metrics[question] else loose
        yield Judged(
            question,
            audience,
            State.WARN if named else State.PASS,
            _orphan_sentence(named, audience),
            "Link it to the objective it serves, or stop asking it.",
            concerns=tuple(Concern(metric) for metric in metrics[question]),
        )


def _orphan_sentence(names: Sequence[str], audience: str) -> str:
    to = AUDIENCE_NAMES[audience]
    if not names:
        return f"Every question to {to} serves an objective."
    listed = ", ".join(f"“{name}”" for name in names)
    serve = "serves" if len(names) == 1 else "serve"
    return f"{several(len(names), 'question', 'questions')} to {to} {serve} no objective: {listed}."


def incomplete_objectives(evidence: WeekEvidence) -> Iterator[Finding]:
    """Objectives without an owner, a decision or an outcome: what is measured leads to nothing."""
    sheets = evidence.sheets
    objectives = evidence.configuration.objectives
    if not objectives or not sheets.all:
        return
    missing = covered(evidence, sheets, *AUDIENCES).incomplete
    judged = [_completeness(sheets, one, missing.get(one.key, ())) for one in objectives]
    yield from findings_of(_rule("incomplete_objectives"), judged, sheets)


def _completeness(sheets: Sheets, objective: ObjectiveFacts, lacks: Sequence[str]) -> Judged:
    return Judged(
        objective.key,
        "",
        State.WARN if lacks else State.PASS,
        f"The objective “{objective.name}” names no {' and no '.join(lacks)}."
        if lacks
        else "Every objective names its owner, its decision and its outcome.",
        "Complete it on the page of objectives.",
        concerns=tuple(Concern(metric) for metric in metrics_of_objective(sheets, objective.key)),
        figures={"missing": ", ".join(lacks)},
    )


def single_item_objectives(evidence: WeekEvidence) -> Iterator[Finding]:
    """Objectives that stand on one question alone, which nothing can confirm; for information."""
    sheets = evidence.sheets
    if not evidence.configuration.objectives or not sheets.all:
        return
    found = covered(evidence, sheets, *AUDIENCES)
    names = {one.key: one.name for one in evidence.configuration.objectives}
    named = ", ".join(f"“{names[key]}”" for key in found.single_item)
    yield Finding(
        check_key="single_item_objectives",
        family=Family.STRATEGY,
        severity=Severity.INFO,
        state=State.WARN if found.single_item else State.PASS,
        what=f"A single question stands for {named}: nothing else confirms what it says."
        if found.single_item
        else "No objective stands on a single question.",
        what_to_do="Think of a second question for it." if found.single_item else "",
        value=float(len(found.single_item)),
        evidence={key: found.items[key][0] for key in found.single_item},
    )


def unwritten_keys(evidence: WeekEvidence) -> Iterator[Finding]:
    """Objectives and constructs that questions name and nobody wrote down; for information."""
    sheets, configuration = evidence.sheets, evidence.configuration
    if not configuration.objectives:
        return
    known = {*configuration.constructs, *(one.key for one in configuration.objectives)}
    for audience in AUDIENCES:
        asked = sheets.in_field(audience)
        if asked:
            named = [*objectives_by_question(asked).items(), *constructs_by_question(asked).items()]
            yield _unwritten(
                audience, sorted({key for _, keys in named for key in keys if key not in known})
            )


def _unwritten(audience: str, unknown: Sequence[str]) -> Finding:
    listed = ", ".join(f"“{key}”" for key in unknown)
    to = AUDIENCE_NAMES[audience]
    return Finding(
        check_key="unwritten_keys",
        family=Family.STRATEGY,
        severity=Severity.INFO,
        state=State.WARN if unknown else State.PASS,
        what=f"Questions to {to} name {listed}, which nobody wrote down."
        if unknown
        else f"All that questions to {to} name is written down.",
        what_to_do="Write it down among the objectives or constructs, or correct the questions."
        if unknown
        else "",
        audience=audience,
        value=float(len(unknown)),
        evidence={"unwritten": list(unknown)},
    )


def _rule(check_key: str) -> Rule:
    return Rule(check_key, Family.STRATEGY, Severity.CAVEAT)
