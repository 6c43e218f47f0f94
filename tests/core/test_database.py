from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, StatementError
from sqlalchemy.orm import Session

from core.database import (
    FIRST_SAFE_WAL,
    glancing,
    journal_mode,
    reading,
    sqlite_module,
    writing,
)
from core.errors import NotSavedError
from core.jobs.models import JobRun
from tests.databases import make_engine

NEW_YORK = timezone(timedelta(hours=-5))


def run(slot: str, at: datetime, job: str = "test") -> JobRun:
    return JobRun(job=job, slot=slot, claimed_at=at, lease_until_at=at)


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(JobRun)) or 0


def test_what_is_written_is_there_for_everybody(engine: Engine, now: datetime) -> None:
    with Session(engine) as session, writing(session):
        session.add(run("one", now))

    with Session(engine) as other:
        assert count(other) == 1


def test_an_error_leaves_nothing_behind(session: Session, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(session, now)

    assert count(session) == 0


def _write_and_fail(session: Session, now: datetime) -> None:
    with writing(session):
        session.add(run("one", now))
        session.flush()
        _ = 1 / 0


def test_a_constraint_that_is_broken_is_told_apart_from_a_busy_database(
    session: Session, now: datetime
) -> None:
    with pytest.raises(IntegrityError), writing(session):
        session.add_all([run("one", now), run("one", now)])

    assert count(session) == 0


def test_a_mistake_in_a_statement_is_not_called_passing(session: Session) -> None:
    with pytest.raises((OperationalError, ProgrammingError)), writing(session):
        session.execute(sa.text("INSERT INTO no_such_table VALUES (1)"))


def test_changes_from_before_the_transaction_are_refused(session: Session, now: datetime) -> None:
    session.add(run("one", now))

    with pytest.raises(RuntimeError, match="before the write transaction"), writing(session):
        pass


def test_a_read_before_it_does_not_hinder_a_write(session: Session, now: datetime) -> None:
    assert count(session) == 0

    with writing(session):
        session.add(run("one", now))

    assert count(session) == 1


def test_a_glance_sees_what_is_stored_and_opens_no_transaction(
    engine: Engine, session: Session, now: datetime
) -> None:
    with writing(session):
        session.add(run("one", now))
    begun: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        begun.append(statement.split(maxsplit=1)[0])

    with glancing(engine) as connection:
        seen = connection.scalars(sa.select(JobRun.slot)).all()
    with Session(engine) as other, writing(other):
        other.add(run("two", now))

    assert seen == ["one"]
    assert begun[0] == "SELECT"
    assert count(session) == 2


def test_after_a_glance_the_same_connection_takes_part_in_transactions(
    engine: Engine, now: datetime
) -> None:
    with glancing(engine) as connection:
        connection.scalars(sa.select(JobRun.slot)).all()

    with Session(engine) as session:
        with pytest.raises(ZeroDivisionError):
            _write_and_fail(session, now)

        assert count(session) == 0


def test_a_reading_sees_one_moment_whatever_is_written_meanwhile(
    engine: Engine, session: Session, now: datetime
) -> None:
    slots = sa.select(JobRun.slot)

    with reading(session):
        before = session.scalars(slots).all()
        with Session(engine) as other, writing(other):
            other.add(run("one", now))
        after = session.scalars(slots).all()

    assert (before, after) == ([], [])
    assert session.scalars(slots).all() == ["one"]


def test_after_a_reading_the_same_session_can_write(session: Session, now: datetime) -> None:
    with reading(session):
        session.scalars(sa.select(JobRun.slot)).all()

    with writing(session):
        session.add(run("one", now))

    assert count(session) == 1


def test_a_reading_does_not_carry_changes_made_before_it(session: Session, now: datetime) -> None:
    session.add(run("one", now))

    with pytest.raises(RuntimeError, match="before the read transaction"), reading(session):
        pass


def test_many_writers_at_once_all_get_their_turn(engine: Engine, now: datetime) -> None:
    def write(number: int) -> None:
        with Session(engine) as session:
            for part in range(5):
                with writing(session):
                    session.add(run(f"{number}-{part}", now))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    with Session(engine) as session:
        assert count(session) == 40


def test_a_full_or_locked_database_says_that_nothing_was_saved(
    tmp_path: Path, now: datetime
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'small.sqlite'}")
    with engine.begin() as connection:
        JobRun.__table__.create(connection)  # type: ignore[attr-defined]
    with Session(engine) as session:
        pages = session.scalar(sa.text("PRAGMA page_count"))
        session.execute(sa.text(f"PRAGMA max_page_count = {pages}"))

        with pytest.raises(NotSavedError, match="try again"), writing(session):
            session.add_all(run(str(number), now, job="x" * 500) for number in range(100))

        assert count(session) == 0
    engine.dispose()


def test_an_instant_comes_back_as_the_same_instant_in_utc(session: Session) -> None:
    at = datetime(2026, 11, 16, 4, 0, 0, 123456, tzinfo=NEW_YORK)

    with writing(session):
        session.add(run("one", at))
    session.expire_all()

    stored = session.scalars(sa.select(JobRun.claimed_at)).one()
    assert stored == at
    assert stored.tzinfo is UTC


def test_an_instant_without_a_zone_is_never_stored(session: Session) -> None:
    with pytest.raises(StatementError, match="without a time zone"), writing(session):
        session.add(run("one", datetime(2026, 11, 16)))  # noqa: DTZ001 - to be refused


def test_instants_compare_across_zones_in_the_database(session: Session) -> None:
    at = datetime(2026, 11, 16, 4, 0, tzinfo=NEW_YORK)
    with writing(session):
        session.add(run("one", at))

    def found(since: datetime) -> int:
        return len(session.scalars(sa.select(JobRun).where(JobRun.claimed_at >= since)).all())

    assert found(datetime(2026, 11, 16, 9, 0, tzinfo=UTC)) == 1
    assert found(datetime(2026, 11, 16, 9, 1, tzinfo=UTC)) == 0


def test_an_embedded_database_is_durable_and_watches_its_references(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")

    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()

    assert found == {"journal_mode": journal_mode().lower(), "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 51, 2), "TRUNCATE"),
        (FIRST_SAFE_WAL, "WAL"),
        ((3, 53, 4), "WAL"),
        ((3, 6, 9), "TRUNCATE"),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_safe(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], mode: str
) -> None:
    monkeypatch.setattr(sqlite_module(), "sqlite_version_info", version)

    assert journal_mode() == mode
