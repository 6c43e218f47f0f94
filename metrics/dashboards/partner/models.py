"""Who has read what the partner's page is."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class ExplainedPage(Base):
    """A person who said "Got it" to the three sentences of the first visit."""

    __tablename__ = "explained_pages"
    __table_args__ = (sa.UniqueConstraint("user_id", name="uq_explained_pages_user"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    read_at: Mapped[datetime]
