"""People as rows, by key."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked
from customers.models import Account, Audience, Contact, Node
from customers.rows import EndUserRow, PartnerContactRow


def stored_partner_contacts(session: Session, keys: Iterable[str]) -> dict[str, PartnerContactRow]:
    statement = (
        sa.select(
            Contact.key,
            Node.key,
            Contact.name,
            Contact.job_role,
            Contact.email,
            Contact.language,
        )
        .join(Node, Contact.partner_id == Node.id)
        .where(Contact.audience == Audience.CHANNEL_PARTNER)
    )
    found: dict[str, PartnerContactRow] = {}
    for chunk in chunked(sorted(set(keys))):
        for row in session.execute(statement.where(Contact.key.in_(chunk))):
            found[row[0]] = PartnerContactRow(*row)
    return found


def stored_end_users(session: Session, keys: Iterable[str]) -> dict[str, EndUserRow]:
    statement = (
        sa.select(
            Contact.key,
            Contact.name,
            Contact.email,
            Contact.language,
            Account.key,
            Account.name,
            Contact.region,
            Contact.supplied_by,
        )
        .outerjoin(Account, Contact.account_id == Account.id)
        .where(Contact.audience == Audience.END_USER)
    )
    found: dict[str, EndUserRow] = {}
    for chunk in chunked(sorted(set(keys))):
        for row in session.execute(statement.where(Contact.key.in_(chunk))):
            found[row[0]] = EndUserRow(*row)
    return found


def account_names(session: Session, keys: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunked(sorted(set(keys))):
        rows = session.execute(sa.select(Account.key, Account.name).where(Account.key.in_(chunk)))
        found.update((key, name) for key, name in rows)
    return found
