"""Ask: questionnaires and their immutable versions, surveys, samples, invitations."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from customers.models import Contact, Touchpoint, Transaction


class FrameStatus(StrEnum):
    NO_CONTACT = "no_contact"
    OPTED_OUT = "opted_out"
    ASKED_TOO_RECENTLY = "asked_too_recently"
    OTHER_TRANSACTION_DRAWN = "other_transaction_drawn"
    NOT_DRAWN = "not_drawn"
    DRAWN = "drawn"


class PlanMethod(StrEnum):
    ALL = "all"
    SIMPLE_RANDOM = "simple_random"


class Promise(StrEnum):
    """What respondents were promised about their name."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    ATTRIBUTED = "attributed"


class Questionnaire(Base):
    __tablename__ = "questionnaires"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    audience: Mapped[str]


class QuestionnaireVersion(Base):
    """An immutable version: structure here, texts per language in their own rows."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (
        sa.UniqueConstraint("questionnaire_id", "number", name="uq_questionnaire_versions_number"),
        sa.UniqueConstraint(
            "questionnaire_id", "content_hash", name="uq_questionnaire_versions_content"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaires.id"))
    number: Mapped[int]
    content_hash: Mapped[str]
    structure: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime]
    questionnaire: Mapped[Questionnaire] = relationship()
    texts: Mapped[list[QuestionnaireText]] = relationship(order_by="QuestionnaireText.id")


class QuestionnaireText(Base):
    """One text of a version in one language, as "recommend.text" or "reason.option.price"."""

    __tablename__ = "questionnaire_texts"
    __table_args__ = (
        sa.UniqueConstraint(
            "version_id", "language", "text_key", name="uq_questionnaire_texts_key"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"), index=True)
    language: Mapped[str]
    text_key: Mapped[str]
    text: Mapped[str]


class Survey(Base):
    """A questionnaire version in the field for one audience at one touchpoint."""

    __tablename__ = "surveys"
    __table_args__ = (
        sa.UniqueConstraint("audience", "touchpoint_id", name="uq_surveys_audience_touchpoint"),
        sa.CheckConstraint("method IN ('all', 'simple_random')", name="method_known"),
        sa.CheckConstraint("share > 0 AND share <= 1", name="share_range"),
        sa.CheckConstraint(
            "promise IN ('anonymous', 'confidential', 'attributed')", name="promise_known"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audience: Mapped[str]
    touchpoint_id: Mapped[int] = mapped_column(sa.ForeignKey("touchpoints.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    promise: Mapped[str] = mapped_column(default=Promise.CONFIDENTIAL)
    is_active: Mapped[bool] = mapped_column(default=True)
    # The sampling plan: everybody eligible, or a simple random share of the eligible persons.
    method: Mapped[str] = mapped_column(default=PlanMethod.ALL)
    share: Mapped[float] = mapped_column(default=1.0)
    touchpoint: Mapped[Touchpoint] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()


class Sample(Base):
    """One draw by the platform from the transactions of some days, with its seed."""

    __tablename__ = "samples"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audience: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    drawn_at: Mapped[datetime]
    transaction_count: Mapped[int]
    drawn_count: Mapped[int]


class FrameEntry(Base):
    """One transaction × audience of the sampling frame, with what became of it."""

    __tablename__ = "frame_entries"
    __table_args__ = (
        sa.UniqueConstraint("transaction_id", "audience", name="uq_frame_entries_transaction"),
        sa.CheckConstraint(
            "status IN ('no_contact', 'opted_out', 'asked_too_recently',"
            " 'other_transaction_drawn', 'not_drawn', 'drawn')",
            name="status_known",
        ),
        sa.CheckConstraint(
            "(status = 'no_contact') OR (contact_id IS NOT NULL)", name="contact_of_status"
        ),
        sa.CheckConstraint(
            "(status <> 'drawn') OR (selection_probability > 0 AND selection_probability <= 1)",
            name="probability_of_drawn",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    transaction_id: Mapped[int] = mapped_column(sa.ForeignKey("transactions.id"))
    audience: Mapped[str]
    sample_id: Mapped[int] = mapped_column(sa.ForeignKey("samples.id"), index=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    status: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contacts.id"), index=True)
    contact_supplied_by: Mapped[str | None]
    selection_probability: Mapped[float | None]
    transaction: Mapped[Transaction] = relationship()
    contact: Mapped[Contact | None] = relationship()
    survey: Mapped[Survey] = relationship()


class Invitation(Base):
    """A drawn case's personal link. The link itself is derived and stands nowhere."""

    __tablename__ = "invitations"
    __table_args__ = (sa.Index("ix_invitations_contact_id_invited_at", "contact_id", "invited_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    frame_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("frame_entries.id"), unique=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contacts.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    language: Mapped[str]
    promise: Mapped[str]
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    undeliverable_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    frame_entry: Mapped[FrameEntry] = relationship()
    contact: Mapped[Contact] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
