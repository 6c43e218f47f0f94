"""Many rows at once, past the unit of work: plain statements on the session's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.database import Base

Value = TypeVar("Value")

# Well under SQLite's limit of 32,766 variables in one statement.
CHUNK = 5_000


def chunked(values: Sequence[Value], size: int = CHUNK) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert mappings of column name to value; every mapping has the same names."""
    if rows:
        session.connection().execute(sa.insert(model), list(rows))


def update_rows(
    session: Session,
    model: type[Base],
    by: InstrumentedAttribute[Any],
    rows: Sequence[Mapping[str, Any]],
    *only: sa.ColumnElement[bool],
) -> None:
    """Update the rows found by the column `by`, which each mapping carries beside the new values.

    `only` narrows the rows further, where `by` alone is not unique.
    """
    if not rows:
        return
    found_by = sa.bindparam("found_by", type_=by.type)
    statement = sa.update(model).where(by == found_by, *only)
    values = [
        {"found_by": row[by.key], **{name: row[name] for name in row if name != by.key}}
        for row in rows
    ]
    session.connection().execute(statement, values)
