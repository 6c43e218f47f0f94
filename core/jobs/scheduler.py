"""The ticking. It only asks which slots are due; the table of job runs decides who does them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy.orm import Session

from core.context import current_context
from core.database import db, writing
from core.errors import LostClaimError
from core.jobs.services import Claim, claim_slot, give_up

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to be done exactly once for each of its slots, such as a week.

    `due_slots(session, now)` reads which slots are due and not done. `run(claim, now)` does one
    slot's work inside an application context: it computes as long as the lease allows, then writes
    the effect and calls `core.jobs.services.finish` in one write transaction.
    """

    name: str
    due_slots: Callable[[Session, datetime], Sequence[str]]
    run: Callable[[Claim, datetime], None]
    lease: timedelta = timedelta(minutes=30)
    pause_after_failure: timedelta = timedelta(minutes=10)
    every_seconds: int = 60


@dataclass(frozen=True)
class Tick:
    """Something to look after again and again, without slots: mail that is due, say."""

    name: str
    run: Callable[[], object]
    every_seconds: int = 15


def start_scheduler(
    app: Flask, jobs: Iterable[Job], ticks: Iterable[Tick] = ()
) -> BackgroundScheduler:
    """Start ticking in the background; `shutdown()` on the result ends it."""
    scheduler = BackgroundScheduler(timezone=UTC)
    every = [Tick(job.name, partial(run_due_slots, job), job.every_seconds) for job in jobs]
    for tick in (*every, *ticks):
        scheduler.add_job(
            partial(_tick, app, tick),
            IntervalTrigger(seconds=tick.every_seconds, timezone=UTC),
            id=tick.name,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            # A machine that slept for three weeks ticks once and finds all slots still due.
            misfire_grace_time=None,
            max_instances=1,
        )
    scheduler.start()
    return scheduler


def run_due_slots(job: Job) -> tuple[str, ...]:
    """Do every due slot that nobody else has; returns those done here. Needs an app context."""
    clock = current_context().clock
    due = tuple(job.due_slots(db.session(), clock.now()))
    return tuple(slot for slot in due if _run_slot(job, slot))


def _run_slot(job: Job, slot: str) -> bool:
    clock = current_context().clock
    with writing(db.session()) as session:
        claim = claim_slot(session, job.name, slot, clock.now(), job.lease)
    if claim is None:
        return False
    try:
        job.run(claim, clock.now())
    except LostClaimError:
        log.warning("%s %s was finished by another process", job.name, slot)
        return False
    except Exception as error:
        log.exception("%s %s failed", job.name, slot)
        _note_failure(job, claim, error)
        return False
    log.info("%s %s is done", job.name, slot)
    return True


def _note_failure(job: Job, claim: Claim, error: Exception) -> None:
    outcome = f"{type(error).__name__}: {error}"
    now = current_context().clock.now()
    try:
        with writing(db.session()) as session:
            give_up(session, claim, now, outcome, job.pause_after_failure)
    except LostClaimError:
        log.warning("%s %s failed here and was taken over meanwhile", job.name, claim.slot)


def _tick(app: Flask, tick: Tick) -> None:
    """One tick must never end the ticking: what goes wrong is logged and met again at the next."""
    with app.app_context():
        try:
            tick.run()
        except Exception:
            log.exception("the tick of %s failed", tick.name)
