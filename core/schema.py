"""The database's tables: bring them up to date, and tell whether they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from core.database import WRITE_OPTION, write_lock_of
from core.errors import SchemaError

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
# Any number will do, as long as it stays: every starting process asks PostgreSQL for this lock.
ADVISORY_LOCK = 7_204_118_001


def upgrade_database(engine: Engine) -> tuple[str, ...]:
    """Run the pending migrations, all or none; returns their revisions.

    Processes that start together wait for each other. Raises SchemaError when the database is
    newer than this program or when a migration left a row that points nowhere.
    """
    with _alone(engine) as connection:
        pending = _pending(connection)
        if pending:
            command.upgrade(config_over(connection), "head")
            _check_references(connection)
        return pending


def pending_migrations(engine: Engine) -> tuple[str, ...]:
    """The revisions still to run, oldest first. Raises SchemaError for a newer database."""
    with engine.connect() as connection:
        return _pending(connection)


def require_current_tables(engine: Engine) -> None:
    """Make the tables of an empty database; raises SchemaError for one that is behind.

    A database in use is brought up to date by `twofold migrate` or a start of the server only, when
    somebody means it: an older server may still be answering from it.
    """
    pending = pending_migrations(engine)
    if not pending:
        return
    if pending[0] != _known_revisions()[-1]:
        raise SchemaError(
            f"The database is {len(pending)} migration(s) behind. Back it up, then run: "
            "twofold migrate"
        )
    upgrade_database(engine)


def config_over(connection: Connection) -> Config:
    """Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _pending(connection: Connection) -> tuple[str, ...]:
    known = _known_revisions()
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise SchemaError(
            f"The database is at migration {current}, which this version of Twofold does not "
            "have. Start the newer version that wrote it, or restore a backup."
        )
    newer = known if current is None else known[: known.index(current)]
    return tuple(reversed(newer))


def _known_revisions() -> list[str]:
    """Newest first."""
    return [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One connection, one transaction, nobody else migrating.

    SQLite can only alter a table by rebuilding it, and refuses that while it watches foreign keys;
    the switch has no effect inside a transaction, so it is thrown before.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with write_lock_of(engine), engine.connect() as connection:
        connection.execution_options(**{WRITE_OPTION: True})
        if is_sqlite:
            _watch_references(connection, on=False)
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_LOCK)))
                yield connection
        finally:
            if is_sqlite:
                _watch_references(connection, on=True)


def _watch_references(connection: Connection, *, on: bool) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.cursor().execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost:
        raise SchemaError(
            f"A migration would leave {len(lost)} rows pointing nowhere (first: table "
            f"{lost[0][0]}). Nothing was changed; please report this with the version you run."
        )
