"""Publishing breaks off: nothing half-published stays, and the week can be closed again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.models import AuditEntry
from core.database import writing
from metrics.models import Edition
from metrics.weekly.services import close_week
from metrics.weekly.verify import Outcome, verify_edition
from tests.metrics.programmes import WEEK, SmallProgramme


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_crash_between_moving_the_folder_and_the_commit_leaves_a_week_that_closes(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    over = programme.fieldwork_over(WEEK)

    def crash(_: object) -> None:
        raise KeyboardInterrupt

    sa.event.listen(session, "before_commit", crash_after_move := _only_with(weeks_folder, crash))
    with pytest.raises(KeyboardInterrupt):
        programme.close(WEEK, over)
    sa.event.remove(session, "before_commit", crash_after_move)
    left = files_of(weeks_folder)
    assert "2026-W45/final-0/manifest.json" in left
    assert session.scalars(sa.select(Edition)).all() == []

    edition = programme.close(WEEK, over + timedelta(hours=1))

    assert verify_edition(session, edition, weeks_folder).outcome is Outcome.HOLDS
    assert [path.name for path in weeks_folder.iterdir()] == ["2026-W45"]


def _only_with(folder: Path, then: Callable[[object], None]) -> Callable[[object], None]:
    def listener(session: object) -> None:
        if (folder / str(WEEK) / "final-0").exists():
            then(session)

    return listener


def test_a_job_whose_lease_was_taken_over_publishes_nothing(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    over = programme.fieldwork_over(WEEK)

    def lost(_: Session) -> None:
        raise LookupError("the lease is somebody else's")

    with pytest.raises(LookupError):
        close_week(session, WEEK, programme.closing(over), still_mine=lost)

    assert session.scalars(sa.select(Edition)).all() == []
    assert session.scalars(sa.select(AuditEntry)).all() == []
    assert files_of(weeks_folder) == {}
    assert programme.close(WEEK, over).response_count > 0


def test_a_database_that_refuses_a_row_says_so_and_the_week_can_be_closed_later(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    over = programme.fieldwork_over(WEEK)
    _refuse_ladders(session)

    with pytest.raises(IntegrityError, match="ladder_steps"):
        programme.close(WEEK, over)

    assert session.scalars(sa.select(Edition)).all() == []
    _accept_ladders(session)
    edition = programme.close(WEEK, over)
    assert verify_edition(session, edition, weeks_folder).holds


def _refuse_ladders(session: Session) -> None:
    with writing(session):
        session.execute(sa.text("CREATE UNIQUE INDEX in_the_way ON ladder_steps (edition_id)"))


def _accept_ladders(session: Session) -> None:
    with writing(session):
        session.execute(sa.text("DROP INDEX in_the_way"))
