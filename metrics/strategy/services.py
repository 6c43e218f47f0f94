"""Hold the strategy against what is asked in the field (methods F7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from customers.models import Audience
from stats import Objective as Aim
from stats import StrategyCoverage, strategy_coverage
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import QuestionType
from surveys.strategy.models import Objective
from surveys.strategy.queries import (
    PublishedQuestions,
    all_constructs,
    all_objectives,
    published_questions,
    weight_shares,
)

MEASURES_NOTHING = frozenset({QuestionType.STATEMENT, QuestionType.CONSENT})


@dataclass(frozen=True)
class AskedQuestion:
    """A question of one audience by its key, and what the questionnaires that ask it say of it.

    `unknown` are objectives and constructs it names that nobody wrote down.
    """

    key: str
    objectives: tuple[str, ...]
    constructs: tuple[str, ...]
    unknown: tuple[str, ...]
    questionnaires: tuple[str, ...]


@dataclass(frozen=True)
class AudienceCoverage:
    audience: Audience
    questions: tuple[AskedQuestion, ...]
    result: StrategyCoverage


@dataclass(frozen=True)
class Coverage:
    """The whole strategy, then each audience by itself.

    `objectives` are keyed by their keys, the heaviest first, with their share of the weight.
    """

    objectives: tuple[Objective, ...]
    shares: dict[str, float]
    whole: StrategyCoverage
    audiences: tuple[AudienceCoverage, ...]


def cover_strategy(session: Session) -> Coverage | None:
    """None without objectives, which cover nothing."""
    objectives = all_objectives(session)
    if not objectives:
        return None
    shares = weight_shares(objectives)
    aims = [_aim(objective, shares[objective.key]) for objective in objectives]
    known = {*shares, *(construct.key for construct in all_constructs(session))}
    asked = [one for one in published_questions(session) if one.is_asked]
    questions = {audience: _questions(asked, audience, known) for audience in Audience}
    by_both = {
        f"{audience}.{question.key}": _served(question, shares)
        for audience, of_audience in questions.items()
        for question in of_audience
    }
    return Coverage(
        objectives=tuple(objectives),
        shares=shares,
        whole=strategy_coverage(aims, by_both),
        audiences=tuple(
            AudienceCoverage(audience, found, strategy_coverage(aims, _items(found, shares)))
            for audience, found in questions.items()
        ),
    )


def _aim(objective: Objective, share: float) -> Aim:
    return Aim(objective.key, share, objective.owner, objective.decision, objective.outcome)


def _items(questions: Sequence[AskedQuestion], known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {question.key: _served(question, known) for question in questions}


def _served(question: AskedQuestion, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in known if key in question.objectives)


def _questions(
    asked: Sequence[PublishedQuestions], audience: Audience, known: set[str]
) -> tuple[AskedQuestion, ...]:
    """One entry a key: a question that several questionnaires ask measures the same."""
    shapes: dict[str, list[tuple[str, QuestionShape]]] = {}
    for published in asked:
        for shape in published.questions:
            if published.audience is audience and shape.type not in MEASURES_NOTHING:
                shapes.setdefault(shape.key, []).append((published.questionnaire, shape))
    return tuple(_question(key, places, known) for key, places in shapes.items())


def _question(
    key: str, places: Sequence[tuple[str, QuestionShape]], known: set[str]
) -> AskedQuestion:
    objectives = dict.fromkeys(name for _, shape in places for name in shape.objectives)
    constructs = dict.fromkeys(shape.construct for _, shape in places if shape.construct)
    return AskedQuestion(
        key=key,
        objectives=tuple(objectives),
        constructs=tuple(constructs),
        unknown=tuple(name for name in (*objectives, *constructs) if name not in known),
        questionnaires=tuple(dict.fromkeys(questionnaire for questionnaire, _ in places)),
    )
