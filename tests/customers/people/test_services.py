from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.errors import DuplicateKeysError, UnknownKeysError
from customers.models import Account, Contact
from customers.rows import EndUserRow, PartnerContactRow, StoreCounts
from customers.services import opt_out, store_end_users, store_partner_contacts
from tests.factories import make_end_user, make_partner, make_partner_contact, make_programme


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)


def accounts(session: Session) -> dict[str, str]:
    session.rollback()
    return dict(session.execute(sa.select(Account.key, Account.name)).all())


def store(
    session: Session, now: datetime, *rows: EndUserRow, stated: set[str] | None = None
) -> StoreCounts:
    with writing(session):
        return store_end_users(session, rows, now, stated=stated)


def test_end_users_of_one_company_share_its_account(session: Session, now: datetime) -> None:
    store(
        session,
        now,
        EndUserRow("u1", account_key="a", account_name="Alder"),
        EndUserRow("u2", account_key="a"),
        EndUserRow("u3", account_key="b"),
    )

    assert accounts(session) == {"a": "Alder", "b": "b"}


def test_a_file_that_names_a_company_twice_is_stable(session: Session, now: datetime) -> None:
    rows = (
        EndUserRow("u1", account_key="a", account_name="Alder"),
        EndUserRow("u2", account_key="a", account_name="Alder & Co"),
    )
    store(session, now, *rows)

    assert store(session, now, *rows) == StoreCounts(unchanged=2)
    assert accounts(session) == {"a": "Alder & Co"}


def test_moving_to_another_company_does_not_rename_it(session: Session, now: datetime) -> None:
    store(
        session,
        now,
        EndUserRow("u1", account_key="a", account_name="Alder"),
        EndUserRow("u2", account_key="b", account_name="Birch"),
    )

    counts = store(session, now, EndUserRow("u1", account_key="b"), stated={"account_key"})

    assert counts == StoreCounts(changed=1)
    assert accounts(session) == {"a": "Alder", "b": "Birch"}


def test_a_company_name_without_its_key_changes_no_account(session: Session, now: datetime) -> None:
    store(session, now, EndUserRow("u1", account_key="a", account_name="Alder"))

    counts = store(session, now, EndUserRow("u1", account_name="Elm"), stated={"account_name"})

    assert counts == StoreCounts(unchanged=1)
    assert accounts(session) == {"a": "Alder"}


def test_a_change_keeps_an_opt_out(session: Session, now: datetime) -> None:
    contact = make_end_user(session, now, "u1")
    with writing(session):
        opt_out(session, contact.id, now)

    store(session, now, EndUserRow("u1", email="new@x.example"))

    session.refresh(contact)
    assert (contact.email, contact.opted_out_at) == ("new@x.example", now)


def test_an_end_user_and_a_partner_contact_may_have_the_same_key(
    session: Session, now: datetime
) -> None:
    make_partner(session, now, "p1")
    make_end_user(session, now, "k", name="User")
    make_partner_contact(session, now, "k", "p1", name="Partner")

    store(session, now, EndUserRow("k", name="Changed"))

    session.rollback()
    names = session.scalars(sa.select(Contact.name).order_by(Contact.audience)).all()
    assert names == ["Partner", "Changed"]


def test_the_same_key_twice_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(DuplicateKeysError, match="'u1'"):
        store(session, now, EndUserRow("u1"), EndUserRow("u1"))


def test_a_contact_of_an_unknown_partner_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(UnknownKeysError, match="channel partner 'nobody'"), writing(session):
        store_partner_contacts(session, [PartnerContactRow("c", "nobody")], now)
