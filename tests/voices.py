"""Comments made by hand, as a published final takes them up.

make_voice(session, now, "Slow but kind", partner_key="ribera", recommend=3)
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Node, NodeKind, Touchpoint, Transaction
from feedback.models import Answer, Response
from feedback.voices.models import Voice, VoiceState, group_of
from metrics.voices.queries import lot_of
from surveys.models import Questionnaire, QuestionnaireVersion
from tests.factories import STRUCTURE

WEEK = "2026-W45"


def make_voice(
    session: Session,
    now: datetime,
    text: str,
    *,
    recommend: int | None = 9,
    shown: str | None = None,
    is_cleared: bool = False,
    end_user_id: int | None = None,
    **changes: Any,
) -> Voice:
    """A comment with its response and transaction, committed; waiting unless told otherwise."""
    with writing(session):
        number = session.scalar(sa.select(sa.func.count(Response.id))) or 0
        given = _facts() | changes
        transaction = _transaction(session, now, number, given, end_user_id)
        response = _response(session, now, number, given, transaction.id)
        session.add(Answer(response_id=response.id, question_key="comment", text=text))
        if recommend is not None:
            session.add(Answer(response_id=response.id, question_key="recommend", score=recommend))
        session.flush()
        voice = Voice(
            response_id=response.id, question_key="comment",
            score_group=group_of(recommend), **given,
        )  # fmt: skip
        voice.lot = changes.get("lot") or lot_of(response.key, "comment")
        if is_cleared or shown is not None:
            voice.state, voice.shown_text = VoiceState.CLEARED, shown or text
            voice.decided_by, voice.decided_at = "M. Osei", now
        session.add(voice)
    return voice


def _facts() -> dict[str, Any]:
    return {
        "week": WEEK, "audience": "end_user", "touchpoint_key": "repair_visit",
        "country_key": "Spain", "region_key": "Spain/Aragon", "partner_key": "ribera",
        "product_line_key": "screw", "language": "en", "promise": "confidential", "lot": 1,
        "is_used": True,
    }  # fmt: skip


def _transaction(
    session: Session, now: datetime, number: int, given: dict[str, Any], end_user_id: int | None
) -> Transaction:
    partner = session.scalar(
        sa.select(Node.id).where(Node.kind == NodeKind.PARTNER, Node.key == given["partner_key"])
    )
    touchpoint = session.scalars(
        sa.select(Touchpoint.id).where(Touchpoint.key == given["touchpoint_key"])
    ).one()
    transaction = Transaction(
        key=f"voice-{number}", week=given["week"], occurred_on=date(2026, 11, 4),
        touchpoint_id=touchpoint, partner_id=partner, end_user_id=end_user_id, imported_at=now,
    )  # fmt: skip
    session.add(transaction)
    session.flush()
    return transaction


def _response(
    session: Session, now: datetime, number: int, given: dict[str, Any], transaction_id: int
) -> Response:
    response = Response(
        key=f"voice-{number}", source="import", audience=given["audience"],
        transaction_id=transaction_id, version_id=_version_id(session, now), sheet_hash="",
        language=given["language"], promise=given["promise"], answered_at=now, received_at=now,
    )  # fmt: skip
    session.add(response)
    session.flush()
    return response


def _version_id(session: Session, now: datetime) -> int:
    found = session.scalar(sa.select(QuestionnaireVersion.id).limit(1))
    if found is None:
        questionnaire = Questionnaire(key="end_user.repair_visit", audience="end_user")
        version = QuestionnaireVersion(
            questionnaire=questionnaire, number=1, content_hash="voices",
            structure=dict(STRUCTURE), created_at=now,
        )  # fmt: skip
        session.add(version)
        session.flush()
        found = version.id
    return found
