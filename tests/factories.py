"""Small makers of what a test needs. Each stores and commits, and each can be told the rest.

programme = make_programme(session, now)
make_partner(session, now, "nordhaus")
make_transaction(session, now, "t1", partner_key="nordhaus", end_user_key="u1")
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role, User, UserRole
from core.database import writing
from customers.models import Audience, Contact, Node, NodeKind, Programme, Transaction
from customers.rows import (
    EndUserRow,
    PartnerContactRow,
    PartnerRow,
    ProductLineRow,
    SegmentRow,
    TransactionRow,
)
from customers.services import (
    create_programme,
    store_end_users,
    store_partner_contacts,
    store_partners,
    store_product_lines,
    store_segments,
    store_transactions,
)
from feedback.models import Response
from surveys.models import (
    FrameEntry,
    FrameStatus,
    Invitation,
    Questionnaire,
    QuestionnaireText,
    QuestionnaireVersion,
    Sample,
    Survey,
)

STRUCTURE: Mapping[str, Any] = {
    "questions": [
        {"key": "recommend", "type": "recommendation", "required": True, "metric": "nps"},
        {"key": "satisfaction", "type": "satisfaction5", "required": True, "metric": "csat"},
        {
            "key": "reason",
            "type": "choice",
            "required": False,
            "metric": None,
            "options": ["price", "advice"],
        },
        {
            "key": "comment",
            "type": "text",
            "required": False,
            "metric": None,
            "max_length": 4000,
        },
    ]
}
TEXTS: Mapping[str, str] = {
    "title": "How was your delivery?",
    "intro": "Two minutes for your last delivery.",
    "recommend.text": "How likely are you to recommend us?",
    "recommend.low": "Not at all likely",
    "recommend.high": "Extremely likely",
    "satisfaction.text": "How satisfied or dissatisfied are you?",
    "satisfaction.option.1": "Very dissatisfied",
    "satisfaction.option.2": "Dissatisfied",
    "satisfaction.option.3": "Neither",
    "satisfaction.option.4": "Satisfied",
    "satisfaction.option.5": "Very satisfied",
    "reason.text": "What mattered most?",
    "reason.option.price": "Price",
    "reason.option.advice": "Advice",
    "comment.text": "Anything else?",
}


def make_programme(session: Session, now: datetime, **changes: Any) -> Programme:
    given = {"name": "Test programme", "time_zone": "Europe/Berlin", **changes}
    with writing(session):
        return create_programme(session, now=now, **given)


def make_partner(session: Session, now: datetime, key: str, **changes: Any) -> Node:
    row = PartnerRow(key, **{"name": key.title(), "country": "DE", "region": "North", **changes})
    with writing(session):
        store_partners(session, [row], now)
    return session.scalars(
        sa.select(Node).where(Node.kind == NodeKind.PARTNER, Node.key == key)
    ).one()


def make_partner_contact(
    session: Session, now: datetime, key: str, partner_key: str, **changes: Any
) -> Contact:
    given = {"name": key.title(), "email": f"{key}@partner.example", "language": "en", **changes}
    with writing(session):
        store_partner_contacts(session, [PartnerContactRow(key, partner_key, **given)], now)
    return _contact(session, Audience.CHANNEL_PARTNER, key)


def make_end_user(session: Session, now: datetime, key: str, **changes: Any) -> Contact:
    given = {"name": key.title(), "email": f"{key}@user.example", "language": "en", **changes}
    with writing(session):
        store_end_users(session, [EndUserRow(key, **given)], now)
    return _contact(session, Audience.END_USER, key)


def make_segment(session: Session, now: datetime, key: str) -> None:
    with writing(session):
        store_segments(session, [SegmentRow(key, key.title())], now)


def make_product_line(session: Session, now: datetime, key: str) -> None:
    with writing(session):
        store_product_lines(session, [ProductLineRow(key, key.title())], now)


def make_transaction(session: Session, now: datetime, key: str, **changes: Any) -> Transaction:
    """A delivery on Wednesday of 2026-W46 unless told otherwise."""
    given = {"touchpoint_key": "delivery", "occurred_on": date(2026, 11, 11), **changes}
    with writing(session):
        store_transactions(session, [TransactionRow(key, **given)], now)
    return session.scalars(sa.select(Transaction).where(Transaction.key == key)).one()


def make_version(session: Session, now: datetime, key: str = "end_user.delivery") -> int:
    """A questionnaire version with four questions and English texts; returns its id."""
    with writing(session):
        questionnaire = Questionnaire(key=key, audience=key.partition(".")[0])
        version = QuestionnaireVersion(
            questionnaire=questionnaire,
            number=1,
            content_hash=f"hash of {key}",
            structure=dict(STRUCTURE),
            created_at=now,
            texts=[
                QuestionnaireText(language="en", text_key=text_key, text=text)
                for text_key, text in TEXTS.items()
            ],
        )
        session.add(version)
        session.flush()
    return version.id


def make_invitation(
    session: Session,
    now: datetime,
    transaction: Transaction,
    contact: Contact,
    version_id: int,
    **changes: Any,
) -> Invitation:
    """A drawn frame entry of the transaction and the contact's open invitation to answer it."""
    with writing(session):
        entry = FrameEntry(
            transaction_id=transaction.id,
            audience=contact.audience,
            sample_id=_sample_id(session, contact.audience, transaction, now),
            survey_id=_survey_id(session, contact.audience, transaction.touchpoint_id, version_id),
            status=FrameStatus.DRAWN,
            contact_id=contact.id,
            contact_supplied_by=contact.supplied_by,
            selection_probability=1.0,
        )
        session.add(entry)
        session.flush()
        given = {
            "language": "en",
            "promise": "confidential",
            "invited_at": now,
            "expires_at": datetime(2026, 11, 22, 23, 0, tzinfo=UTC),
            **changes,
        }
        invitation = Invitation(
            frame_entry_id=entry.id, contact_id=contact.id, version_id=version_id, **given
        )
        session.add(invitation)
    return invitation


def make_user(
    session: Session,
    now: datetime,
    role: Role,
    partner_key: str | None = None,
    email: str | None = None,
) -> User:
    address = email or f"{role.value}.{partner_key or 'house'}@example.com"
    with writing(session):
        user = User(email=address, name=role.value.title(), password_hash=None, created_at=now)
        user.roles.append(UserRole(role=role, partner_key=partner_key))
        session.add(user)
    return user


def _contact(session: Session, audience: Audience, key: str) -> Contact:
    return session.scalars(
        sa.select(Contact).where(Contact.audience == audience, Contact.key == key)
    ).one()


def _sample_id(session: Session, audience: str, transaction: Transaction, now: datetime) -> int:
    sample = Sample(
        audience=audience,
        first_on=transaction.occurred_on,
        last_on=transaction.occurred_on,
        seed=1,
        drawn_at=now,
        transaction_count=1,
        drawn_count=1,
    )
    session.add(sample)
    session.flush()
    return sample.id


def _survey_id(session: Session, audience: str, touchpoint_id: int, version_id: int) -> int:
    survey = session.scalars(
        sa.select(Survey).where(Survey.audience == audience, Survey.touchpoint_id == touchpoint_id)
    ).one_or_none()
    if survey is None:
        survey = Survey(audience=audience, touchpoint_id=touchpoint_id, version_id=version_id)
        session.add(survey)
        session.flush()
    return survey.id


def transaction_of(response: Response) -> Transaction:
    """The transaction a response is about, where there must be one."""
    assert response.transaction is not None
    return response.transaction
