"""Transactions sent by a program: all of a batch or none, each once."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.api.bodies import LARGEST_BATCH
from customers.models import Import, Transaction
from tests.factories import (
    make_end_user,
    make_partner,
    make_product_line,
    make_programme,
    make_segment,
)
from tests.programs import Program, make_program

SALE = {"key": "t1", "touchpoint": "sale", "date": "2026-11-11"}
WHOLE = {
    **SALE,
    "partner": "nordhaus",
    "end_user": "eva",
    "product_line": "piston",
    "segment": "public",
    "amount": 1234.5,
    "currency": "EUR",
    "promised": "2026-11-10",
    "is_late": True,
    "has_complaint": False,
    "is_returned": None,
    "outcome_detail": "came a day late",
}


@pytest.fixture
def erp(app: Flask, session: Session, now: datetime) -> Program:
    make_programme(session, now)
    make_partner(session, now, "nordhaus")
    make_end_user(session, now, "eva")
    make_product_line(session, now, "piston")
    make_segment(session, now, "public")
    return make_program(app, session, Role.PROGRAMME_MANAGER, None, now)


def send(program: Program, *rows: Mapping[str, Any]) -> Any:
    return program.post("/transactions", {"transactions": rows})


def stored(session: Session, key: str = "t1") -> Transaction:
    session.rollback()
    return session.scalars(sa.select(Transaction).where(Transaction.key == key)).one()


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count(Transaction.id))) or 0


def test_a_transaction_is_stored_as_it_was_sent(erp: Program, session: Session) -> None:
    answer = send(erp, WHOLE)

    row = stored(session)
    assert answer.get_json() == {"new": 1, "changed": 0, "unchanged": 0, "notes": []}
    assert (row.week, row.amount, row.currency) == ("2026-W46", Decimal("1234.50"), "EUR")
    assert (row.is_late, row.has_complaint, row.is_returned) == (True, False, None)
    assert row.partner is not None
    assert row.partner.key == "nordhaus"
    assert row.segment is not None
    assert row.segment.key == "public"


def test_sent_twice_it_is_there_once_and_noted_once(erp: Program, session: Session) -> None:
    send(erp, WHOLE, {**SALE, "key": "t2"})

    again = send(erp, WHOLE, {**SALE, "key": "t2"}).get_json()

    session.rollback()
    entry = session.scalars(sa.select(Import)).one()
    audit = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "import")).one()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert (entry.kind, entry.new_count) == ("transactions", 2)
    assert audit.actor == "programme_manager.house@example.com by token Monday report"


def test_what_a_row_leaves_out_stays_and_null_takes_it_away(erp: Program, session: Session) -> None:
    send(erp, WHOLE)

    changed = send(erp, {**SALE, "is_returned": True, "product_line": None}).get_json()

    row = stored(session)
    assert changed["changed"] == 1
    assert (row.is_returned, row.product_line) == (True, None)
    assert row.amount == Decimal("1234.50")
    assert row.end_user is not None


def test_rows_of_one_batch_may_state_different_fields(erp: Program, session: Session) -> None:
    send(erp, WHOLE, {**WHOLE, "key": "t2"})

    answer = send(
        erp, {**SALE, "is_late": False}, {**SALE, "key": "t2", "amount": 5, "currency": "EUR"}
    )

    assert answer.get_json()["changed"] == 2
    assert (stored(session).is_late, stored(session).amount) == (False, Decimal("1234.50"))
    assert (stored(session, "t2").is_late, stored(session, "t2").amount) == (True, Decimal(5))


def test_an_unknown_party_is_stored_as_unknown_with_a_note(erp: Program, session: Session) -> None:
    answer = send(erp, {**SALE, "partner": "nirgendhaus"}).get_json()

    assert stored(session).partner is None
    assert "stored as partner unknown" in answer["notes"][0]["text"]


def test_one_wrong_row_keeps_every_row_out_and_each_fault_is_named(
    erp: Program, session: Session
) -> None:
    answer = send(
        erp,
        SALE,
        {"key": "t2", "touchpoint": "tea_party", "date": "2026-11-11"},
        {"key": "t3", "touchpoint": "sale", "date": "soon", "amount": -1, "colour": "red"},
        {"touchpoint": "sale", "date": "2026-11-11"},
        {**SALE, "amount": 3},
        {**SALE, "key": "t6", "amount": [1]},
        {**SALE, "key": "t7", "amount": 3},
    )

    errors = answer.get_json()["errors"]
    assert answer.status_code == 422
    assert count(session) == 0
    assert {(one["row"], one.get("field", "")) for one in errors} == {
        (2, "touchpoint"), (3, "date"), (3, "amount"), (3, "colour"), (4, "key"), (5, "key"),
        (6, "amount"), (7, ""),
    }  # fmt: skip
    assert answer.get_json()["detail"].startswith("6 of 7 rows cannot be stored, so none was.")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"x"', 400),
        (b"{}", 400),
        (b'{"transactions": {}}', 400),
        (b'{"transactions": [1]}', 400),
        (b'{"transactions": [{}], "more": 1}', 400),
        (b'{"transactions": []}', 422),
        (b'{"transactions": [{"key": NaN}]}', 400),
        (b'{"transactions": [{"key": "\\ud800"}]}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 200_000, 400),
        (b'{"transactions": [' + b"9" * 5_000 + b"]}", 400),
        (b'{"transactions": [{"key": "a\\u0000", "touchpoint": "sale", "date": "2026-1-1"}]}', 422),
        (b'{"transactions": [{"key": 1e999, "touchpoint": "sale", "date": "2026-11-11"}]}', 422),
        (b'{"transactions": [{"key": "t", "touchpoint": "sale", "date": 1e300}]}', 422),
        (b'{"transactions": [{"\\u0000": 1}]}', 422),
        (b'{"transactions": [{"key": true, "touchpoint": {}, "date": []}]}', 422),
    ],
)  # fmt: skip
def test_mangled_bodies_are_refused_in_words_and_store_nothing(
    erp: Program, session: Session, body: bytes, status: int
) -> None:
    answer = erp.send("/transactions", body)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"]
    assert count(session) == 0


def test_too_many_rows_and_too_large_a_body_are_refused(erp: Program) -> None:
    many = [{**SALE, "key": str(number)} for number in range(LARGEST_BATCH + 1)]

    rows = send(erp, *many)
    body = erp.send("/transactions", b" " * (8 * 1024 * 1024 + 1))

    assert (rows.status_code, body.status_code) == (422, 413)
    assert "1,001 rows; a batch has 1 to 1,000" in rows.get_json()["detail"]


def test_what_is_no_json_and_whoever_wants_none_is_told(erp: Program) -> None:
    body = json.dumps({"transactions": [SALE]}).encode()

    form = erp.send("/transactions", body, "application/x-www-form-urlencoded")
    page = erp.get("/editions", Accept="text/html")

    assert (form.status_code, page.status_code) == (415, 406)
    assert "Content-Type: application/json" in form.get_json()["detail"]


def test_a_whole_batch_is_stored_at_once(erp: Program, session: Session) -> None:
    rows = [{**SALE, "key": f"t{number}"} for number in range(LARGEST_BATCH)]

    assert send(erp, *rows).get_json()["new"] == LARGEST_BATCH
    assert count(session) == LARGEST_BATCH


def test_the_same_batch_from_several_sides_at_once_is_stored_once(
    erp: Program, app: Flask, session: Session
) -> None:
    rows = [{**SALE, "key": f"t{number}"} for number in range(20)]
    together, answers = threading.Barrier(4), []

    def deliver() -> None:
        own = Program(app.test_client(), erp.code)
        together.wait()
        answers.append(send(own, *rows))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [200] * 4
    assert sum(answer.get_json()["new"] for answer in answers) == 20
    assert count(session) == 20


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CHANNEL_PARTNER])
def test_readers_write_nothing(
    app: Flask, session: Session, now: datetime, erp: Program, role: Role
) -> None:
    key = "nordhaus" if role is Role.CHANNEL_PARTNER else None
    reader = make_program(app, session, role, key, now)

    answer = send(reader, SALE)

    assert answer.status_code == 403
    assert count(session) == 0


def test_without_a_programme_one_is_asked_for(app: Flask, session: Session, now: datetime) -> None:
    answer = send(make_program(app, session, Role.ADMINISTRATOR, None, now), SALE)

    assert answer.status_code == 409
    assert "There is no programme yet" in answer.get_json()["detail"]
