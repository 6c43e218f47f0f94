from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from customers.imports.errors import (
    ColumnMapError,
    ColumnsRefusedError,
)
from customers.models import Transaction
from tests.customers.imports.flow import plan, run
from tests.factories import make_partner, make_product_line, make_programme


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)


def test_a_column_map_explains_another_systems_export(session: Session, now: datetime) -> None:
    make_partner(session, now, "p1")
    make_product_line(session, now, "pumps")
    column_map = """
    kind = "transactions"
    empty = ["NULL"]
    [columns]
    key = "Beleg"
    date = "Tag"
    partner = "Händler"
    product_line = "Sparte"
    amount = "Betrag"
    touchpoint = "Art"
    is_late = "Verzug"
    [values.touchpoint]
    "Lieferung" = "delivery"
    [values.is_late]
    "J" = true
    "N" = false
    [defaults]
    currency = "EUR"
    [dates]
    formats = ["%d.%m.%y"]
    [numbers]
    decimal = ","
    """
    text = (
        "Beleg;Tag;Händler;Sparte;Betrag;Art;Verzug;Bemerkung\n"
        "B1;10.11.26;p1;pumps;1.234,50;LIEFERUNG;j;egal\n"
        "B2;11.11.26;NULL;;;Lieferung;;\n"
    )

    report = run(session, now, "transactions", text, column_map)

    assert report.unread_columns == ("Bemerkung",)
    stored = session.scalars(sa.select(Transaction).order_by(Transaction.key)).all()
    assert [row.is_late for row in stored] == [True, None]
    assert [row.amount for row in stored] == [Decimal("1234.50"), None]
    assert [row.week for row in stored] == ["2026-W46", "2026-W46"]
    assert [row.partner is None for row in stored] == [False, True]


@pytest.mark.parametrize(
    ("header", "column_map", "words"),
    [
        pytest.param("key,naem", None, "name .did you mean 'naem'", id="a needed one misspelt"),
        pytest.param("key,name,contry", None, "did you mean 'country'", id="another misspelt"),
        pytest.param("key,name,key", None, "'key' stands twice", id="twice"),
        pytest.param("a,b", None, "Found: a, b", id="all other names"),
        pytest.param(
            "key,name",
            "[columns]\nname = 'Nam'",
            "no such column .did you mean 'name'",
            id="mapped, and not there",
        ),
    ],
)
def test_columns_that_do_not_fit_are_named_with_what_was_found(
    session: Session, now: datetime, header: str, column_map: str | None, words: str
) -> None:
    with pytest.raises(ColumnsRefusedError, match=words):
        plan(session, now, "partners", f"{header}\n1,2,3\n", column_map)


@pytest.mark.parametrize(
    ("column_map", "words"),
    [
        pytest.param("kind = 'end_users'", "is for end_users", id="for another kind"),
        pytest.param("[columns]\nnmae = 'x'", "did you mean 'name'", id="an unknown field"),
        pytest.param("[values.nam]\n'a' = 'b'", r"\[values\]", id="values of an unknown field"),
        pytest.param('[defaults]\ncountry = "x\\u0000"', "defaults.country", id="a bad default"),
    ],
)
def test_a_column_map_that_does_not_fit_the_kind_is_refused(
    session: Session, now: datetime, column_map: str, words: str
) -> None:
    with pytest.raises(ColumnMapError, match=words):
        plan(session, now, "partners", "key,name\np1,One\n", column_map)
