"""Weeks close by themselves: on Monday morning, after a long sleep, once, and not when told off."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.config import Settings
from core.database import writing
from core.jobs.models import JobRun
from core.jobs.scheduler import run_due_slots
from core.keys import KeyRing
from customers.models import Programme
from metrics.models import Edition
from metrics.weekly.jobs import CLOSE_WEEKS, due_slots
from tests.metrics.programmes import WEEK, SmallProgramme

OVER = WEEK.monday + timedelta(days=7)
HOUR = timedelta(hours=1)


@pytest.fixture
def weeks(session: Session, keys: KeyRing, settings: Settings) -> SmallProgramme:
    """A programme with transactions of three weeks, which nobody was asked about."""
    small = SmallProgramme(session, keys, settings)
    small.set_up()
    for shift in range(3):
        small.import_week(WEEK.shifted(shift), size=14)
    return small


def due(weeks: SmallProgramme, hours: float) -> list[str]:
    """The slots due so many hours after the first week's end."""
    slots = list(due_slots(weeks.session, weeks.at(OVER) + hours * HOUR))
    weeks.session.rollback()
    return slots


DAY, FIELDWORK = 24, 7 * 24
DUE: dict[str, tuple[float, list[str]]] = {
    "while the week runs": (-1, []),
    "at its end": (0, []),
    "before six on Monday morning": (5.99, []),
    "at six on Monday morning": (6, ["2026-W45 flash"]),
    "on the last evening of fieldwork": (FIELDWORK - 1, ["2026-W45 flash"]),
    "in the night fieldwork ends": (FIELDWORK + 3, []),
    "when the next week's flash is due": (
        FIELDWORK + 6, ["2026-W45 final", "2026-W46 flash"],
    ),
    "after sleeping three weeks": (
        4 * FIELDWORK + DAY, ["2026-W45 final", "2026-W46 final", "2026-W47 final"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DUE)
def test_slots_are_due_in_the_programmes_time(weeks: SmallProgramme, case: str) -> None:
    hours, expected = DUE[case]

    assert due(weeks, hours) == expected


def test_nothing_is_due_without_a_programme(session: Session, now: datetime) -> None:
    assert list(due_slots(session, now)) == []


def test_a_programme_that_closes_by_hand_has_nothing_due(weeks: SmallProgramme) -> None:
    with writing(weeks.session) as session:
        session.execute(sa.update(Programme).values(closes_by_itself=False))

    assert due(weeks, 4 * FIELDWORK) == []


SET_UP_LATER: dict[str, tuple[float, list[str], list[str]]] = {
    "after the flash was due": (3 * DAY, [], ["2026-W45 final", "2026-W46 flash"]),
    "after the final was due": (FIELDWORK + 3 * DAY, [], ["2026-W46 final", "2026-W47 flash"]),
}


@pytest.mark.parametrize("case", SET_UP_LATER)
def test_what_fell_due_before_the_programme_was_set_up_is_closed_by_hand(
    weeks: SmallProgramme, case: str
) -> None:
    hours, at_once, next_monday = SET_UP_LATER[case]
    with writing(weeks.session) as session:
        session.execute(sa.update(Programme).values(created_at=weeks.at(OVER) + hours * HOUR))

    assert due(weeks, hours + 1) == at_once
    assert due(weeks, hours + 4 * DAY + 6) == next_monday


def editions(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    rows = session.execute(sa.select(Edition.week, Edition.kind).order_by(Edition.id))
    return [(week, kind) for week, kind in rows]


def test_after_three_weeks_of_sleep_every_week_is_closed_once(
    weeks: SmallProgramme, app: Flask, clock: FixedClock, session: Session
) -> None:
    clock.at = weeks.at(OVER) + 3 * FIELDWORK * HOUR + timedelta(hours=10)

    with app.app_context():
        done, again = run_due_slots(CLOSE_WEEKS), run_due_slots(CLOSE_WEEKS)

    assert done == ("2026-W45 final", "2026-W46 final", "2026-W47 final")
    assert again == ()
    assert editions(session) == [
        ("2026-W45", "final"),
        ("2026-W46", "final"),
        ("2026-W47", "final"),
    ]
    outcomes = session.execute(sa.select(JobRun.outcome, JobRun.done_at)).all()
    assert [(row.outcome, row.done_at) for row in outcomes] == [("published", clock.at)] * 3


def test_a_week_closed_by_hand_meanwhile_is_no_failure(
    weeks: SmallProgramme, app: Flask, clock: FixedClock, session: Session
) -> None:
    clock.at = weeks.at(OVER) + timedelta(hours=9)
    slots = due_slots(session, clock.at)
    weeks.close(WEEK, clock.at)
    late = CLOSE_WEEKS.__class__(CLOSE_WEEKS.name, lambda _session, _now: slots, CLOSE_WEEKS.run)

    with app.app_context():
        run_due_slots(late)

    session.rollback()
    outcome = session.scalars(sa.select(JobRun.outcome)).one()
    assert editions(session) == [("2026-W45", "flash")]
    assert "was published" in (outcome or "")
