"""What the business wants to achieve, and what its questionnaires measure of it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class Objective(Base):
    """An aim of the strategy: how much it weighs, who owns it, what it decides, what it moves."""

    __tablename__ = "objectives"
    __table_args__ = (sa.CheckConstraint("weight > 0", name="weight_positive"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    weight: Mapped[float]
    owner: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")


class Construct(Base):
    """What a question measures, as "satisfaction with the visit": a name and what it means."""

    __tablename__ = "constructs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    meaning: Mapped[str] = mapped_column(default="")
