"""Whether the service works: its database, its migrations, its jobs."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from core.database import db, journal_mode, sqlite_module
from core.errors import TwofoldError
from core.jobs.queries import JobState, job_states
from core.schema import pending_migrations

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    is_well: bool
    text: str


def examine(app: Flask) -> Health:
    """Look at everything once; never raises, since it is asked when something is wrong."""
    with app.app_context():
        try:
            lines = _lines(db.engine)
        except (SQLAlchemyError, TwofoldError, OSError):
            log.exception("the health page found the database out of reach")
            return Health(False, "not well\ndatabase: not reachable; see the log\n")
    is_well = "migrations: up to date" in lines
    return Health(is_well, "\n".join(("ok" if is_well else "not well", *lines)) + "\n")


def _lines(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        connection.execute(sa.select(sa.literal(1)))
    pending = pending_migrations(engine)
    if pending:
        return [_database_line(engine), f"migrations: {len(pending)} pending; run twofold migrate"]
    states = job_states(db.session())
    return [_database_line(engine), "migrations: up to date", *map(_job_line, states)]


def _database_line(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return f"database: SQLite {sqlite_module().sqlite_version}, journal {journal_mode()}"
    return f"database: {engine.dialect.name}"


def _job_line(state: JobState) -> str:
    done = (
        f"last done {state.last_done_at:%Y-%m-%d %H:%M} UTC" if state.last_done_at else "never done"
    )
    overdue = f", {state.overdue_count} taken up and not finished" if state.overdue_count else ""
    return f"job {state.job}: {done}{overdue}"
