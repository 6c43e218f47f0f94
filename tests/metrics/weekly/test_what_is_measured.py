"""A metric is fed by the question that says so, not by one of a certain name."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from feedback.models import Answer
from metrics.models import Edition, EditionKind, Estimate
from surveys.models import QuestionnaireVersion
from tests.metrics.programmes import WEEK, SmallProgramme


def change_satisfaction(session: Session, changes: dict[str, Any]) -> None:
    """As if the questionnaires had been written so from the beginning."""
    with writing(session):
        for version in session.scalars(sa.select(QuestionnaireVersion)):
            structure = deepcopy(version.structure)
            for question in structure["questions"]:
                if question["key"] == "satisfaction":
                    question.update(changes)
            session.execute(
                sa.update(QuestionnaireVersion)
                .where(QuestionnaireVersion.id == version.id)
                .values(structure=structure)
            )
    session.expire_all()


def values_of(session: Session, edition: Edition, metric: str) -> list[float | None]:
    return list(
        session.scalars(
            sa.select(Estimate.value)
            .where(Estimate.edition_id == edition.id, Estimate.metric == metric)
            .order_by(Estimate.id)
        )
    )


def test_a_question_of_another_name_feeds_its_metric(
    programme: SmallProgramme, session: Session
) -> None:
    programme.live_week(WEEK)
    over = programme.fieldwork_over(WEEK)
    first = programme.close(WEEK, over)
    change_satisfaction(session, {"key": "content"})
    with writing(session):
        session.execute(
            sa.update(Answer)
            .where(Answer.question_key == "satisfaction")
            .values(question_key="content")
        )

    revised = programme.close(WEEK, over, kind=EditionKind.FINAL, reason="renamed")

    assert any(value is not None for value in values_of(session, first, "csat"))
    assert values_of(session, revised, "csat") == values_of(session, first, "csat")


def test_a_name_alone_feeds_nothing(programme: SmallProgramme, session: Session) -> None:
    programme.live_week(WEEK)
    change_satisfaction(session, {"type": "satisfaction7", "metric": None})
    with writing(session):
        session.execute(
            sa.update(Answer).where(Answer.question_key == "satisfaction").values(score=7)
        )

    edition = programme.close(WEEK, programme.monday_after(WEEK))

    assert any(value is not None for value in values_of(session, edition, "nps"))
    assert not any(value is not None for value in values_of(session, edition, "csat"))
