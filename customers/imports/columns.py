"""Match a file's columns with a kind's fields, and say how each cell of a column is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from customers.imports.cells import Rules
from customers.imports.column_maps import ColumnMap
from customers.imports.errors import CellError, ColumnMapError, ColumnsRefusedError, closest
from customers.imports.kinds import Field, ImportKind, Problem

# Columns that a downloaded file of rejected rows carries; read again, they mean nothing.
REJECT_COLUMNS = ("rejected_line", "rejected_column", "rejected_reason")
CACHED_CELLS = 4096


@dataclass(frozen=True)
class Column:
    """Where a field's cells stand, and how one is read; None where a default fills the field."""

    field: Field
    position: int | None
    name: str
    read: Callable[[str], Any]
    default: Any = None


@dataclass(frozen=True)
class Layout:
    columns: tuple[Column, ...]
    unread: tuple[str, ...]
    width: int
    has_key: bool

    @property
    def stated(self) -> frozenset[str]:
        """The row's fields that the file speaks of."""
        return frozenset(
            name for column in self.columns for name in column.field.row_fields if name != "key"
        )

    def in_file_words(self, problem: Problem) -> Problem:
        """A problem that names a field of ours, with the file's name of that column instead."""
        names = {column.field.name: column.name for column in self.columns}
        return replace(problem, column=names.get(problem.column or "", problem.column))


def find_columns(
    kind: ImportKind[Any],
    fields: Sequence[Field],
    header: Sequence[str],
    column_map: ColumnMap,
    rules: Rules,
) -> Layout:
    """Match the header with the kind's fields.

    Our own names always count; other names by the column map. Raises ColumnMapError for a map that
    does not fit the kind, ColumnsRefusedError for columns missing, unknown or there twice.
    """
    _check_map(kind, fields, column_map)
    _check_header(header)
    positions = {name.casefold(): position for position, name in enumerate(header) if name}
    columns: list[Column] = []
    for field in fields:
        theirs = column_map.columns.get(field.name, field.name)
        position = positions.get(theirs.casefold())
        if position is None and field.name in column_map.columns:
            raise ColumnsRefusedError(
                f"The column map reads {field.name} from {theirs!r}, and the file has no such "
                f"column{closest(theirs, header)}. Found: {', '.join(header)}."
            )
        if position is not None or field.name in column_map.defaults:
            columns.append(_column(field, position, theirs, column_map, rules))
    read = {column.position for column in columns}
    unread = tuple(
        name
        for position, name in enumerate(header)
        if position not in read and name and name not in REJECT_COLUMNS
    )
    _refuse_missing(kind, fields, columns, header, unread)
    if not column_map.is_given:
        _refuse_unknown(fields, unread)
    has_key = any(column.field.name == fields[0].name for column in columns)
    return Layout(tuple(columns), unread, len(header), has_key)


def _check_map(kind: ImportKind[Any], fields: Sequence[Field], column_map: ColumnMap) -> None:
    if column_map.kind is not None and column_map.kind != kind.key:
        raise ColumnMapError(
            f"The column map is for {column_map.kind}, the import for {kind.key}. "
            "Choose the map that fits."
        )
    known = [field.name for field in fields]
    for section in ("columns", "values", "defaults"):
        for name in getattr(column_map, section):
            if name not in known:
                raise ColumnMapError(
                    f"[{section}] of the column map names {name!r}, which {kind.title.lower()} do "
                    f"not have{closest(name, known)}. They have: {', '.join(known)}."
                )


def _check_header(header: Sequence[str]) -> None:
    twice = [name for name, count in Counter(filter(None, header)).items() if count > 1]
    if twice:
        raise ColumnsRefusedError(
            f"The column {twice[0]!r} stands twice in the header. Rename or remove one of the two."
        )


def _refuse_missing(
    kind: ImportKind[Any],
    fields: Sequence[Field],
    columns: Sequence[Column],
    header: Sequence[str],
    unread: Sequence[str],
) -> None:
    found = {column.field.name for column in columns}
    missing = [field.name for field in fields if field.is_required and field.name not in found]
    if missing:
        hints = ", ".join(f"{name}{closest(name, unread)}" for name in missing)
        raise ColumnsRefusedError(
            f"{kind.title} need the column {hints}. Found: {', '.join(header) or 'none'}. Rename "
            "it, or say in a column map which column it is."
        )


def _refuse_unknown(fields: Sequence[Field], unread: Sequence[str]) -> None:
    if unread:
        known = [field.name for field in fields]
        hints = ", ".join(f"{name!r}{closest(name, known)}" for name in unread)
        raise ColumnsRefusedError(
            f"Not known here: {hints}. Known columns: {', '.join(known)}. Rename or remove it, or "
            "give a column map: with one, other columns are left unread."
        )


def _column(
    field: Field, position: int | None, name: str, column_map: ColumnMap, rules: Rules
) -> Column:
    words = column_map.values.get(field.name, {})

    # Few of the cells in a column of days, amounts or flags are different.
    @lru_cache(maxsize=CACHED_CELLS)
    def read(cell: str) -> Any:
        return field.read(words.get(cell.casefold(), cell), rules)

    default = None
    if field.name in column_map.defaults:
        try:
            default = read(column_map.defaults[field.name])
        except CellError as error:
            raise ColumnMapError(f"defaults.{field.name} of the column map: {error}.") from None
    return Column(field, position, name, read, default)
