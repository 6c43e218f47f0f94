"""Mentions: what customers say where nobody asked them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from customers.models import Node, Touchpoint


class Mention(Base):
    """A text found elsewhere, as it stood there. It is never part of the benchmark: nobody drew
    whoever wrote it."""

    __tablename__ = "mentions"
    __table_args__ = (sa.CheckConstraint("text <> ''", name="says_something"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    url: Mapped[str | None]
    written_at: Mapped[datetime]
    received_at: Mapped[datetime]
    language: Mapped[str | None]
    text: Mapped[str]
    touchpoint_id: Mapped[int | None] = mapped_column(sa.ForeignKey("touchpoints.id"))
    partner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nodes.id"))
    touchpoint: Mapped[Touchpoint | None] = relationship()
    partner: Mapped[Node | None] = relationship()
