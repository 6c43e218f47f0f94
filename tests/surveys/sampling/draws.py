from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Audience, Transaction
from customers.rows import EndUserRow, PartnerContactRow, TransactionRow
from customers.services import (
    store_end_users,
    store_partner_contacts,
    store_transactions,
)
from surveys.models import FrameEntry
from surveys.services import DrawReport, draw_sample

MONDAY_ON, SUNDAY_ON = date(2026, 11, 9), date(2026, 11, 15)  # 2026-W46


def draw(session: Session, now: datetime, seed: int = 7, **days: date) -> DrawReport:
    first_on, last_on = days.get("first_on", MONDAY_ON), days.get("last_on", SUNDAY_ON)
    with writing(session):
        return draw_sample(session, first_on=first_on, last_on=last_on, seed=seed, now=now)


def entries_of(session: Session, audience: Audience) -> dict[str, FrameEntry]:
    rows = session.execute(
        sa.select(Transaction.key, FrameEntry)
        .join(FrameEntry, FrameEntry.transaction_id == Transaction.id)
        .where(FrameEntry.audience == audience)
    )
    return {key: entry for key, entry in rows}  # noqa: C416 # rows are no pairs to mypy


def status(session: Session, key: str, audience: Audience = Audience.END_USER) -> str:
    return entries_of(session, audience)[key].status


def busy_week(session: Session, now: datetime, *, backwards: bool) -> None:
    """Forty transactions of twelve end users and three people of the partner, in either order."""
    users = [
        EndUserRow(f"u{i}", f"U{i}", f"u{i}@user.example", "en", "acme" if i < 6 else None)
        for i in range(12)
    ]
    staff = [
        PartnerContactRow(f"c{i}", "nordhaus", f"C{i}", "owner", f"c{i}@n.example", "de")
        for i in range(3)
    ]
    rows = [
        TransactionRow(
            f"t{i}", "delivery", SUNDAY_ON, partner_key="nordhaus", end_user_key=f"u{i % 12}"
        )
        for i in range(40)
    ]
    if backwards:
        users, staff, rows = users[::-1], staff[::-1], rows[::-1]
    with writing(session):
        store_end_users(session, users, now)
        store_partner_contacts(session, staff, now)
        store_transactions(session, rows, now)
