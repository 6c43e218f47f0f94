"""Exactly once: a slot of a job is claimed in the database, with a lease and a fence.

Whoever inserts the row has the slot. When they crash, the lease runs out and the next one takes it
over with a higher fence; should the first wake up again, its fence no longer fits and its whole
transaction is rolled back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.errors import LostClaimError
from core.jobs.models import JobRun

LONGEST_OUTCOME = 500


@dataclass(frozen=True)
class Claim:
    run_id: int
    job: str
    slot: str
    fence: int


def claim_slot(
    session: Session, job: str, slot: str, now: datetime, lease: timedelta
) -> Claim | None:
    """Take a slot that nobody has, or whose lease ran out; None when it is taken or done.

    One statement, so that it decides by itself among any number of processes. The rows come back
    by RETURNING: with psycopg the row count of such an insert says nothing.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"claimed_at": now, "lease_until_at": now + lease}
    statement = (
        insert(JobRun)
        .values(job=job, slot=slot, fence=1, **fresh)
        .on_conflict_do_update(
            index_elements=[JobRun.job, JobRun.slot],
            set_={"fence": JobRun.fence + 1, "outcome": None, **fresh},
            where=JobRun.done_at.is_(None) & (JobRun.lease_until_at <= now),
        )
        .returning(JobRun.id, JobRun.fence)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else Claim(row.id, job, slot, row.fence)


def prolong(session: Session, claim: Claim, now: datetime, lease: timedelta) -> None:
    """Keep a slot during long work; raises LostClaimError when it is somebody else's by now."""
    _change(session, claim, lease_until_at=now + lease)


def finish(session: Session, claim: Claim, now: datetime, outcome: str) -> None:
    """Mark the slot done, in the transaction of its effect.

    Raises LostClaimError, which rolls the effect back, when the slot was taken over meanwhile.
    """
    _change(session, claim, done_at=now, outcome=outcome[:LONGEST_OUTCOME])


def give_up(session: Session, claim: Claim, now: datetime, outcome: str, pause: timedelta) -> None:
    """The work failed: note why, and let anybody try again after a pause."""
    _change(session, claim, lease_until_at=now + pause, outcome=outcome[:LONGEST_OUTCOME])


def _change(session: Session, claim: Claim, **values: datetime | str) -> None:
    changed = session.scalar(
        sa.update(JobRun)
        .where(JobRun.id == claim.run_id, JobRun.fence == claim.fence, JobRun.done_at.is_(None))
        .values(**values)
        .returning(JobRun.id)
    )
    if changed is None:
        raise LostClaimError(
            f"{claim.job} {claim.slot} was taken over by another process, or is done. Nothing "
            "was changed here; there is nothing to do."
        )
