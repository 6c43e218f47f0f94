"""What every format has in common: the cells of a table, settled once and one row at a time.

A number that is none, or endless, is missing; minus zero is zero; an instant is in UTC. A column of
whole numbers in which one has more than 15 digits leaves as text, since spreadsheets, SPSS and
JavaScript would round it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from numbers import Integral, Real

from metrics.exports.table import Column, ColumnKind, ExportTable, Value

LARGEST_EXACT = 10**15 - 1


@dataclass(frozen=True)
class WrittenTable:
    """A table on its way into a file; `columns` have the kinds that are written."""

    table: ExportTable
    columns: tuple[Column, ...]

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("Table", self.table.title), *self.table.notes)

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The settled cells, row by row; raises TypeError for one that its column cannot hold."""
        settle = [SETTLED[column.kind] for column in self.columns]
        for row in self.table.rows:
            yield tuple(
                None if value is None else turn(value)
                for turn, value in zip(settle, row, strict=True)
            )


def written(table: ExportTable) -> WrittenTable:
    """Raises ValueError for a table without columns or with two of one name."""
    names = [column.name for column in table.columns]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"the table {table.name!r} needs columns, each with a name of its own")
    columns = tuple(
        replace(column, kind=ColumnKind.TEXT) if _is_too_long(table, place) else column
        for place, column in enumerate(table.columns)
    )
    return WrittenTable(table, columns)


def codebook(columns: Sequence[Column]) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """Name, label, kind, unit, about, code and its words: a row for each column and each code."""
    for column in columns:
        said = (column.name, column.label, column.kind.value, column.unit, column.about)
        yield (*said, "", "")
        for code, words in column.categories.items():
            yield (*said[:3], "", "", code, words)


CODEBOOK_HEAD = ("column", "label", "kind", "unit", "about", "code", "meaning")


def cut(text: str, most_bytes: int) -> str:
    """The text in at most so many bytes of UTF-8, never in the middle of a sign."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def _is_too_long(table: ExportTable, place: int) -> bool:
    if table.columns[place].kind is not ColumnKind.INTEGER:
        return False
    values = (row[place] for row in table.rows)
    return any(isinstance(value, Integral) and abs(value) > LARGEST_EXACT for value in values)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else str(value)


def _integer(value: Value) -> int:
    if not isinstance(value, Integral):
        raise TypeError(f"{value!r} is no whole number")
    return int(value)


def _decimal(value: Value) -> float | None:
    if not isinstance(value, Real):
        raise TypeError(f"{value!r} is no number")
    return float(value) + 0.0 if math.isfinite(value) else None


def _boolean(value: Value) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _day(value: Value) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{value!r} is no day")
    return value


def _time(value: Value) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"{value!r} is no time with a zone")
    return value.astimezone(UTC)


SETTLED: Mapping[ColumnKind, Callable[[Value], Value]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.CATEGORY: _text,
    ColumnKind.INTEGER: _integer,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.SHARE: _decimal,
    ColumnKind.BOOLEAN: _boolean,
    ColumnKind.DAY: _day,
    ColumnKind.TIME: _time,
}


def iso(value: date | datetime) -> str:
    """2026-11-16, or 2026-11-16T09:00:00Z."""
    return value.isoformat().replace("+00:00", "Z")
