from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.services import record_audit
from access.visibility import command_line_scope
from core.clock import FixedClock
from core.context import current_context
from core.database import db, writing
from core.errors import LostClaimError
from core.jobs.models import JobRun
from core.jobs.queries import JobState, done_slots, job_states
from core.jobs.scheduler import Job, Tick, run_due_slots, start_scheduler
from core.jobs.services import Claim, claim_slot, finish, give_up, prolong

LEASE = timedelta(minutes=30)
ROOT = Path(__file__).resolve().parents[2]


def claim(session: Session, now: datetime, slot: str = "2026-W46") -> Claim | None:
    with writing(session):
        return claim_slot(session, "close week", slot, now, LEASE)


def sure_claim(session: Session, now: datetime) -> Claim:
    found = claim(session, now)
    assert found is not None
    return found


def test_a_slot_is_claimed_once(session: Session, now: datetime) -> None:
    first, second = claim(session, now), claim(session, now + timedelta(minutes=29))

    assert first is not None
    assert (first.slot, first.fence) == ("2026-W46", 1)
    assert second is None


def test_other_slots_and_other_jobs_are_free(session: Session, now: datetime) -> None:
    claim(session, now)

    with writing(session):
        other_job = claim_slot(session, "clean up", "2026-W46", now, LEASE)

    assert claim(session, now, "2026-W45") is not None
    assert other_job is not None


def test_of_many_at_the_same_moment_one_gets_the_slot(engine: Engine, now: datetime) -> None:
    def try_once(_: int) -> Claim | None:
        with Session(engine, expire_on_commit=False) as session:
            return claim(session, now)

    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(try_once, range(8)))

    assert sum(found is not None for found in claims) == 1


def test_a_slot_that_is_done_is_never_claimed_again(session: Session, now: datetime) -> None:
    mine = sure_claim(session, now)
    with writing(session):
        finish(session, mine, now, "published")

    assert claim(session, now + timedelta(days=365)) is None
    assert done_slots(session, "close week") == {"2026-W46"}


def test_when_the_lease_has_run_out_another_takes_over_with_a_higher_fence(
    session: Session, now: datetime
) -> None:
    sure_claim(session, now)

    successor = claim(session, now + LEASE)

    assert successor is not None
    assert successor.fence == 2


def test_who_was_taken_over_leaves_no_effect_behind(session: Session, now: datetime) -> None:
    late = sure_claim(session, now)
    successor = claim(session, now + LEASE)
    assert successor is not None

    with pytest.raises(LostClaimError, match="taken over"):
        _publish(session, late, "of the late one", now)
    _publish(session, successor, "of the successor", now)

    assert session.scalars(sa.select(AuditEntry.subject)).all() == ["of the successor"]


def _publish(session: Session, done: Claim, effect: str, now: datetime) -> None:
    with writing(session):
        record_audit(session, command_line_scope(), "effect", effect, None, now)
        finish(session, done, now, "published")


def test_a_prolonged_lease_keeps_others_away(session: Session, now: datetime) -> None:
    mine = sure_claim(session, now)

    with writing(session):
        prolong(session, mine, now + timedelta(minutes=20), LEASE)

    assert claim(session, now + timedelta(minutes=49)) is None
    assert claim(session, now + timedelta(minutes=50)) is not None


def test_what_was_given_up_is_tried_again_after_the_pause(session: Session, now: datetime) -> None:
    mine = sure_claim(session, now)

    with writing(session):
        give_up(session, mine, now, "disk full", timedelta(minutes=10))

    assert claim(session, now + timedelta(minutes=9)) is None
    again = claim(session, now + timedelta(minutes=10))
    assert again is not None
    assert again.fence == 2


def test_a_process_that_is_killed_in_its_work_loses_the_slot_to_the_next(
    database_url: str, session: Session, now: datetime
) -> None:
    program = f"""
import os, signal
from datetime import datetime, timedelta
from sqlalchemy.orm import Session
from core.database import writing
from core.jobs.services import claim_slot, finish
from tests.databases import make_engine
now = datetime.fromisoformat({now.isoformat()!r})
session = Session(make_engine({database_url!r}))
with writing(session):
    claim = claim_slot(session, "close week", "2026-W46", now, timedelta(minutes=30))
with writing(session):
    finish(session, claim, now, "published")
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    died = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL

    assert claim(session, now) is None
    successor = claim(session, now + LEASE)
    assert successor is not None
    with writing(session):
        finish(session, successor, now + LEASE, "published")


def test_the_state_of_the_jobs_counts_what_is_not_finished(session: Session, now: datetime) -> None:
    mine = sure_claim(session, now)
    with writing(session):
        finish(session, mine, now, "published")
    claim(session, now, "2026-W45")

    assert job_states(session) == [JobState("close week", now, 1)]


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


def test_the_health_page_says_what_runs_and_how_the_jobs_stand(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    mine = sure_claim(session, now)
    with writing(session):
        finish(session, mine, now, "nobody's business")

    answer = client.get("/health")

    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert lines[0] == "ok"
    assert lines[1].startswith(("database: SQLite 3.", "database: postgresql"))
    assert lines[2] == "migrations: up to date"
    assert lines[3] == f"job close week: last done {now:%Y-%m-%d %H:%M} UTC"
    assert "nobody's business" not in answer.text


def test_the_health_page_asks_for_pending_migrations(client: FlaskClient, session: Session) -> None:
    with writing(session):
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))

    answer = client.get("/health")

    assert answer.status_code == 503
    assert "pending; run twofold migrate" in answer.text


def test_the_health_page_answers_when_the_database_does_not(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        broken = sa.create_engine("sqlite:////no/such/folder/twofold.sqlite")
        monkeypatch.setitem(db.engines, None, broken)

    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.text == "not well\ndatabase: not reachable; see the log\n"
