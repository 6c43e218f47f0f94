"""Which objectives a question serves, and which published figures serve an objective."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.integrity.sheets import AUDIENCES, Sheet, Sheets
from metrics.warehouse.questionnaires import QuestionFacts


def objectives_by_question(sheets: Iterable[Sheet]) -> dict[str, tuple[str, ...]]:
    """By key: a question that several questionnaires ask serves what any of them says."""
    served: dict[str, dict[str, None]] = {}
    for sheet in sheets:
        for question in sheet.questions:
            served.setdefault(question.key, {}).update(dict.fromkeys(question.objectives))
    return {key: tuple(named) for key, named in served.items()}


def constructs_by_question(sheets: Iterable[Sheet]) -> dict[str, tuple[str, ...]]:
    named: dict[str, dict[str, None]] = {}
    for sheet in sheets:
        for question in sheet.questions:
            own = [question.construct] if question.construct else []
            named.setdefault(question.key, {}).update(dict.fromkeys(own))
    return {key: tuple(constructs) for key, constructs in named.items()}


def metrics_of_question(sheets: Iterable[Sheet], key: str) -> tuple[str, ...]:
    """The published metrics that a question feeds on any of the sheets."""
    return tuple(
        sorted(
            {
                metric
                for sheet in sheets
                for metric, question in sheet.feeding.items()
                if question.key == key
            }
        )
    )


def metrics_of_objective(sheets: Sheets, objective: str) -> tuple[str, ...]:
    """The published metrics of either audience whose question serves the objective."""
    return tuple(
        sorted(
            {
                metric
                for audience in AUDIENCES
                for sheet in sheets.in_field(audience)
                for metric, question in sheet.feeding.items()
                if serves(question, objective)
            }
        )
    )


def serves(question: QuestionFacts, objective: str) -> bool:
    return objective in question.objectives
