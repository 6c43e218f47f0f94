from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.errors import UnknownKeysError
from customers.models import Transaction
from customers.rows import StoreCounts, TransactionRow
from customers.services import store_transactions
from customers.transactions.queries import stored_transactions
from tests.factories import (
    make_end_user,
    make_partner,
    make_product_line,
    make_programme,
    make_segment,
)

FULL = TransactionRow(
    key="t1",
    touchpoint_key="delivery",
    occurred_on=date(2026, 11, 11),
    occurred_at=datetime(2026, 11, 11, 9, 30, tzinfo=UTC),
    partner_key="p1",
    end_user_key="u1",
    product_line_key="pumps",
    segment_key="public",
    joint_key="order-1",
    amount=Decimal("1234.50"),
    currency="EUR",
    promised_on=date(2026, 11, 9),
    is_late=True,
    has_complaint=False,
    is_returned=None,
    outcome_detail="two days late",
)


@pytest.fixture(autouse=True)
def parties(session: Session, now: datetime) -> None:
    make_programme(session, now)
    make_partner(session, now, "p1")
    make_end_user(session, now, "u1")
    make_product_line(session, now, "pumps")
    make_segment(session, now, "public")


def store(session: Session, now: datetime, *rows: TransactionRow) -> StoreCounts:
    with writing(session):
        return store_transactions(session, rows, now)


def test_what_was_stored_reads_back_as_the_same_row(session: Session, now: datetime) -> None:
    store(session, now, FULL)

    assert stored_transactions(session, ["t1", "t2"]) == {"t1": FULL}
    assert store(session, now, FULL) == StoreCounts(unchanged=1)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        pytest.param(date(2026, 11, 15), "2026-W46", id="a Sunday"),
        pytest.param(date(2026, 11, 16), "2026-W47", id="a Monday"),
        pytest.param(date(2021, 1, 3), "2020-W53", id="a year of 53 weeks"),
        pytest.param(date(2024, 12, 30), "2025-W01", id="before the turn of the year"),
    ],
)
def test_a_transaction_belongs_to_the_week_of_its_day(
    session: Session, now: datetime, day: date, week: str
) -> None:
    store(session, now, TransactionRow("t1", "sale", day))

    assert session.scalars(sa.select(Transaction.week)).one() == week


def test_a_corrected_day_moves_the_transaction_to_its_week(session: Session, now: datetime) -> None:
    store(session, now, TransactionRow("t1", "sale", date(2026, 11, 11)))

    counts = store(session, now, TransactionRow("t1", "sale", date(2026, 11, 4)))

    assert counts == StoreCounts(changed=1)
    assert session.scalars(sa.select(Transaction.week)).one() == "2026-W45"


def test_parties_that_are_not_there_are_stored_as_unknown(session: Session, now: datetime) -> None:
    row = TransactionRow(
        "t1", "sale", date(2026, 11, 11), None, "nobody", "no one", "no line", "no segment"
    )

    store(session, now, row)

    stored = session.scalars(sa.select(Transaction)).one()
    assert (stored.partner_id, stored.end_user_id) == (None, None)
    assert (stored.product_line_id, stored.segment_id) == (None, None)
    assert store(session, now, row) == StoreCounts(unchanged=1)


def test_an_unknown_touchpoint_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(UnknownKeysError, match="touchpoint 'fair'"):
        store(session, now, TransactionRow("t1", "fair", date(2026, 11, 11)))


def test_a_changed_row_that_says_nothing_of_its_parties_keeps_them(
    session: Session, now: datetime
) -> None:
    store(session, now, FULL)
    late = TransactionRow(
        key="t1", touchpoint_key="delivery", occurred_on=date(2026, 11, 11), is_late=False
    )
    stated = {"touchpoint_key", "occurred_on", "is_late"}

    with writing(session):
        counts = store_transactions(session, [late], now, stated=stated)

    kept = stored_transactions(session, ["t1"])["t1"]
    assert counts == StoreCounts(changed=1)
    assert (kept.is_late, kept.end_user_key, kept.partner_key) == (False, "u1", "p1")
