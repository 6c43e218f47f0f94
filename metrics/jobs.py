"""What this package does without being asked: it closes the weeks that are due."""

from __future__ import annotations

from core.jobs.scheduler import Job, Tick
from metrics.weekly.jobs import CLOSE_WEEKS

JOBS: tuple[Job, ...] = (CLOSE_WEEKS,)
TICKS: tuple[Tick, ...] = ()
