"""Many rows as plain frozen records, without the unit of work and without its cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlalchemy.orm import Session

Record = TypeVar("Record")


def names_of(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass, which are the columns of its query, in their order."""
    return tuple(kind.__dataclass_fields__)


def record_of(kind: type[Record], names: Sequence[str], row: Sequence[Any]) -> Record:
    """As `kind(*row)`; a frozen dataclass sets each field by a call of its own."""
    record = object.__new__(kind)
    vars(record).update(zip(names, row, strict=False))
    return record


def read_records(
    session: Session, kind: type[Record], query: Executable, **parameters: Any
) -> list[Record]:
    """What a query of the columns of `names_of(kind)` finds."""
    session.flush()
    names, rows = names_of(kind), session.connection().execute(query, parameters).all()
    return [record_of(kind, names, row) for row in rows]
