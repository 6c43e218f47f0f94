"""What all measuring shares: rows of an edition, groups of rows, and shares of what there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import Base

DIGITS = 6
UNNEEDED = ("id", "set_at")
Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Base)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Demo:
    """A loaded demo's newest final, and how many places each level has."""

    session: Session
    edition_id: int
    places: dict[str, int]
    week_count: int


def rows_of(demo: Demo, table: type[Stored]) -> Sequence[Stored]:
    """The edition's rows of a table."""
    columns: Any = table
    chosen = sa.select(table).where(columns.edition_id == demo.edition_id).order_by(columns.id)
    return demo.session.scalars(chosen).all()


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def share(count: int, of: int) -> float:
    """At most 1."""
    return round(min(1.0, count / of), DIGITS)


def shares_of(values: Sequence[str]) -> dict[str, float]:
    """How often each value stands among all."""
    return {value: share(count, len(values)) for value, count in Counter(values).items()}


def plain(rows: Sequence[Base]) -> list[dict[str, Any]]:
    """Rows as they stand, without what an edition gives them anew."""
    names = [c.name for c in sa.inspect(type(rows[0])).columns if not c.name.endswith(UNNEEDED)]
    return [{name: getattr(row, name) for name in names} for row in rows]


def samples(
    rows: Sequence[Stored], variant: Callable[[Stored], Hashable], of: int
) -> list[dict[str, Any]]:
    """Of each variant one row in full, and how often there is one in `of` possible places."""
    return [
        {"sample": plain(some[:1])[0], "share": share(len(some), of)}
        for some in grouped(rows, variant).values()
    ]
