"""Hear: responses and their answers, exactly as given."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from customers.models import Transaction
from surveys.models import Invitation, QuestionnaireVersion
from surveys.open_links.models import OpenLink


class ResponseSource(StrEnum):
    LINK = "link"
    OPEN_LINK = "open_link"
    IMPORT = "import"


class Response(Base):
    """One sheet sent in. `key` is the sheet's own: sent twice, it is one response.

    One through an open link may know no transaction: it is heard and not part of the benchmark.
    `duplicate_of_id` names an earlier response that it seems to repeat; both are kept. `pages` is
    how it was answered: for each page the seconds it took (null: unknown) and how often it was
    seen.
    """

    __tablename__ = "responses"
    __table_args__ = (
        sa.CheckConstraint("source IN ('link', 'open_link', 'import')", name="source_known"),
        sa.CheckConstraint(
            "(transaction_id IS NOT NULL) OR (open_link_id IS NOT NULL)", name="about_something"
        ),
        sa.CheckConstraint("audience IN ('channel_partner', 'end_user')", name="audience_known"),
        sa.Index("ix_responses_transaction_id", "transaction_id"),
        sa.Index("ix_responses_open_link_id_answered_at", "open_link_id", "answered_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    audience: Mapped[str]
    invitation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invitations.id"), unique=True)
    open_link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("open_links.id"))
    transaction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("transactions.id"))
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
    pages: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True))
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("responses.id"))
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("imports.id"))
    invitation: Mapped[Invitation | None] = relationship()
    transaction: Mapped[Transaction | None] = relationship()
    open_link: Mapped[OpenLink | None] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.id")


class Answer(Base):
    """The answer to one question, or to one part of it.

    A score, a chosen option, a text, a number or a day. A multiple choice has an answer for each
    chosen option, a ranking one for each ranked option (its score is the rank), a grid one for
    each row: `part` names it, and is empty elsewhere. "Not applicable" is a choice of its own.
    """

    __tablename__ = "answers"
    __table_args__ = (
        sa.UniqueConstraint(
            "response_id", "question_key", "part", name="uq_answers_response_question_part"
        ),
        sa.CheckConstraint(
            "(score IS NOT NULL) OR (choice IS NOT NULL) OR (text IS NOT NULL)"
            " OR (number IS NOT NULL) OR (day IS NOT NULL)",
            name="not_empty",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    response_id: Mapped[int] = mapped_column(sa.ForeignKey("responses.id"))
    question_key: Mapped[str]
    part: Mapped[str] = mapped_column(default="", server_default="")
    score: Mapped[int | None]
    choice: Mapped[str | None]
    text: Mapped[str | None]
    number: Mapped[float | None] = mapped_column(sa.Double())
    day: Mapped[date | None]


class SheetDraft(Base):
    """What was answered of a personal link's sheet so far; it goes when the sheet is sent."""

    __tablename__ = "sheet_drafts"

    invitation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("invitations.id"), primary_key=True, autoincrement=False
    )
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    language: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime]
