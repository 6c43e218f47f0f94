from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.services import record_audit
from access.visibility import command_line_scope
from core.clock import FixedClock
from core.context import current_context
from core.database import db, writing
from core.jobs.models import JobRun
from core.jobs.queries import done_slots
from core.jobs.scheduler import Job, Tick, run_due_slots, start_scheduler
from core.jobs.services import Claim, finish


def note_effect(done: Claim, now: datetime) -> None:
    """A job's work: the effect and `finish` in one transaction."""
    with writing(db.session()) as session:
        record_audit(session, command_line_scope(), "effect", done.slot, None, now)
        finish(session, done, now, "noted")


def due_weeks(session: Session, _now: datetime) -> list[str]:
    done = done_slots(session, "note")
    return [week for week in ("2026-W44", "2026-W45", "2026-W46") if week not in done]


NOTE = Job("note", due_weeks, note_effect)


def effects(session: Session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(sa.select(AuditEntry.subject)))


def test_a_tick_does_every_due_slot_and_the_next_one_none(app: Flask, session: Session) -> None:
    with app.app_context():
        first, second = run_due_slots(NOTE), run_due_slots(NOTE)

    assert first == ("2026-W44", "2026-W45", "2026-W46")
    assert second == ()
    assert effects(session) == list(first)


def test_a_slot_that_fails_is_noted_and_holds_up_no_other(
    app: Flask, session: Session, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_once(done: Claim, now: datetime) -> None:
        if done.slot == "2026-W45" and done.fence == 1:
            raise OSError("disk full")
        note_effect(done, now)

    job = replace(NOTE, run=fail_once)

    with app.app_context():
        first = run_due_slots(job)
        soon = run_due_slots(job)
        noted = session.scalar(sa.select(JobRun.outcome).where(JobRun.slot == "2026-W45"))
        clock.at += job.pause_after_failure
        later = run_due_slots(job)

    assert first == ("2026-W44", "2026-W46")
    assert soon == ()
    assert noted == "OSError: disk full"
    assert later == ("2026-W45",)
    assert "disk full" in caplog.text


def test_several_schedulers_do_each_slot_exactly_once(app: Flask, session: Session) -> None:
    with app.app_context():
        lists_asked = [Event() for _ in range(4)]
    schedulers = [
        start_scheduler(app, [replace(NOTE, due_slots=_telling(asked))]) for asked in lists_asked
    ]

    for asked in lists_asked:
        assert asked.wait(timeout=20)
    for scheduler in schedulers:
        scheduler.shutdown(wait=True)

    assert effects(session) == ["2026-W44", "2026-W45", "2026-W46"]


def _telling(asked: Event) -> Callable[[Session, datetime], list[str]]:
    """The due slots, and word that a scheduler has begun with them."""

    def due(session: Session, now: datetime) -> list[str]:
        weeks = due_weeks(session, now)
        asked.set()
        return weeks

    return due


def test_a_tick_that_fails_does_not_end_the_ticking(app: Flask) -> None:
    ticks: list[datetime] = []
    second_tick = Event()

    def look() -> None:
        ticks.append(current_context().clock.now())
        if len(ticks) == 2:
            second_tick.set()
        raise OSError("no mail server")

    scheduler = start_scheduler(app, [], [Tick("mail", look, every_seconds=1)])
    try:
        assert second_tick.wait(timeout=20)
    finally:
        scheduler.shutdown(wait=True)
