"""Read an invitation and the response it led to.

On a plain connection: answering is the one path where the unit of work would cost as much as all
the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from customers.models import Programme, Transaction
from feedback.models import Response
from surveys.models import FrameEntry, Invitation


@dataclass(frozen=True)
class StoredSheet:
    """The response a link led to, as far as sending again needs it."""

    key: str
    sheet_hash: str


@dataclass(frozen=True)
class AskedInvitation:
    """A personal link with what its sheet says and what its response will need."""

    id: int
    audience: str
    transaction_id: int
    version_id: int
    language: str
    promise: str
    invited_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    refused_at: datetime | None
    occurred_on: date
    programme: str
    stored: StoredSheet | None


# Built once: composing it costs more than running it.
_ASKED = (
    sa.select(
        Invitation.id,
        FrameEntry.audience,
        FrameEntry.transaction_id,
        Invitation.version_id,
        Invitation.language,
        Invitation.promise,
        sa.func.coalesce(
            Invitation.sent_at, Invitation.invited_at, type_=Invitation.invited_at.type
        ).label("invited_at"),
        Invitation.expires_at,
        Invitation.revoked_at,
        Invitation.refused_at,
        Transaction.occurred_on,
        Programme.name.label("programme"),
        Response.key,
        Response.sheet_hash,
    )
    .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
    .join(Transaction, Transaction.id == FrameEntry.transaction_id)
    .join(Programme, Programme.id == 1)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .where(Invitation.id == sa.bindparam("invitation_id"))
)


def find_asked(connection: Connection, invitation_id: int) -> AskedInvitation | None:
    row = connection.execute(_ASKED, {"invitation_id": invitation_id}).first()
    if row is None:
        return None
    columns = row._asdict()
    key, sheet_hash = columns.pop("key"), columns.pop("sheet_hash")
    return AskedInvitation(**columns, stored=StoredSheet(key, sheet_hash) if key else None)


def find_stored(connection: Connection, invitation_id: int, key: str) -> StoredSheet | None:
    """The response that stands in the way of this link's or this key's."""
    row = connection.execute(
        sa.select(Response.key, Response.sheet_hash).where(
            sa.or_(Response.invitation_id == invitation_id, Response.key == key)
        )
    ).first()
    return StoredSheet(*row) if row else None
