"""One database, embedded or PostgreSQL, and the one way to write to it.

Reads use a plain BEGIN, and `reading()` where several statements must see the same moment. Writes
pass through `writing()`, which takes the fair lock and, on SQLite, BEGIN IMMEDIATE: a deferred
transaction that turns into a write can fail half-way.
"""

from __future__ import annotations

import importlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from core.errors import NotSavedError
from core.lock import FairLock

log = logging.getLogger(__name__)

# 3.7.0–3.51.2 can corrupt a WAL database when a reset races a checkpoint.
FIRST_SAFE_WAL = (3, 51, 3)
BUSY_TIMEOUT_MS = 10_000
WRITE_OPTION = "twofold_write"
GLANCE_OPTION = "twofold_glance"
GLANCE_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {GLANCE_OPTION: True},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
SNAPSHOT_OPTIONS: dict[str, dict[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware UTC instants in and out, on databases with and without time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant without a time zone was about to be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table's base: named constraints, so that a migration can speak of them."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime(), str: sa.Text()},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def sqlite_module() -> ModuleType:
    """The SQLite that comes as a wheel where there is one, else Python's own."""
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3


def engine_options(url: str) -> dict[str, Any]:
    """Engine options for a database URL, for Flask-SQLAlchemy and for `sa.create_engine`."""
    # Errors reach the log, and a statement's values are answers, names and addresses.
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        connect_args = {"timeout": BUSY_TIMEOUT_MS / 1000}
        return options | {"module": sqlite_module(), "connect_args": connect_args}
    return options | {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}


def prepare_engine(engine: Engine) -> None:
    """Attach the connection set-up; call once for every engine made."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def journal_mode() -> str:
    """WAL where the linked SQLite is safe for it, else the rollback journal."""
    if sqlite_module().sqlite_version_info >= FIRST_SAFE_WAL:
        return "WAL"
    return "TRUNCATE"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute(f"PRAGMA journal_mode = {journal_mode()}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(GLANCE_OPTION, False):
        writes = options.get(WRITE_OPTION, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_locks: dict[str, FairLock] = {}


def write_lock_of(engine: Engine) -> AbstractContextManager[None]:
    """One fair lock for each SQLite file; PostgreSQL queues writers fairly by itself."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path:
        return nullcontext()
    return _locks.setdefault(path, FairLock(path + ".lock")).held()


@contextmanager
def glancing(engine: Engine) -> Iterator[Connection]:
    """A connection for one single statement that reads: a transaction around it would only cost.

    Two statements may see two moments; use `reading` where that matters.
    """
    with engine.connect() as connection:
        yield connection.execution_options(**GLANCE_OPTIONS[engine.dialect.name])


@contextmanager
def reading(session: Session) -> Iterator[Session]:
    """One read transaction: every statement in it sees the database as it was at the first.

    SQLite's transactions are so anyway; PostgreSQL's see what others commit between two statements
    unless told otherwise. Nothing may be written inside, and no transaction is left open.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made before the read transaction began")
    session.rollback()
    options = SNAPSHOT_OPTIONS.get(session.get_bind().dialect.name, {})
    try:
        session.connection(execution_options=options)
        yield session
    finally:
        session.rollback()


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """One write transaction: committed at the end, rolled back whole on any error.

    Validate before, never wait for anything else inside. Changes made to the session before
    entering are refused, since they would not be under the lock.

    Raises NotSavedError when the database cannot take the write (locked, full, read-only).
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made before the write transaction began")
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    try:
        with _saved_or_told(), write_lock_of(engine):
            session.connection(execution_options={WRITE_OPTION: True})
            yield session
            session.commit()
    except BaseException:
        session.rollback()
        raise


def one_at_a_time(session: Session, *deeds: str) -> None:
    """Wait until no other write transaction is at one of these deeds, and keep others waiting.

    For what is read and then written by what was read. SQLite queues writers by itself;
    PostgreSQL lets them pass each other.
    """
    if session.get_bind().dialect.name == "postgresql":
        for deed in sorted(deeds):  # in one order, so that two never wait for each other
            key = sa.func.hashtextextended(deed, 0)
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


@contextmanager
def writing_core(engine: Engine) -> Iterator[Connection]:
    """One write transaction of plain statements: the same rules, and the lock held for less.

    Raises NotSavedError like `writing`.
    """
    with _saved_or_told(), engine.connect() as connection:
        connection.execution_options(**{WRITE_OPTION: True})
        with write_lock_of(engine), connection.begin():
            yield connection


@contextmanager
def _saved_or_told() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InternalError, OSError) as error:
        if not _is_passing(error):
            raise
        raise NotSavedError(
            "Not saved yet: the database could not take the change. Nothing was lost; "
            "please try again in a moment."
        ) from error


PASSING_SQLITE = ("locked", "busy", "full", "readonly", "disk i/o", "unable to open")


def _is_passing(error: OperationalError | InternalError | OSError) -> bool:
    """Whether trying again can help: not so for a missing table, say."""
    if isinstance(error, OSError):
        return True  # the lock's file: a full or read-only disk, or too many open files
    text = str(error.orig).lower()
    if "sqlite" in type(error.orig).__module__:
        return any(word in text for word in PASSING_SQLITE)
    # A PostgreSQL that became a read-only standby says so as an internal error.
    return isinstance(error, OperationalError) or "read-only" in text
