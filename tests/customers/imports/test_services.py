"""The flow: what a file would do, and doing it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.database import Base, writing
from customers.errors import NoProgrammeError
from customers.imports.catalogue import KINDS
from customers.imports.errors import (
    ImportRefusedError,
    NothingToImportError,
    RejectedRowsError,
)
from customers.imports.report import ImportPlan, ImportReport
from customers.imports.services import carry_out, find_kind
from customers.models import Contact, Import, Node, Transaction
from tests.customers.imports.flow import TRANSACTIONS, plan, run
from tests.factories import make_end_user, make_partner, make_programme


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)


def count(session: Session, model: type[Base]) -> int:
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


def test_what_the_database_refuses_is_said_by_the_column_of_the_file(
    session: Session, now: datetime
) -> None:
    column_map = '[columns]\nkey = "Nr"\npartner = "Händler"\n'

    planned = plan(session, now, "partner_contacts", "Nr;Händler\n1;p9\n", column_map)

    assert [line.column for line in planned.report.rejected_lines] == ["Händler"]


def test_a_reason_that_returns_on_every_line_does_not_hide_the_others(
    session: Session, now: datetime
) -> None:
    rows = "".join(f"t{number},fair,2018-05-14\n" for number in range(60))

    planned = plan(session, now, "transactions", f"key,touchpoint,date\n{rows}t99,sale,never\n")

    assert planned.report.rejected_count == 61
    assert [line.line for line in planned.report.rejected_lines] == [2, 3, 4, 62]


def test_a_file_of_rejected_rows_only_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(NothingToImportError):
        run(session, now, "partners", "key,name\np1,\n")


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


def test_the_same_file_imported_twice_at_once_is_stored_once(
    engine: Engine, session: Session, now: datetime
) -> None:
    kind, text = find_kind(KINDS, "partners"), "key,name\np1,One\np2,Two\n"
    plans = [plan(session, now, "partners", text) for _ in range(2)]
    session.rollback()
    meeting = Barrier(2)

    def carry_out_own(planned: ImportPlan[Any]) -> ImportReport:
        with Session(engine) as own, writing(own):
            with suppress(BrokenBarrierError):
                meeting.wait(timeout=1)
            return carry_out(own, kind, planned, command_line_scope(), now)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(carry_out_own, plans))

    assert sorted(report.counts.new for report in reports) == [0, 2]
    assert count(session, Node) == 3  # the network and its two partners
