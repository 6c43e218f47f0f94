"""Which slot of which job was claimed, by whom, and whether its effect is done."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class JobRun(Base):
    __tablename__ = "job_runs"
    __table_args__ = (sa.UniqueConstraint("job", "slot", name="uq_job_runs_job_slot"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job: Mapped[str]
    slot: Mapped[str]
    fence: Mapped[int] = mapped_column(default=1)
    claimed_at: Mapped[datetime]
    lease_until_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
