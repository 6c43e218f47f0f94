"""How a week's fieldwork stands: the disposition of every drawn case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from core.outbox.kinds import Cancellation
from customers.models import Audience, Transaction
from feedback.answers import GivenAnswer, given_by
from feedback.models import Answer, Response
from feedback.queries import SURROUNDINGS, facts_of, given_answer, join_surroundings
from surveys.dispositions import Disposition, answered_share, disposition_of
from surveys.models import FrameEntry, Invitation, QuestionnaireVersion
from surveys.questionnaires.shapes import QuestionShape, read_structure


@dataclass(frozen=True)
class DispositionCounts:
    """One audience's drawn cases of a week, by disposition."""

    audience: Audience
    by_disposition: Mapping[Disposition, int]

    @property
    def drawn_count(self) -> int:
        return sum(self.by_disposition.values())


def count_dispositions(
    session: Session, week: Week, now: datetime
) -> tuple[DispositionCounts, ...]:
    """The dispositions of every audience as they stand now."""
    answered = _answered_shares(session, week)
    counts: dict[Audience, Counter[Disposition]] = {audience: Counter() for audience in Audience}
    for invitation, audience in _invitations(session, week):
        counts[Audience(audience)][_disposition(invitation, answered, now)] += 1
    return tuple(DispositionCounts(audience, counts[audience]) for audience in Audience)


def stop_when_answered(session: Session, reference: str, _now: datetime) -> Cancellation | None:
    """A late check of invitation mail: whoever has answered is not asked again."""
    found = session.scalar(
        sa.select(Response.id).where(Response.invitation_id == int(reference)).limit(1)
    )
    return None if found is None else Cancellation("answered before the mail was sent")


def _invitations(session: Session, week: Week) -> list[tuple[Invitation, str]]:
    rows = session.execute(
        sa.select(Invitation, FrameEntry.audience)
        .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .where(Transaction.week == str(week))
    )
    return list(rows.all())


def _answered_shares(session: Session, week: Week) -> Mapping[int, float]:
    """The answered share of each answered invitation of the week."""
    answers = _answers(session, week)
    responses = session.execute(
        join_surroundings(
            sa.select(Response.id, Response.invitation_id, Response.version_id, *SURROUNDINGS).join(
                Transaction, Transaction.id == Response.transaction_id
            )
        ).where(Transaction.week == str(week), Response.invitation_id.is_not(None))
    ).all()
    shapes = _shapes(session, {row.version_id for row in responses})
    return {
        row.invitation_id: answered_share(
            shapes[row.version_id],
            given_by(shapes[row.version_id], answers.get(row.id, ())),
            facts_of(row),
        )
        for row in responses
    }


def _answers(session: Session, week: Week) -> Mapping[int, list[GivenAnswer]]:
    """The answers of each response to an invitation of the week."""
    rows = session.execute(
        sa.select(
            Answer.response_id,
            Answer.question_key,
            Answer.part,
            Answer.score,
            Answer.choice,
            Answer.text,
            Answer.number,
            Answer.day,
        )
        .join(Response, Response.id == Answer.response_id)
        .join(Transaction, Transaction.id == Response.transaction_id)
        .where(Transaction.week == str(week), Response.invitation_id.is_not(None))
    )
    answers: dict[int, list[GivenAnswer]] = {}
    for row in rows:
        answers.setdefault(row.response_id, []).append(given_answer(row))
    return answers


def _shapes(session: Session, version_ids: set[int]) -> dict[int, tuple[QuestionShape, ...]]:
    rows = session.execute(
        sa.select(QuestionnaireVersion.id, QuestionnaireVersion.structure).where(
            QuestionnaireVersion.id.in_(version_ids)
        )
    )
    return {version_id: read_structure(structure) for version_id, structure in rows}


def _disposition(
    invitation: Invitation, answered: Mapping[int, float], now: datetime
) -> Disposition:
    return disposition_of(
        answered=answered.get(invitation.id),
        is_refused=invitation.refused_at is not None,
        is_undeliverable=invitation.undeliverable_at is not None,
        is_revoked=invitation.revoked_at is not None,
        is_fieldwork_closed=now >= invitation.expires_at,
    )
