"""Read what is drawn from: transactions without an entry, their persons, earlier invitations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import start_of_day
from core.outbox.addresses import is_usable_address
from customers.models import Account, Audience, Contact, Touchpoint, Transaction
from surveys.models import FrameEntry, FrameStatus, Invitation, PlanMethod, Survey
from surveys.sampling.cases import OpenTransaction, Person, Plan
from surveys.sampling.eligibility import ContactHistory, LastAsked

RELATIONSHIP_KEY = "relationship"


@dataclass(frozen=True)
class Span:
    """The days drawn from, for one audience; both days included."""

    audience: Audience
    first_on: date
    last_on: date

    @property
    def holds(self) -> sa.ColumnElement[bool]:
        return Transaction.occurred_on.between(self.first_on, self.last_on)

    @property
    def contact_ids(self) -> sa.Select[int]:
        """Everybody who could be asked about a transaction of these days."""
        if self.audience is Audience.END_USER:
            used = sa.select(Transaction.end_user_id).where(
                self.holds, Transaction.end_user_id.is_not(None)
            )
            return sa.select(Contact.id).where(Contact.id.in_(used))
        partners = sa.select(Transaction.partner_id).where(self.holds)
        return sa.select(Contact.id).where(
            Contact.audience == Audience.CHANNEL_PARTNER, Contact.partner_id.in_(partners)
        )


def active_plans(session: Session, audience: Audience) -> dict[int, Plan]:
    """The plan of every touchpoint at which the audience is asked, by the touchpoint's id."""
    rows = session.execute(
        sa.select(Survey, Touchpoint.key)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .where(Survey.audience == audience, Survey.is_active)
    )
    return {
        survey.touchpoint_id: Plan(
            survey_id=survey.id,
            touchpoint_key=key,
            version_id=survey.version_id,
            promise=survey.promise,
            share=survey.share if survey.method == PlanMethod.SIMPLE_RANDOM else 1.0,
        )
        for survey, key in rows
    }


def open_transactions(session: Session, span: Span) -> list[OpenTransaction]:
    has_entry = sa.exists().where(
        FrameEntry.transaction_id == Transaction.id, FrameEntry.audience == span.audience
    )
    rows = session.execute(
        sa.select(
            Transaction.id,
            Transaction.key,
            Transaction.week,
            Transaction.touchpoint_id,
            Transaction.partner_id,
            Transaction.end_user_id,
        ).where(span.holds, ~has_entry)
    )
    return [OpenTransaction(*row) for row in rows]


def persons(session: Session, span: Span) -> list[tuple[int | None, Person]]:
    """Everybody who could be asked, each with the id of the partner they work at."""
    rows = session.execute(
        sa.select(
            Contact.id,
            Contact.key,
            Contact.language,
            Contact.supplied_by,
            Contact.email,
            Contact.opted_out_at.is_not(None),
            Contact.partner_id,
            Account.key,
        )
        .outerjoin(Account, Account.id == Contact.account_id)
        .where(Contact.id.in_(span.contact_ids))
    )
    return [
        (
            partner_id,
            Person(
                id=number,
                key=key,
                language=language,
                supplied_by=supplied_by,
                has_usable_address=is_usable_address(email),
                is_opted_out=is_opted_out,
                account_key=account_key,
            ),
        )
        for (
            number,
            key,
            language,
            supplied_by,
            email,
            is_opted_out,
            partner_id,
            account_key,
        ) in rows
    ]


def contact_history(
    session: Session, span: Span, today: date, zone: ZoneInfo, account_days: int
) -> ContactHistory:
    """Earlier invitations of everybody who could be asked, and of their companies' people."""
    since = start_of_day(today - timedelta(days=account_days - 1), zone)
    return ContactHistory(_last_asked(session, span, zone), _count_by_account(session, span, since))


def drawn_transaction_ids(session: Session, span: Span) -> frozenset[int]:
    """The transactions of these days whose customer of the audience is in the sample."""
    return frozenset(
        session.scalars(
            sa.select(FrameEntry.transaction_id)
            .join(Transaction, Transaction.id == FrameEntry.transaction_id)
            .where(
                span.holds,
                FrameEntry.audience == span.audience,
                FrameEntry.status == FrameStatus.DRAWN,
            )
        )
    )


def _last_asked(session: Session, span: Span, zone: ZoneInfo) -> Mapping[int, LastAsked]:
    of_relationship = sa.case((Touchpoint.key == RELATIONSHIP_KEY, Invitation.invited_at))
    rows = session.execute(
        sa.select(
            Invitation.contact_id,
            sa.func.max(Invitation.invited_at),
            sa.func.max(of_relationship),
        )
        .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
        .join(Survey, Survey.id == FrameEntry.survey_id)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .where(Invitation.contact_id.in_(span.contact_ids))
        .group_by(Invitation.contact_id)
    )
    return {
        contact_id: LastAsked(
            any_at.astimezone(zone).date(),
            relationship_at.astimezone(zone).date() if relationship_at else None,
        )
        for contact_id, any_at, relationship_at in rows
    }


def _count_by_account(session: Session, span: Span, since: datetime) -> Mapping[str, int]:
    if span.audience is not Audience.END_USER:
        return {}
    accounts = sa.select(Contact.account_id).where(Contact.id.in_(span.contact_ids))
    rows = session.execute(
        sa.select(Account.key, sa.func.count())
        .select_from(Invitation)
        .join(Contact, Contact.id == Invitation.contact_id)
        .join(Account, Account.id == Contact.account_id)
        .where(Invitation.invited_at >= since, Contact.account_id.in_(accounts))
        .group_by(Account.key)
    )
    return dict(rows.all())
