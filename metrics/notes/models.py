"""What somebody of the house noted about a week: a strike, a new price list."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId
from metrics.models import Level

LONGEST_TEXT = 200


class WeekNote(Base):
    """A note that stands on the charts of a place and of what lies within it.

    Notes are never changed: an edited one is a new row that `replaces_id` the old one, which counts
    as removed and can be put back.
    """

    __tablename__ = "week_notes"
    __table_args__ = (
        sa.CheckConstraint("length(text) BETWEEN 1 AND 200", name="text_length"),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_by"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    week: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    level: Mapped[str] = mapped_column(default=Level.NETWORK)
    node_key: Mapped[str] = mapped_column(default="")
    touchpoint_key: Mapped[str] = mapped_column(default="")
    is_for_partners: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("week_notes.id"))
    author: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]
