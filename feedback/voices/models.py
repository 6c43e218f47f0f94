"""Voices: what a respondent wrote, whether readers may see it, and in which words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from feedback.models import Response


class VoiceState(StrEnum):
    """What was decided about a comment."""

    WAITING = "waiting"
    CLEARED = "cleared"
    NOT_SHOWN = "not_shown"


class ScoreGroup(StrEnum):
    """How likely its writer is to recommend: 0–6, 7–8, 9–10, or not asked."""

    DETRACTOR = "detractor"
    PASSIVE = "passive"
    PROMOTER = "promoter"
    UNSCORED = "unscored"


def group_of(recommendation: int | None) -> ScoreGroup:
    if recommendation is None:
        return ScoreGroup.UNSCORED
    if recommendation >= 9:
        return ScoreGroup.PROMOTER
    return ScoreGroup.PASSIVE if recommendation >= 7 else ScoreGroup.DETRACTOR


class Voice(Base):
    """A comment of a response that a final edition uses, with the places whose figures it is in.

    Made when the final is published, and marked as not used when a revision sets its response
    aside. What was written stands with the response and is never changed; `shown_text` is what
    readers see. `lot` orders comments at random, the same way for everybody. A place is empty where
    the response counts for none, as that of several partners together.

    It hangs on the answer itself: where a person is erased, their answers go, and with each answer
    the database takes its comment away, cleared words, reason and all. `part` is always empty; it
    is there for that tie alone.
    """

    __tablename__ = "voices"
    __table_args__ = (
        sa.UniqueConstraint("response_id", "question_key", name="uq_voices_response_question"),
        sa.ForeignKeyConstraint(
            ["response_id", "question_key", "part"],
            ["answers.response_id", "answers.question_key", "answers.part"],
            name="fk_voices_answer",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("part = ''", name="part_is_empty"),
        sa.CheckConstraint("state IN ('waiting', 'cleared', 'not_shown')", name="state_known"),
        sa.CheckConstraint(
            "(state = 'cleared') = (shown_text IS NOT NULL)", name="cleared_has_its_text"
        ),
        sa.CheckConstraint("(state <> 'not_shown') OR (reason <> '')", name="not_shown_has_reason"),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name="decision_has_its_moment"
        ),
        sa.CheckConstraint(
            "score_group IN ('detractor', 'passive', 'promoter', 'unscored')", name="group_known"
        ),
        sa.CheckConstraint(
            "promise IN ('anonymous', 'confidential', 'attributed')", name="promise_known"
        ),
        sa.CheckConstraint("lot BETWEEN 1 AND 2147483646", name="lot_in_range"),
        sa.Index("ix_voices_audience_week", "audience", "week"),
        sa.Index("ix_voices_partner_key_week", "partner_key", "week"),
        sa.Index("ix_voices_state_week", "state", "week"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    response_id: Mapped[int] = mapped_column(sa.ForeignKey("responses.id"))
    question_key: Mapped[str]
    part: Mapped[str] = mapped_column(default="", server_default="")
    week: Mapped[str]
    audience: Mapped[str]
    touchpoint_key: Mapped[str]
    country_key: Mapped[str]
    region_key: Mapped[str]
    partner_key: Mapped[str]
    product_line_key: Mapped[str]
    segment_key: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str]
    promise: Mapped[str]
    score_group: Mapped[str]
    lot: Mapped[int] = mapped_column(BigId)
    is_used: Mapped[bool]
    state: Mapped[str] = mapped_column(default=VoiceState.WAITING)
    shown_text: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    decided_by: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]
    response: Mapped[Response] = relationship()
