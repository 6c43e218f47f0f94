"""A person whose link opens whatever questionnaire a test makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from surveys.models import Invitation
from surveys.questionnaires import QuestionnaireContent
from tests.feedback.answering.factory import store_content

Ask = Callable[[QuestionnaireContent], int]


@pytest.fixture
def ask(session: Session, now: datetime, invitation: Invitation) -> Ask:
    """Give the invitation this questionnaire; returns its version's id."""

    def ask_for(content: QuestionnaireContent) -> int:
        version_id = store_content(session, now, content)
        with writing(session):
            session.execute(
                sa.update(Invitation)
                .where(Invitation.id == invitation.id)
                .values(version_id=version_id)
            )
        return version_id

    return ask_for
