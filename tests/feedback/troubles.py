"""Databases that can only be read, or that are full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.database import db

READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET default_transaction_read_only = on",
}


@contextmanager
def every_connection(app: Flask, statement_for: Callable[[Engine], str]) -> Iterator[None]:
    """Run a statement on every connection that the application takes, until left."""
    with app.app_context():
        engine = db.engine

    def prepare(connection: Any, _record: object, _proxy: object) -> None:
        connection.cursor().execute(statement_for(engine))
        connection.commit()

    event.listen(engine, "checkout", prepare)
    try:
        yield
    finally:
        event.remove(engine, "checkout", prepare)
        engine.dispose()
