"""The standards somebody owns."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId
from metrics.models import Level


class Target(Base):
    """The standard somebody owns, for one metric and audience of the network or a node."""

    __tablename__ = "targets"
    __table_args__ = (
        sa.UniqueConstraint("audience", "metric", "level", "node_key", name="uq_targets_figure"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audience: Mapped[str]
    metric: Mapped[str]
    level: Mapped[str] = mapped_column(default=Level.NETWORK)
    node_key: Mapped[str] = mapped_column(default="")
    value: Mapped[float]
    owner: Mapped[str]
    objective: Mapped[str | None]
    set_at: Mapped[datetime]
