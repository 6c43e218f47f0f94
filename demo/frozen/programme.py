"""What all weeks of the demo's programme share: read once, from an installation set up in memory.

It is the set-up of real use, so that what is frozen in memory names the same organisation, plans,
questionnaires and strategy as what a loaded demo freezes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from core.database import Base, engine_options, prepare_engine
from customers.models import Audience, Touchpoint
from customers.services import require_programme
from demo.plan import DemoPlan
from demo.queries import question_shapes
from demo.services import set_up_demo
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.frozen import Reference
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.weekly.asked import asked_facts
from metrics.weekly.configured import read_configuration
from metrics.weekly.read import read_reference
from surveys.invitations.wording import spoken_languages
from surveys.models import QuestionnaireVersion
from surveys.questionnaires import QuestionShape, available_languages
from surveys.sampling.cases import Plan
from surveys.sampling.queries import active_plans

IN_MEMORY = "sqlite://"


@dataclass(frozen=True)
class ProgrammeFacts:
    """The programme as its weeks see it; versions are keyed by id, plans by touchpoint id."""

    reference: Reference
    configuration: Configuration
    asked: tuple[QuestionnaireFacts, ...]
    touchpoint_ids: Mapping[str, int]
    plans: Mapping[Audience, Mapping[int, Plan]]
    shapes: Mapping[int, tuple[QuestionShape, ...]]
    version_names: Mapping[int, str]
    languages: Mapping[int, frozenset[str]]
    default_language: str


def set_up_in_memory(plan: DemoPlan) -> ProgrammeFacts:
    """Set the demo's programme up in memory and read what it is made of."""
    # One connection for all: each further one would open another, empty database.
    engine = sa.create_engine(IN_MEMORY, poolclass=StaticPool, **engine_options(IN_MEMORY))
    prepare_engine(engine)
    try:
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            set_up_demo(session, plan)
            session.flush()
            return _read(session, plan)
    finally:
        engine.dispose()


def _read(session: Session, plan: DemoPlan) -> ProgrammeFacts:
    shapes = question_shapes(session)
    versions = session.scalars(sa.select(QuestionnaireVersion)).all()
    written = spoken_languages()
    return ProgrammeFacts(
        reference=read_reference(session),
        configuration=read_configuration(session, str(plan.open_week), {}),
        asked=asked_facts(session, set(shapes), plan.calendar.starts_at),
        touchpoint_ids={one.key: one.id for one in session.scalars(sa.select(Touchpoint))},
        plans={audience: active_plans(session, audience) for audience in Audience},
        shapes=shapes,
        version_names={one.id: f"{one.questionnaire.key}.{one.number}" for one in versions},
        languages={
            one.id: frozenset({*available_languages(session, one.id), *written}) for one in versions
        },
        default_language=require_programme(session).default_language,
    )
