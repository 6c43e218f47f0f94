"""Signals: what a published final says that somebody must act on, and what was done about it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from access.models import User
from core.database import Base, BigId


class SignalKind(StrEnum):
    """What in an edition opens a signal."""

    REVIEW = "review"
    HIDDEN_RISK = "hidden_risk"
    TARGET = "target"
    CHART = "control_chart"
    CHANGE = "change"

    @property
    def is_event(self) -> bool:
        """Whether it happens in one week; the others are conditions that stand for as many."""
        return self is SignalKind.CHANGE


class Side(StrEnum):
    """Above: something to learn from. Below: something to mend."""

    ABOVE = "above"
    BELOW = "below"


class SignalState(StrEnum):
    """What became of a signal; withdrawn: a revision of its week no longer shows it."""

    OPEN = "open"
    DONE = "done"
    NOT_ACTED_ON = "not_acted_on"
    WITHDRAWN = "withdrawn"


SIGNAL_KEY = ("kind", "side", "audience", "level", "node_key", "touchpoint_key", "metric")


class Signal(Base):
    """One thing to act on. It keeps what it is about and since when, never a figure.

    `seen_edition_id` is the newest edition in which it stood, of `last_seen_week`; its figures are
    read there. `owner` is the name beside the target where nobody of that name signs in, else
    empty. `follows_id` names the signal before it, which was closed and had fallen quiet.
    """

    __tablename__ = "signals"
    __table_args__ = (
        sa.CheckConstraint(
            "kind IN ('review', 'hidden_risk', 'target', 'control_chart', 'change')",
            name="kind_known",
        ),
        sa.CheckConstraint("side IN ('above', 'below')", name="side_known"),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'not_acted_on', 'withdrawn')", name="state_known"
        ),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL) AND (state = 'open') = (closed_by IS NULL)",
            name="closed_by_somebody",
        ),
        sa.CheckConstraint("opened_week <= last_seen_week", name="seen_since_opened"),
        sa.Index(
            "uq_signals_open",
            *SIGNAL_KEY,
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_signals_about", *SIGNAL_KEY),
        sa.Index("ix_signals_place", "level", "node_key"),
        sa.Index("ix_signals_state_due_on", "state", "due_on"),
        sa.Index("ix_signals_last_seen_week", "last_seen_week"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    side: Mapped[str]
    audience: Mapped[str]
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str]
    metric: Mapped[str]
    opened_edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    opened_week: Mapped[str]
    opened_at: Mapped[datetime]
    seen_edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    last_seen_week: Mapped[str]
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signals.id"))
    state: Mapped[str] = mapped_column(default=SignalState.OPEN)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    person: Mapped[User | None] = relationship(lazy="raise")


class Deed(StrEnum):
    """What somebody did about a signal."""

    PLANNED = "planned"
    DONE = "done"
    NOT_ACTED_ON = "not_acted_on"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class SignalNote(Base):
    """One deed on a signal, with owner and day as they were after it: added, never changed.

    `said_by` is the name of a person, or of the programme where a revision decided.
    """

    __tablename__ = "signal_notes"
    __table_args__ = (
        sa.CheckConstraint(
            "deed IN ('planned', 'done', 'not_acted_on', 'reopened', 'withdrawn')",
            name="deed_known",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    signal_id: Mapped[int] = mapped_column(
        sa.ForeignKey("signals.id", ondelete="CASCADE"), index=True
    )
    deed: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    note: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]
