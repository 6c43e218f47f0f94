from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.services import record_audit
from access.visibility import command_line_scope
from core.database import writing
from core.errors import LostClaimError
from core.jobs.queries import JobState, done_slots, job_states
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
