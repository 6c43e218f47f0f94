"""The links of a week that still wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from access.visibility import Scope
from core.clock import Week
from customers.models import Contact, Node, Touchpoint, Transaction
from feedback.models import Response
from surveys.models import FrameEntry, Invitation


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that can be answered now."""

    id: int
    audience: str
    person: str
    partner: str | None
    touchpoint: str
    occurred_on: date
    expires_at: datetime


@dataclass(frozen=True)
class OpenInvitations:
    """The first of them, and how many there are."""

    shown: Sequence[OpenInvitation]
    count: int


def find_open_invitations(
    session: Session, scope: Scope, week: Week, now: datetime, limit: int
) -> OpenInvitations:
    """Unanswered, not withdrawn, not refused, not expired; a partner sees none of another's."""
    partner = aliased(Node)
    found = (
        sa.select(
            Invitation.id,
            FrameEntry.audience,
            Contact.name,
            partner.name,
            Touchpoint.name,
            Transaction.occurred_on,
            Invitation.expires_at,
        )
        .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .join(Touchpoint, Touchpoint.id == Transaction.touchpoint_id)
        .join(Contact, Contact.id == Invitation.contact_id)
        .outerjoin(partner, partner.id == Transaction.partner_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(
            Transaction.week == str(week),
            Invitation.revoked_at.is_(None),
            Invitation.refused_at.is_(None),
            Invitation.expires_at > now,
            Response.id.is_(None),
        )
    )
    if scope.partner_key is not None:
        found = found.where(partner.key == scope.partner_key)
    count = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    rows = session.execute(
        found.order_by(FrameEntry.audience, Transaction.occurred_on, Invitation.id).limit(limit)
    )
    return OpenInvitations([_open_invitation(*row) for row in rows], count)


def find_newest_open_week(session: Session, now: datetime) -> Week | None:
    """The last week that has an invitation nobody could have missed yet."""
    newest = session.scalar(
        sa.select(sa.func.max(Transaction.week))
        .join(FrameEntry, FrameEntry.transaction_id == Transaction.id)
        .join(Invitation, Invitation.frame_entry_id == FrameEntry.id)
        .where(Invitation.expires_at > now)
    )
    return Week.parse(newest) if newest else None


def _open_invitation(
    number: int,
    audience: str,
    person: str | None,
    partner: str | None,
    touchpoint: str,
    occurred_on: date,
    expires_at: datetime,
) -> OpenInvitation:
    return OpenInvitation(
        number, audience, person or "without a name", partner, touchpoint, occurred_on, expires_at
    )
