"""Editions before: what an edition is compared with, and history brought in later."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from tests.metrics.programmes import WEEK, SmallProgramme


def test_history_brought_in_later_is_marked_as_backfilled(programme: SmallProgramme) -> None:
    programme.import_week(WEEK)
    over = programme.at(WEEK.monday + timedelta(days=14))

    edition = programme.close(WEEK, over + timedelta(days=28, seconds=1))

    assert (edition.kind, edition.is_backfilled) == ("final", True)


def test_changes_are_said_against_the_last_edition_of_the_same_kind(
    programme: SmallProgramme, session: Session
) -> None:
    next_week = Week(2026, 46)
    programme.live_week(WEEK)
    first = programme.close(WEEK, programme.fieldwork_over(WEEK))
    programme.live_week(next_week, seed=3)
    flash = programme.close(next_week, programme.monday_after(next_week))
    second = programme.close(next_week, programme.fieldwork_over(next_week))

    changes = session.execute(
        sa.text("SELECT edition_id, against_edition_id, verdict FROM changes ORDER BY id")
    ).all()

    of_flash = {row.against_edition_id for row in changes if row.edition_id == flash.id}
    of_second = {row.against_edition_id for row in changes if row.edition_id == second.id}
    assert of_flash == {None}
    assert of_second == {first.id}
    assert any(row.verdict != "no_comparison" for row in changes if row.edition_id == second.id)
