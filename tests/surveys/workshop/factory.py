"""Contents and drafts for tests of the workshop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.database import writing
from customers.models import Audience
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import QuestionShape, read_shape
from surveys.questionnaires.types import QuestionType
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.services import create_draft
from tests.factories import STRUCTURE, TEXTS

ADA = Scope(Role.PROGRAMME_MANAGER, actor="ada@example.com")
BEN = Scope(Role.PROGRAMME_MANAGER, actor="ben@example.com")


def make_content(**changes: Any) -> QuestionnaireContent:
    """What tests.factories.make_version stores: NPS, CSAT, a choice, a text, in English."""
    content = QuestionnaireContent(
        key="end_user.delivery",
        audience=Audience.END_USER,
        questions=tuple(read_shape(stored) for stored in STRUCTURE["questions"]),
        texts={"en": dict(TEXTS)},
    )
    return replace(content, **changes)


def make_draft(
    session: Session, now: datetime, content: QuestionnaireContent | None = None
) -> QuestionnaireDraft:
    with writing(session):
        return create_draft(session, content or make_content(), ADA, now)


def text_question(key: str, **settings: Any) -> QuestionShape:
    return QuestionShape(key, QuestionType.TEXT, max_length=2000, **settings)


def with_texts(
    content: QuestionnaireContent, changes: Mapping[str, str], language: str = "en"
) -> QuestionnaireContent:
    own = {**content.texts.get(language, {}), **changes}
    return replace(content, texts={**content.texts, language: own})


def with_question(content: QuestionnaireContent, key: str, **changes: Any) -> QuestionnaireContent:
    questions = tuple(
        replace(shape, **changes) if shape.key == key else shape for shape in content.questions
    )
    return replace(content, questions=questions)


def in_order(content: QuestionnaireContent, *keys: str) -> QuestionnaireContent:
    by_key = {shape.key: shape for shape in content.questions}
    return replace(content, questions=tuple(by_key[key] for key in keys))
