"""What the loader reads back: who was invited, and how far loading came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from customers.models import Contact, Node, NodeKind, Programme, Transaction
from feedback.models import Response
from metrics.models import Edition, EditionKind
from surveys.models import FrameEntry, Invitation, QuestionnaireVersion, Sample
from surveys.questionnaires import QuestionShape, read_structure


@dataclass(frozen=True)
class Invited:
    """One person asked about one transaction of a simulated week."""

    invitation_id: int
    audience: str
    transaction_key: str
    contact_key: str
    contact_language: str
    account_id: int | None
    version_id: int
    language: str
    promise: str
    invited_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class DemoSize:
    """What is in the database, counted."""

    partners: int
    people: int
    transactions: int
    invitations: int
    responses: int
    finals: int


def unanswered_of_week(session: Session, week: Week) -> list[Invited]:
    """Everybody invited about a transaction of the week who has not answered, in the order of the
    transactions' keys."""
    rows = session.execute(
        sa.select(
            Invitation.id,
            FrameEntry.audience,
            Transaction.key,
            Contact.key,
            sa.func.coalesce(Contact.language, "en"),
            Contact.account_id,
            Invitation.version_id,
            Invitation.language,
            Invitation.promise,
            Invitation.invited_at,
            Invitation.expires_at,
        )
        .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .join(Contact, Contact.id == Invitation.contact_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(Transaction.week == str(week), Response.id.is_(None))
        .order_by(Transaction.key, FrameEntry.audience)
    )
    return [Invited(*row) for row in rows]


def question_shapes(session: Session) -> dict[int, tuple[QuestionShape, ...]]:
    """What every questionnaire version asks."""
    versions = session.scalars(sa.select(QuestionnaireVersion))
    return {version.id: tuple(read_structure(version.structure)) for version in versions}


def was_drawn(session: Session, seed: int) -> bool:
    """Whether the draw with this seed was made; every draw of the demo has its own."""
    return bool(session.scalar(sa.select(sa.exists().where(Sample.seed == seed))))


def final_weeks(session: Session) -> frozenset[str]:
    finals = sa.select(Edition.week).where(Edition.kind == EditionKind.FINAL)
    return frozenset(session.scalars(finals))


def has_foreign_data(session: Session) -> bool:
    """Whether anything is in the database that the demo did not put there."""
    programme = session.get(Programme, 1)
    if programme is not None:
        return not programme.is_demo
    return bool(
        session.scalar(sa.select(sa.exists().select_from(Transaction)))
        or session.scalar(sa.select(sa.exists().select_from(Contact)))
    )


def demo_size(session: Session) -> DemoSize:
    return DemoSize(
        partners=_count(session, Node.kind == NodeKind.PARTNER),
        people=_count(session, Contact.id > 0),
        transactions=_count(session, Transaction.id > 0),
        invitations=_count(session, Invitation.id > 0),
        responses=_count(session, Response.id > 0),
        finals=len(final_weeks(session)),
    )


def _count(session: Session, which: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).where(which)) or 0


def opted_out_candidates(session: Session, keys: Sequence[str]) -> Sequence[int]:
    """The ids of end users by key who have not opted out yet."""
    return session.scalars(
        sa.select(Contact.id)
        .where(
            Contact.audience == "end_user", Contact.key.in_(keys), Contact.opted_out_at.is_(None)
        )
        .order_by(Contact.key)
    ).all()
