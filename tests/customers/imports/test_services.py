"""The flow: what a file would do, and doing it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.database import writing
from customers.errors import NoProgrammeError
from customers.imports.catalogue import KINDS
from customers.imports.column_maps import NO_MAP, read_column_map
from customers.imports.errors import (
    ColumnMapError,
    ColumnsRefusedError,
    ImportRefusedError,
    NothingToImportError,
    RejectedRowsError,
)
from customers.imports.report import ImportPlan, ImportReport
from customers.imports.services import Source, carry_out, find_kind, plan_import
from customers.models import Contact, Import, Node, Transaction
from tests.factories import make_end_user, make_partner, make_product_line, make_programme

TRANSACTIONS = "key,touchpoint,date,partner,end_user,amount,currency\n"


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)


def plan(
    session: Session, now: datetime, kind: str, text: str, column_map: str | None = None
) -> ImportPlan[Any]:
    source = Source(
        "file.csv",
        text.encode(),
        read_column_map(column_map.encode()) if column_map is not None else NO_MAP,
    )
    return plan_import(session, find_kind(KINDS, kind), source, now)


def run(
    session: Session, now: datetime, kind: str, text: str, column_map: str | None = None
) -> ImportReport:
    planned = plan(session, now, kind, text, column_map)
    with writing(session):
        return carry_out(
            session,
            find_kind(KINDS, kind),
            planned,
            command_line_scope(),
            now,
            leave_out_rejected=True,
        )


def reasons(planned: ImportPlan[Any]) -> list[tuple[int, str | None, str]]:
    return [
        (rejection.line, problem.column, problem.reason)
        for rejection in planned.rejections
        for problem in rejection.problems
    ]


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_preview_writes_nothing(session: Session, now: datetime) -> None:
    planned = plan(session, now, "partners", "key,name\np1,One\np2,Two\n")

    assert planned.report.counts.new == 2
    assert not session.new
    assert session.scalars(sa.select(Node.key).where(Node.kind == "partner")).all() == []


def test_partners_are_stored_in_their_tree(session: Session, now: datetime) -> None:
    text = "key,name,country,region\np1,One,DE,North\np2,Two,DE,\np3,Three,,\n"

    run(session, now, "partners", text)

    parents = {
        node.key: node.parent.key
        for node in session.scalars(sa.select(Node).where(Node.kind == "partner"))
        if node.parent
    }
    assert parents == {"p1": "DE/North", "p2": "DE", "p3": "network"}


def test_the_same_file_twice_changes_nothing(session: Session, now: datetime) -> None:
    make_partner(session, now, "p1")
    text = TRANSACTIONS + "t1,sale,2026-11-10 09:30,p1,,12.50,EUR\nt2,sale,2026-11-11,,,,\n"
    first = run(session, now, "transactions", text)

    second = run(session, now, "transactions", text)

    assert (first.counts.new, second.counts.new, second.counts.changed) == (2, 0, 0)
    assert second.counts.unchanged == 2
    assert second.changes_nothing
    assert (count(session, Transaction), count(session, Import)) == (2, 1)


def test_new_changed_and_unchanged_rows_are_told_apart(session: Session, now: datetime) -> None:
    run(session, now, "product_lines", "key,name\na,Old\nb,Same\n")

    report = run(session, now, "product_lines", "key,name\na,New\nb,Same\nc,Third\n")

    counts = report.counts
    assert (counts.new, counts.changed, counts.unchanged) == (1, 1, 1)


def test_a_column_that_the_file_does_not_have_keeps_what_is_stored(
    session: Session, now: datetime
) -> None:
    make_end_user(session, now, "u1", name="Ada", email="ada@x.example", region="North")

    run(session, now, "end_users", "key,region\nu1,South\n")

    person = session.scalars(sa.select(Contact).where(Contact.key == "u1")).one()
    session.refresh(person)
    assert (person.region, person.email, person.name) == ("South", "ada@x.example", "Ada")


def test_an_empty_cell_of_a_column_that_is_there_clears_the_value(
    session: Session, now: datetime
) -> None:
    make_end_user(session, now, "u1", email="ada@x.example")

    run(session, now, "end_users", "key,email\nu1,\n")

    person = session.scalars(sa.select(Contact).where(Contact.key == "u1")).one()
    session.refresh(person)
    assert person.email is None


def test_a_partner_that_is_not_there_is_stored_as_unknown_and_counted(
    session: Session, now: datetime
) -> None:
    make_partner(session, now, "p1")
    text = TRANSACTIONS + (
        "t1,sale,2026-11-10,p1,,,\nt2,sale,2026-11-10,p9,u9,,\nt3,sale,2026-11-10,,,,\n"
    )

    report = run(session, now, "transactions", text)

    assert report.counts.new == 3
    notes = {note.text.split(":")[0].split(",")[0]: note.count for note in report.notes}
    assert notes == {
        "transactions name no channel partner": 1,
        "transactions name a channel partner that is not there": 1,
        "transactions name an end user that is not there": 1,
    }
    unknown = session.scalars(sa.select(Transaction.key).where(Transaction.partner_id.is_(None)))
    assert sorted(unknown) == ["t2", "t3"]


def test_importing_again_attaches_a_partner_that_came_later(
    session: Session, now: datetime
) -> None:
    text = TRANSACTIONS + "t1,sale,2026-11-10,p1,,,\n"
    run(session, now, "transactions", text)
    make_partner(session, now, "p1")

    report = run(session, now, "transactions", text)

    assert report.counts.changed == 1


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


def test_rejected_rows_stop_the_import_unless_that_is_confirmed(
    session: Session, now: datetime
) -> None:
    text = "key,name\np1,One\np2,\n"
    kind = find_kind(KINDS, "partners")
    planned = plan(session, now, "partners", text)

    with pytest.raises(RejectedRowsError, match="import 1 and leave out 1"), writing(session):
        carry_out(session, kind, planned, command_line_scope(), now)

    assert count(session, Import) == 0
    report = run(session, now, "partners", text)
    assert (report.counts.new, report.rejected_count) == (1, 1)


def test_a_file_of_rejected_rows_only_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(NothingToImportError):
        run(session, now, "partners", "key,name\np1,\n")


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


def test_a_contact_of_a_partner_that_is_not_there_is_rejected(
    session: Session, now: datetime
) -> None:
    make_partner(session, now, "p1")
    text = "key,partner,email\nc1,p1,c1@p1.example\nc2,p2,c2@p2.example\n"

    planned = plan(session, now, "partner_contacts", text)

    assert [row.key for row in planned.rows] == ["c1"]
    assert reasons(planned)[0][:2] == (3, "partner")


def test_an_import_is_noted_with_who_did_it(session: Session, now: datetime) -> None:
    run(session, now, "partners", "key,name\np1,One\n")

    entry = session.scalars(sa.select(Import)).one()
    audit = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.kind, entry.file_name, entry.new_count) == ("partners", "file.csv", 1)
    assert (entry.imported_by, audit.deed) == ("command line", "import")


def test_a_failure_while_writing_leaves_nothing(session: Session, now: datetime) -> None:
    planned = plan(session, now, "partners", "key,name\np1,One\n")
    kind = find_kind(KINDS, "partners")

    def break_off() -> None:
        with writing(session):
            carry_out(session, kind, planned, command_line_scope(), now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    assert (count(session, Import), count(session, Node)) == (0, 1)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="did you mean 'partners'"):
        find_kind(KINDS, "partner")


def test_a_report_survives_being_kept(session: Session, now: datetime) -> None:
    report = plan(session, now, "partners", "key,name\np1,One\np2,\n").report

    assert ImportReport.from_json(report.to_json()) == report


def test_without_a_programme_it_is_said_what_to_do(session: Session, now: datetime) -> None:
    with writing(session):
        session.execute(sa.text("DELETE FROM programmes"))

    with pytest.raises(NoProgrammeError, match="twofold set-up"):
        plan(session, now, "partners", "key,name\np1,One\n")
