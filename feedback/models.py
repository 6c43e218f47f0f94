"""Hear: responses and their answers, exactly as given."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from customers.models import Transaction
from surveys.models import Invitation, QuestionnaireVersion


class ResponseSource(StrEnum):
    LINK = "link"
    IMPORT = "import"


class Response(Base):
    """One sheet sent in. `key` is the sheet's own: sent twice, it is one response.

    An imported response may know its person only by a code of the other system (`person_key`).
    """

    __tablename__ = "responses"
    __table_args__ = (
        sa.CheckConstraint("source IN ('link', 'import')", name="source_known"),
        sa.CheckConstraint("audience IN ('channel_partner', 'end_user')", name="audience_known"),
        sa.Index("ix_responses_transaction_id", "transaction_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    audience: Mapped[str]
    invitation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invitations.id"), unique=True)
    transaction_id: Mapped[int] = mapped_column(sa.ForeignKey("transactions.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    sheet_hash: Mapped[str]
    language: Mapped[str]
    promise: Mapped[str]
    invited_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
    answered_at: Mapped[datetime] = mapped_column(index=True)
    received_at: Mapped[datetime]
    device_class: Mapped[str | None]
    network_hash: Mapped[str | None]
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("imports.id"))
    invitation: Mapped[Invitation | None] = relationship()
    transaction: Mapped[Transaction] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.id")


class Answer(Base):
    """The answer to one question: a score, a chosen option or a text."""

    __tablename__ = "answers"
    __table_args__ = (
        sa.UniqueConstraint("response_id", "question_key", name="uq_answers_response_question"),
        sa.CheckConstraint(
            "(score IS NOT NULL) OR (choice IS NOT NULL) OR (text IS NOT NULL)", name="not_empty"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    response_id: Mapped[int] = mapped_column(sa.ForeignKey("responses.id"))
    question_key: Mapped[str]
    score: Mapped[int | None]
    choice: Mapped[str | None]
    text: Mapped[str | None]
