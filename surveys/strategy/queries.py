"""Read the strategy, and what is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from customers.models import Audience
from surveys.models import Questionnaire, QuestionnaireVersion, Survey
from surveys.queries import newest_version_ids
from surveys.questionnaires.shapes import QuestionShape, read_structure
from surveys.strategy.models import Construct, Objective


@dataclass(frozen=True)
class PublishedQuestions:
    """A version that a survey asks, or the newest of its questionnaire."""

    version_id: int
    questionnaire: str
    audience: Audience
    number: int
    is_asked: bool
    questions: tuple[QuestionShape, ...]


@dataclass(frozen=True)
class StrategyUse:
    """Which published questions name each objective and construct, as "key (questionnaire)"."""

    objectives: dict[str, tuple[str, ...]]
    constructs: dict[str, tuple[str, ...]]


def all_objectives(session: Session) -> list[Objective]:
    """Every objective, the heaviest first."""
    return list(session.scalars(sa.select(Objective).order_by(-Objective.weight, Objective.name)))


def all_constructs(session: Session) -> list[Construct]:
    return list(session.scalars(sa.select(Construct).order_by(Construct.name)))


def weight_shares(objectives: list[Objective]) -> dict[str, float]:
    """The weights, entered as any positive numbers, as shares of 1, by key."""
    total = fsum(objective.weight for objective in objectives)
    return {objective.key: objective.weight / total for objective in objectives}


def published_questions(session: Session) -> tuple[PublishedQuestions, ...]:
    """What surveys ask now, and the newest version of every questionnaire, by its key."""
    asked = set(session.scalars(sa.select(Survey.version_id).where(Survey.is_active)))
    ids = asked | set(newest_version_ids(session).values())
    versions = session.scalars(
        sa.select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(QuestionnaireVersion.id.in_(ids))
        .options(joinedload(QuestionnaireVersion.questionnaire))
        .order_by(Questionnaire.key, QuestionnaireVersion.number)
    )
    return tuple(
        PublishedQuestions(
            version_id=version.id,
            questionnaire=version.questionnaire.key,
            audience=Audience(version.questionnaire.audience),
            number=version.number,
            is_asked=version.id in asked,
            questions=read_structure(version.structure),
        )
        for version in versions
    )


def strategy_use(session: Session) -> StrategyUse:
    """Where the published questions name the strategy; each place once, in order."""
    objectives: dict[str, dict[str, None]] = {}
    constructs: dict[str, dict[str, None]] = {}
    for published in published_questions(session):
        for shape in published.questions:
            place = f"{shape.key} ({published.questionnaire})"
            for key in shape.objectives:
                objectives.setdefault(key, {})[place] = None
            if shape.construct:
                constructs.setdefault(shape.construct, {})[place] = None
    return StrategyUse(
        {key: tuple(places) for key, places in objectives.items()},
        {key: tuple(places) for key, places in constructs.items()},
    )
