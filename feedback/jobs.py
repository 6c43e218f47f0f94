"""What this package does without being asked: it deletes drafts that nobody can go on with."""

from __future__ import annotations

import logging

from core.context import current_context
from core.database import db
from core.jobs.scheduler import Job, Tick
from feedback.drafts.services import sweep_drafts

log = logging.getLogger(__name__)

SWEEP_EVERY_SECONDS = 600


def sweep() -> int:
    """Delete them now. Needs an application context."""
    count = sweep_drafts(db.session(), current_context().clock.now())
    if count:
        log.info("deleted %s drafts of links that were answered or closed", count)
    return count


JOBS: tuple[Job, ...] = ()
TICKS: tuple[Tick, ...] = (Tick("drafts", sweep, SWEEP_EVERY_SECONDS),)
