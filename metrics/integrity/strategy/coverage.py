"""Is everything measured that the strategy asks for? (methods F7)"""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sheets import AUDIENCES, Sheets
from metrics.integrity.strategy.served import objectives_by_question
from metrics.integrity.wording import percent
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.files import rounded
from stats import Objective, StrategyCoverage, strategy_coverage

KEY = "objective_coverage"
NOT_WRITTEN = (
    "The strategy has not been written down, so nobody can say what the questions are for."
)
WRITE_IT = "Write down the objectives with their weights and link the questions to them."
NOTHING_ASKED = (
    "No questionnaire is in the field, so there is nothing to hold against the strategy."
)


def objective_coverage(evidence: WeekEvidence) -> Iterator[Finding]:
    """The weight of the objectives that some question in the field serves."""
    sheets = evidence.sheets
    if not sheets.all:
        yield _unjudged(evidence, State.NOT_APPLICABLE, NOTHING_ASKED, "")
    elif not evidence.configuration.objectives:
        yield _unjudged(evidence, State.UNKNOWN, NOT_WRITTEN, WRITE_IT)
    else:
        yield _judged(evidence, sheets)


def covered(evidence: WeekEvidence, sheets: Sheets, *audiences: str) -> StrategyCoverage:
    """The objectives against the questions to these audiences."""
    objectives = evidence.configuration.objectives
    total = fsum(objective.weight for objective in objectives)
    aims = [
        Objective(one.key, one.weight / total, one.owner, one.decision, one.outcome)
        for one in objectives
    ]
    known = {aim.name for aim in aims}
    served = {
        f"{audience}.{question}": tuple(sorted(known & set(named)))
        for audience in audiences
        for question, named in objectives_by_question(sheets.in_field(audience)).items()
    }
    return strategy_coverage(aims, served)


def _judged(evidence: WeekEvidence, sheets: Sheets) -> Finding:
    names = {one.key: one.name for one in evidence.configuration.objectives}
    found = covered(evidence, sheets, *AUDIENCES)
    by_audience = {
        audience: covered(evidence, sheets, audience)
        for audience in AUDIENCES
        if sheets.in_field(audience)
    }
    threshold = evidence.thresholds.of(KEY)
    return Finding(
        check_key=KEY,
        family=Family.STRATEGY,
        severity=Severity.CAVEAT,
        state=evidence.thresholds.judge(KEY, found.coverage),
        what=_sentence(found, names),
        what_to_do="Ask a question for each of them, or take them out of the strategy."
        if found.uncovered
        else "",
        value=rounded(found.coverage),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "uncovered": list(found.uncovered),
            "questions_by_objective": {key: len(own) for key, own in found.items.items()},
            **{
                audience: {"coverage": rounded(own.coverage), "uncovered": list(own.uncovered)}
                for audience, own in by_audience.items()
            },
        },
    )


def _sentence(found: StrategyCoverage, names: dict[str, str]) -> str:
    if not found.uncovered:
        return "Every objective of the strategy is measured by a question in the field."
    named = ", ".join(f"“{names[key]}”" for key in found.uncovered)
    return (
        f"{percent(found.coverage)} of the strategy, by weight, is measured; no question in the "
        f"field serves {named}."
    )


def _unjudged(evidence: WeekEvidence, state: State, what: str, what_to_do: str) -> Finding:
    threshold = evidence.thresholds.of(KEY)
    return Finding(
        KEY, Family.STRATEGY, Severity.CAVEAT, state, what, what_to_do,
        warn=threshold.warn, fail=threshold.fail,
    )  # fmt: skip
