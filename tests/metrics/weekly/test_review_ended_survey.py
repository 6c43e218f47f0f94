"""A survey that ends while its links are still open."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from metrics.models import LadderStep
from surveys.models import Survey
from tests.metrics.programmes import WEEK, SmallProgramme


def test_transactions_that_an_ended_survey_drew_from_stay_in_the_frame(
    programme: SmallProgramme, session: Session
) -> None:
    programme.import_week(WEEK, size=40)
    programme.draw(WEEK)
    flash = programme.close(WEEK, at=programme.monday_after(WEEK))
    with writing(session):
        session.execute(sa.update(Survey).values(is_active=False))

    final = programme.close(WEEK, at=programme.fieldwork_over(WEEK))

    counts = {
        edition_id: session.scalar(
            sa.select(LadderStep.count).where(
                LadderStep.edition_id == edition_id,
                LadderStep.audience == "end_user",
                LadderStep.window == 1,
                LadderStep.level == "network",
                LadderStep.step == "transactions",
                LadderStep.reason == "",
            )
        )
        for edition_id in (flash.id, final.id)
    }
    assert counts[flash.id] == counts[final.id] == 40
