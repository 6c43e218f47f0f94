"""Read an invitation with what its mail says, and the person it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from customers.models import Node, ProductLine, Programme, Touchpoint, Transaction
from surveys.models import FrameEntry, Invitation


@dataclass(frozen=True)
class InvitationCase:
    """An invitation with the transaction it is about."""

    invitation: Invitation
    occurred_on: date
    partner_name: str | None
    product_line_name: str | None
    touchpoint_name: str
    programme: Programme


def find_case(session: Session, invitation_id: int) -> InvitationCase | None:
    row = session.execute(
        sa.select(
            Invitation,
            Transaction.occurred_on,
            Node.name,
            ProductLine.name,
            Touchpoint.name,
            Programme,
        )
        .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .join(Touchpoint, Touchpoint.id == Transaction.touchpoint_id)
        .outerjoin(Node, Node.id == Transaction.partner_id)
        .outerjoin(ProductLine, ProductLine.id == Transaction.product_line_id)
        .join(Programme, Programme.id == 1)
        .options(joinedload(Invitation.contact))
        .where(Invitation.id == invitation_id)
    ).one_or_none()
    return None if row is None else InvitationCase(*row)


def find_invitation(session: Session, invitation_id: int) -> Invitation | None:
    return session.scalar(
        sa.select(Invitation)
        .options(joinedload(Invitation.contact))
        .where(Invitation.id == invitation_id)
    )
