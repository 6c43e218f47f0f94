"""Views of the bench under a name."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId

LONGEST_NAME = 80
KEPT = sa.text("removed_at IS NULL")


class SavedView(Base):
    """What was chosen on the bench, as its address has it; checked again whenever it is opened."""

    __tablename__ = "saved_views"
    __table_args__ = (
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name="name_length"),
        sa.Index(
            "uq_saved_views_owner_id_name",
            "owner_id",
            "name",
            unique=True,
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    query: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
