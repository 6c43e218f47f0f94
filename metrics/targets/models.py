"""The standards somebody owns."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId
from metrics.models import Level


class Target(Base):
    """The standard somebody owns, for one metric and audience of the network or a node.

    It holds from the week `applies_from` on (empty: always) until the next one of the same figure;
    one that `is_ended` says that from then on there is none.
    """

    __tablename__ = "targets"
    __table_args__ = (
        sa.UniqueConstraint(
            "audience", "metric", "level", "node_key", "applies_from", name="uq_targets_figure"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audience: Mapped[str]
    metric: Mapped[str]
    level: Mapped[str] = mapped_column(default=Level.NETWORK)
    node_key: Mapped[str] = mapped_column(default="")
    applies_from: Mapped[str] = mapped_column(default="", server_default="")
    is_ended: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    value: Mapped[float]
    owner: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    objective: Mapped[str | None]
    set_at: Mapped[datetime]
