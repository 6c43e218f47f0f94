"""Store people: those who work at channel partners, and end users with their accounts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.bulk import insert_rows, update_rows
from customers.comparison import Comparison, compare
from customers.errors import UnknownKeysError
from customers.models import Account, Audience, Contact, NodeKind, Supplier
from customers.people.queries import (
    account_names,
    stored_end_users,
    stored_partner_contacts,
)
from customers.queries import ids_by_key, node_ids
from customers.rows import EndUserRow, PartnerContactRow, StoreCounts


def store_partner_contacts(
    session: Session,
    rows: Sequence[PartnerContactRow],
    now: datetime,
    *,
    stated: Collection[str] | None = None,
) -> StoreCounts:
    """Add and change people at channel partners; UnknownKeysError: no such partner."""
    partners = node_ids(session, NodeKind.PARTNER)
    unknown = {row.partner_key for row in rows} - partners.keys()
    if unknown:
        raise UnknownKeysError("channel partner", unknown)
    plan = plan_partner_contacts(session, rows, stated)
    audience = Audience.CHANNEL_PARTNER
    new = [_first(audience, now) | _partner_contact(row, partners) for row in plan.new]
    changed = [_partner_contact(row, partners) for row in plan.changed]
    insert_rows(session, Contact, new)
    update_rows(session, Contact, Contact.key, changed, Contact.audience == audience)
    return plan.counts


def plan_partner_contacts(
    session: Session, rows: Sequence[PartnerContactRow], stated: Collection[str] | None
) -> Comparison[PartnerContactRow]:
    return compare(rows, stored_partner_contacts(session, (row.key for row in rows)), stated)


def _first(audience: Audience, now: datetime) -> dict[str, Any]:
    return {"audience": audience.value, "created_at": now}


def _partner_contact(row: PartnerContactRow, partners: dict[str, int]) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "email": row.email,
        "language": row.language,
        "job_role": row.job_role,
        "partner_id": partners[row.partner_key],
        "supplied_by": Supplier.BUSINESS.value,
    }


def store_end_users(
    session: Session,
    rows: Sequence[EndUserRow],
    now: datetime,
    *,
    stated: Collection[str] | None = None,
) -> StoreCounts:
    """Add and change end users, with the accounts they belong to."""
    plan = plan_end_users(session, rows, stated)
    touched = (*plan.new, *plan.changed)
    accounts = _store_accounts(session, touched)
    audience = Audience.END_USER
    new = [_first(audience, now) | _end_user(row, accounts) for row in plan.new]
    changed = [_end_user(row, accounts) for row in plan.changed]
    insert_rows(session, Contact, new)
    update_rows(session, Contact, Contact.key, changed, Contact.audience == audience)
    return plan.counts


def plan_end_users(
    session: Session, rows: Sequence[EndUserRow], stated: Collection[str] | None
) -> Comparison[EndUserRow]:
    rows = _with_account_names(session, rows)
    if stated is not None:
        # An account's name goes with its key: alone it would name somebody else's account.
        named = {"account_name"} if "account_key" in stated else set()
        stated = {name for name in stated if name != "account_name"} | named
    return compare(rows, stored_end_users(session, (row.key for row in rows)), stated)


def _end_user(row: EndUserRow, accounts: dict[str, int]) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "email": row.email,
        "language": row.language,
        "account_id": accounts[row.account_key] if row.account_key else None,
        "region": row.region,
        "supplied_by": row.supplied_by,
    }


def _with_account_names(session: Session, rows: Sequence[EndUserRow]) -> list[EndUserRow]:
    """Give every row of an account the same name: the last stated, else the stored, else the key.

    Without that, a file that names a company twice differently would change it at every import.
    """
    names = account_names(session, (row.account_key for row in rows if row.account_key))
    names.update(
        (row.account_key, row.account_name) for row in rows if row.account_key and row.account_name
    )
    return [
        replace(row, account_name=names.get(row.account_key, row.account_key))
        if row.account_key
        else (replace(row, account_name=None) if row.account_name else row)
        for row in rows
    ]


def _store_accounts(session: Session, rows: Sequence[EndUserRow]) -> dict[str, int]:
    wanted = {
        row.account_key: row.account_name or row.account_key for row in rows if row.account_key
    }
    known = account_names(session, wanted)
    insert_rows(
        session,
        Account,
        [{"key": key, "name": name} for key, name in wanted.items() if key not in known],
    )
    update_rows(
        session,
        Account,
        Account.key,
        [{"key": k, "name": name} for k, name in wanted.items() if known.get(k, name) != name],
    )
    return ids_by_key(session, Account.key, Account.id, wanted)
