"""Read an invitation and the response it led to.

On a plain connection: answering is the one path where the unit of work would cost as much as all
the rest.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from customers.models import Contact, Node, ProductLine, Programme, Touchpoint, Transaction
from feedback.answers import GivenAnswer
from feedback.asked import Asked, KeptDraft, StoredSheet, Surroundings
from feedback.errors import ClosedReason
from feedback.models import Response, ResponseSource, SheetDraft
from surveys.models import FrameEntry, Invitation
from surveys.questionnaires.conditions import Fact, Facts

Row = sa.Row[*tuple[Any, ...]]
Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")

# Whoever opened the page in time may finish it; later answers are counted as late anyway.
GRACE = timedelta(hours=2)
PARTNER = aliased(Node)
# What texts and conditions may know of a transaction; its joins are `join_surroundings`.
SURROUNDINGS = (
    Transaction.occurred_on,
    Transaction.is_late,
    Transaction.has_complaint,
    Transaction.is_returned,
    Touchpoint.key.label("touchpoint_key"),
    Touchpoint.name.label("touchpoint"),
    PARTNER.key.label("partner_key"),
    PARTNER.name.label("partner"),
    ProductLine.key.label("product_line_key"),
    ProductLine.name.label("product_line"),
    Contact.region,
)
FACT_COLUMNS = {
    Fact.TOUCHPOINT: "touchpoint_key",
    Fact.PARTNER: "partner_key",
    Fact.PRODUCT_LINE: "product_line_key",
    Fact.REGION: "region",
    Fact.IS_LATE: "is_late",
    Fact.HAS_COMPLAINT: "has_complaint",
    Fact.IS_RETURNED: "is_returned",
}


def join_surroundings(statement: Statement) -> Statement:
    """The joins that SURROUNDINGS needs, from Transaction."""
    return (
        statement.join(Touchpoint, Touchpoint.id == Transaction.touchpoint_id)
        .outerjoin(PARTNER, PARTNER.id == Transaction.partner_id)
        .outerjoin(ProductLine, ProductLine.id == Transaction.product_line_id)
        .outerjoin(Contact, Contact.id == Transaction.end_user_id)
    )


# Built once: composing it costs more than running it.
_ASKED = join_surroundings(
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
        Programme.name.label("programme"),
        Programme.time_zone,
        Response.key.label("response_key"),
        Response.sheet_hash,
        SheetDraft.language.label("draft_language"),
        SheetDraft.content.label("draft_content"),
        SheetDraft.saved_at,
        *SURROUNDINGS,
    )
    .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
    .join(Transaction, Transaction.id == FrameEntry.transaction_id)
    .join(Programme, Programme.id == 1)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .outerjoin(SheetDraft, SheetDraft.invitation_id == Invitation.id)
).where(Invitation.id == sa.bindparam("invitation_id"))


def find_asked(connection: Connection, invitation_id: int) -> Asked | None:
    row = connection.execute(_ASKED, {"invitation_id": invitation_id}).first()
    if row is None:
        return None
    return Asked(
        subject=f"a{row.id}",
        source=ResponseSource.LINK,
        audience=row.audience,
        version_id=row.version_id,
        language=row.language,
        promise=row.promise,
        programme=row.programme,
        time_zone=row.time_zone,
        about=surroundings_of(row),
        facts=facts_of(row),
        transaction_id=row.transaction_id,
        invitation_id=row.id,
        invited_at=row.invited_at,
        closes_at=row.expires_at,
        closed=_closed(row),
        stored=StoredSheet(row.response_key, row.sheet_hash) if row.response_key else None,
        draft=_draft(row),
    )


def find_stored(connection: Connection, invitation_id: int | None, key: str) -> StoredSheet | None:
    """The response that stands in the way of this link's or this key's."""
    is_this = Response.key == key
    if invitation_id is not None:
        is_this = sa.or_(is_this, Response.invitation_id == invitation_id)
    row = connection.execute(sa.select(Response.key, Response.sheet_hash).where(is_this)).first()
    return StoredSheet(*row) if row else None


def closed_links(now: datetime) -> sa.Select[int]:
    """The personal links that were withdrawn or refused, or expired so long ago that nobody who
    opened the page in time may still send it."""
    return sa.select(Invitation.id).where(
        sa.or_(
            Invitation.expires_at <= now - GRACE,
            Invitation.revoked_at.is_not(None),
            Invitation.refused_at.is_not(None),
        )
    )


def surroundings_of(row: Row) -> Surroundings:
    """From a row with the SURROUNDINGS."""
    return Surroundings(row.touchpoint, row.partner, row.product_line, row.occurred_on)


def facts_of(row: Row) -> Facts:
    """What conditions may know, from a row with the SURROUNDINGS; what is not known is absent."""
    known = ((fact, getattr(row, column)) for fact, column in FACT_COLUMNS.items())
    return {fact: said(value) for fact, value in known if value is not None}


def given_answer(row: Any) -> GivenAnswer:
    """The answer in a row with the columns of the table."""
    return GivenAnswer(
        row.question_key, row.score, row.choice, row.text, row.part, row.number, row.day
    )


def said(value: str | bool) -> str:
    """A fact's value as conditions write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _closed(row: Row) -> ClosedReason | None:
    if row.revoked_at is not None:
        return ClosedReason.REVOKED
    return ClosedReason.REFUSED if row.refused_at is not None else None


def _draft(row: Row) -> KeptDraft | None:
    if row.saved_at is None:
        return None
    return KeptDraft(row.draft_language, row.draft_content, row.saved_at)
