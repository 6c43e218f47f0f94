"""Read where a questionnaire is asked."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from customers.models import Touchpoint
from surveys.models import QuestionnaireVersion, Survey
from surveys.queries import find_survey
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.queries import load_content
from surveys.workshop.queries import (
    newest_version,
    version_before,
    versions_in_the_field,
    versions_of,
)


@dataclass(frozen=True)
class Field:
    """Where the questionnaire is asked at present, and where a survey could be opened.

    `before` is the version whose series the new one goes on with; an older one may have been put
    back into the field, so it need not be the newest.
    """

    newest: QuestionnaireVersion | None
    before: QuestionnaireVersion | None
    content_before: QuestionnaireContent | None
    surveys: tuple[Survey, ...]
    can_open_at: str


def field_of(session: Session, content: QuestionnaireContent) -> Field:
    """What publishing this content would meet."""
    before = version_before(session, content.key)
    asking = versions_in_the_field(session)
    touchpoint = touchpoint_of(session, content.key)
    is_free = touchpoint and not find_survey(session, content.audience, touchpoint.key)
    return Field(
        newest=newest_version(session, content.key),
        before=before,
        content_before=load_content(session, before.id) if before else None,
        surveys=tuple(
            survey
            for version in versions_of(session, content.key)
            for survey in asking.get(version.id, ())
        ),
        can_open_at=touchpoint.name if touchpoint and is_free else "",
    )


def touchpoint_of(session: Session, key: str) -> Touchpoint | None:
    """The touchpoint a questionnaire asks about, by the second half of its key."""
    wanted = key.partition(".")[2]
    return session.scalar(sa.select(Touchpoint).where(Touchpoint.key == wanted))
