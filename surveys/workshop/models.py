"""Questionnaires being written, and the record of how versions came into the field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from surveys.models import QuestionnaireVersion


class QuestionnaireDraft(Base):
    """A questionnaire being written. `revision` counts its steps: who saves names the one they saw.

    `content` is in our own format; it may be unfinished, which a version never is.
    """

    __tablename__ = "questionnaire_drafts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    audience: Mapped[str]
    based_on_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    revision: Mapped[int]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    edited_by: Mapped[str]
    based_on: Mapped[QuestionnaireVersion | None] = relationship()


class DraftStep(Base):
    """The draft as it was before a change, so that the change can be undone."""

    __tablename__ = "draft_steps"
    __table_args__ = (sa.UniqueConstraint("draft_id", "revision", name="uq_draft_steps_revision"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questionnaire_drafts.id", ondelete="CASCADE")
    )
    revision: Mapped[int]
    deed: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    edited_at: Mapped[datetime]
    edited_by: Mapped[str]


class Publication(Base):
    """How a version was published: by whom, over which findings, and why in spite of errors."""

    __tablename__ = "publications"

    version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questionnaire_versions.id"), primary_key=True, autoincrement=False
    )
    based_on_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    reason: Mapped[str | None]
