"""How the jobs stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.jobs.models import JobRun


@dataclass(frozen=True)
class JobState:
    """`overdue_count`: slots that were claimed and are not done, whatever their lease."""

    job: str
    last_done_at: datetime | None
    overdue_count: int


def job_states(session: Session) -> list[JobState]:
    rows = session.execute(
        sa.select(
            JobRun.job,
            sa.func.max(JobRun.done_at),
            sa.func.count() - sa.func.count(JobRun.done_at),
        )
        .group_by(JobRun.job)
        .order_by(JobRun.job)
    )
    return [JobState(job, done_at, overdue) for job, done_at, overdue in rows]


def done_slots(session: Session, job: str) -> frozenset[str]:
    return frozenset(
        session.scalars(
            sa.select(JobRun.slot).where(JobRun.job == job, JobRun.done_at.is_not(None))
        )
    )
