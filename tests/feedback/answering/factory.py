"""Questionnaires whose course turns, as tests need them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Audience
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.questionnaires import QuestionnaireContent, QuestionShape, QuestionType
from surveys.questionnaires.conditions import read_condition
from surveys.questionnaires.services import store_version
from surveys.questionnaires.shapes import END, Flow, Skip

UNHAPPY = read_condition({"question": "recommend", "is": "at_most", "value": 6})
WAS_LATE = read_condition({"fact": "is_late", "is": "is", "value": "yes"})

RECOMMEND = QuestionShape("recommend", QuestionType.RECOMMENDATION, is_required=True)
REASON = QuestionShape(
    "reason", QuestionType.CHOICE, is_required=True, options=("price", "time"), show_if=UNHAPPY
)
# A page ends after a question that can skip; this skip leads where one would go anyway.
STORY = QuestionShape(
    "story",
    QuestionType.TEXT,
    max_length=4000,
    show_if=UNHAPPY,
    skips=(Skip(UNHAPPY, "satisfaction"),),
)
SATISFACTION = QuestionShape("satisfaction", QuestionType.SATISFACTION5, is_required=True)
DELAY = QuestionShape("delay", QuestionType.YES_NO, show_if=WAS_LATE)
COMMENT = QuestionShape("comment", QuestionType.TEXT, max_length=4000)

# Three pages: the score; the reason and story of whoever is not happy; the rest for everybody.
TURNING = (RECOMMEND, REASON, STORY, SATISFACTION, COMMENT)
ENDING = (
    QuestionShape(
        "recommend",
        QuestionType.RECOMMENDATION,
        is_required=True,
        skips=(Skip(read_condition({"question": "recommend", "is": "at_least", "value": 9}), END),),
    ),
    SATISFACTION,
)


def make_content(
    *shapes: QuestionShape,
    flow: Flow = Flow.ONE_PAGE,
    texts: Mapping[str, str] | None = None,
    german: Mapping[str, str] | None = None,
    key: str = "end_user.course",
) -> QuestionnaireContent:
    """Content in which every text is its own key, but for the given ones."""
    content = QuestionnaireContent(key, Audience.END_USER, shapes, {}, flow)
    english = {text_key: text_key for text_key in content.needed_text_keys} | dict(texts or {})
    both = {"en": english} | ({"de": dict(german)} if german else {})
    return QuestionnaireContent(key, Audience.END_USER, shapes, both, flow)


def store_content(session: Session, now: datetime, content: QuestionnaireContent) -> int:
    """Its version's id."""
    with writing(session):
        store_version(session, content, now)
    found = session.scalar(
        sa.select(sa.func.max(QuestionnaireVersion.id))
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.key == content.key)
    )
    session.rollback()
    assert found is not None
    return found
