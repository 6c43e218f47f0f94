"""What people decide about checks, rows and figures: rows are added, and the last one holds."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class ThresholdChange(Base):
    """New limits of a check, in force from the editions of a week on; without any, the method's."""

    __tablename__ = "threshold_changes"
    __table_args__ = (
        sa.CheckConstraint("(warn IS NULL) = (fail IS NULL)", name="both_limits_or_neither"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    check_key: Mapped[str]
    warn: Mapped[float | None] = mapped_column(sa.Double())
    fail: Mapped[float | None] = mapped_column(sa.Double())
    reason: Mapped[str]
    applies_from: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class RowDecision(Base):
    """A named person uses a response in spite of the checks, or sets it aside; or withdraws that.

    `is_used` is None where an earlier decision is withdrawn.
    """

    __tablename__ = "row_decisions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    response_id: Mapped[int] = mapped_column(sa.ForeignKey("responses.id"), index=True)
    is_used: Mapped[bool | None]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class GateDecision(Base):
    """A named person publishes a week's figures in spite of a failed check; or withdraws that."""

    __tablename__ = "gate_decisions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    week: Mapped[str] = mapped_column(index=True)
    check_key: Mapped[str]
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str]
    metric: Mapped[str]
    publishes: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class KioskDeclaration(Base):
    """A partner's end users answer at a declared device of the partner's; or no longer do."""

    __tablename__ = "kiosk_declarations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    partner_key: Mapped[str]
    is_declared: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class Side(StrEnum):
    """Who speaks about a partner's unusual pattern."""

    PARTNER = "partner"
    HOUSE = "house"


class PartnerStatement(Base):
    """What a partner answers to a review of its pattern, and what the house says to it."""

    __tablename__ = "partner_statements"
    __table_args__ = (sa.CheckConstraint("side IN ('partner', 'house')", name="side_known"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    partner_key: Mapped[str] = mapped_column(index=True)
    week: Mapped[str]
    side: Mapped[str]
    text: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class WorkState(StrEnum):
    """What became of a finding that needs a person."""

    OPEN = "open"
    TAKEN = "taken"
    SETTLED = "settled"


class FindingNote(Base):
    """What a person did about a finding: who takes it, until when, and how it was settled."""

    __tablename__ = "finding_notes"
    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'taken', 'settled')", name="state_known"),
        sa.Index("ix_finding_notes_check_key_node_key", "check_key", "node_key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    week: Mapped[str]
    check_key: Mapped[str]
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str]
    metric: Mapped[str]
    state: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None]
    note: Mapped[str]
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]
