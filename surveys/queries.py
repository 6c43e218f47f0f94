"""Read the surveys, and what became of a week's frame."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from customers.models import Audience, Touchpoint
from surveys.models import Questionnaire, QuestionnaireVersion, Survey

_WITH_CONTENT = sa.select(Survey).options(
    joinedload(Survey.touchpoint),
    joinedload(Survey.version).joinedload(QuestionnaireVersion.questionnaire),
)


def all_surveys(session: Session) -> list[Survey]:
    """Every survey, by touchpoint and audience."""
    return list(
        session.scalars(
            _WITH_CONTENT.join(Touchpoint, Touchpoint.id == Survey.touchpoint_id).order_by(
                Touchpoint.position, Touchpoint.key, Survey.audience
            )
        )
    )


def get_survey(session: Session, survey_id: int) -> Survey | None:
    return session.scalar(_WITH_CONTENT.where(Survey.id == survey_id))


def find_survey(session: Session, audience: Audience, touchpoint_key: str) -> Survey | None:
    return session.scalar(
        sa.select(Survey)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .where(Survey.audience == audience, Touchpoint.key == touchpoint_key)
    )


def newest_version_ids(session: Session) -> dict[str, int]:
    """The newest version of every questionnaire, by the questionnaire's key."""
    newest = (
        sa.select(
            QuestionnaireVersion.questionnaire_id,
            sa.func.max(QuestionnaireVersion.number).label("number"),
        )
        .group_by(QuestionnaireVersion.questionnaire_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Questionnaire.key, QuestionnaireVersion.id)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .join(
            newest,
            sa.and_(
                newest.c.questionnaire_id == QuestionnaireVersion.questionnaire_id,
                newest.c.number == QuestionnaireVersion.number,
            ),
        )
    )
    return dict(rows.all())
