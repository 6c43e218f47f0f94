from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from tests.customers.imports.flow import TRANSACTIONS, plan, reasons, run
from tests.factories import make_partner, make_programme


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)


def test_every_reason_of_a_row_is_given_with_its_line_and_column(
    session: Session, now: datetime
) -> None:
    text = TRANSACTIONS + (
        't1,"sale",2026-11-10,,,1,EUR\n'
        "t2,sale,05/04/2026,,,-3,EUR\n"
        "t3,repairs,2026-11-10,,,,\n"
        "t4,,2026-11-10,,,,\n"
        "t5,sale,2026-11-10,,,7,\n"
        "t6,sale,2026-11-10,,\n"
        ",sale,2026-11-10,,,,\n"
    )

    found = reasons(plan(session, now, "transactions", text))

    assert [(line, column) for line, column, _ in found] == [
        (3, "date"),
        (3, "amount"),
        (4, "touchpoint"),
        (5, "touchpoint"),
        (6, None),
        (7, None),
        (8, "key"),
    ]
    assert "did you mean 'repair_visit'" in found[2][2]
    assert "without a currency" in found[4][2]
    assert "has 5 cells where the header has 7" in found[5][2]


def test_equal_rows_with_one_key_are_imported_once(session: Session, now: datetime) -> None:
    planned = plan(session, now, "partners", "key,name\np1,One\np2,Two\np1,One\n")

    assert [row.key for row in planned.rows] == ["p1", "p2"]
    assert reasons(planned) == [(4, "key", "repeats line 2, which is imported")]


def test_different_rows_with_one_key_are_all_rejected(session: Session, now: datetime) -> None:
    planned = plan(session, now, "partners", "key,name\np1,One\np2,Two\np1,Uno\n")

    assert [row.key for row in planned.rows] == ["p2"]
    assert [line for line, _, _ in reasons(planned)] == [2, 4]
    assert "lines 2, 4 with different content" in reasons(planned)[0][2]


def test_rows_without_a_key_go_by_their_content(session: Session, now: datetime) -> None:
    text = "touchpoint,date,amount,currency\nsale,2026-11-10,5,EUR\nsale,2026-11-10,5,EUR\n"
    first = run(session, now, "transactions", text)

    again = run(session, now, "transactions", text.replace("2026-11-10", "10.11.2026"))
    one_more = run(session, now, "transactions", text + "sale,2026-11-10,5.00,EUR\n")

    assert (first.counts.new, again.counts.unchanged, one_more.counts.new) == (2, 2, 1)
    assert "recognised by their content" in first.notes[0].text


def test_a_contact_of_a_partner_that_is_not_there_is_rejected(
    session: Session, now: datetime
) -> None:
    make_partner(session, now, "p1")
    text = "key,partner,email\nc1,p1,c1@p1.example\nc2,p2,c2@p2.example\n"

    planned = plan(session, now, "partner_contacts", text)

    assert [row.key for row in planned.rows] == ["c1"]
    assert reasons(planned)[0][:2] == (3, "partner")
