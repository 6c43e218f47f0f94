"""What this package does without being asked."""

from __future__ import annotations

from core.jobs.scheduler import Job, Tick

JOBS: tuple[Job, ...] = ()
TICKS: tuple[Tick, ...] = ()
