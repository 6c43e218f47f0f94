"""Arrow columns as the arrays the statistics work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """A column of strings as codes into sorted levels."""

    codes: Ints
    levels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, mask: Bools) -> Coded:
        return Coded(self.codes[mask], self.levels)

    def recoded(self, levels: Sequence[str]) -> Ints:
        """Codes into other levels; every level in use must be among them."""
        place = {level: code for code, level in enumerate(levels)}
        return np.array([place.get(level, -1) for level in self.levels], dtype=np.int64)[self.codes]

    def mapped(self, names: dict[str, str]) -> Coded:
        """Each level replaced by `names[level]` (itself where not named), levels sorted again."""
        return coded([names.get(level, level) for level in self.levels]).taken(self.codes)

    def taken(self, places: Ints) -> Coded:
        return Coded(self.codes[places], self.levels)


def coded(values: Sequence[str]) -> Coded:
    levels = tuple(sorted(set(values)))
    place = {level: code for code, level in enumerate(levels)}
    return Coded(np.array([place[value] for value in values], dtype=np.int64), levels)


def strings(table: pa.Table, name: str) -> Coded:
    """A string column; null becomes the empty string."""
    column = table.column(name).fill_null("").combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
    encoded = column.dictionary_encode()
    raw = tuple(encoded.dictionary.to_pylist())
    return coded(raw).taken(np.asarray(encoded.indices, dtype=np.int64)) if raw else _no_strings()


def _no_strings() -> Coded:
    return Coded(np.zeros(0, dtype=np.int64), ())


def integers(table: pa.Table, name: str, null: int = 0) -> Ints:
    column = table.column(name)
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    return np.asarray(column.fill_null(null).to_numpy(zero_copy_only=False), dtype=np.int64)


def floats(table: pa.Table, name: str) -> Floats:
    """A number column; null becomes NaN."""
    column = table.column(name).cast(pa.float64())
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def flags(table: pa.Table, name: str) -> Bools:
    """A true/false column; null becomes false."""
    column = table.column(name).fill_null(fill_value=False)
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.bool_)


# Beyond it a number made of several codes would no longer fit 64 bits.
LARGEST_CODE = 1 << 62


def group_rows(*codes: Ints) -> tuple[Ints, Ints]:
    """Distinct rows of several code arrays: (first row of each group, group of each row).

    Groups are in the order of their codes, the first array first.
    """
    combined, width = np.zeros(len(codes[0]), dtype=np.int64), 1
    for column in codes:
        digits, own = _digits(column)
        if width * own > LARGEST_CODE:
            combined, width = _dense(combined)
            digits, own = _dense(column)
        combined, width = combined * own + digits, width * own
    _, first, group = np.unique(combined, return_index=True, return_inverse=True)
    return first.astype(np.int64), group.astype(np.int64)


def _digits(column: Ints) -> tuple[Ints, int]:
    """Codes from 0, and how many there can be: a digit of a number, and its base."""
    if not len(column):
        return column, 1
    lowest, highest = int(column.min()), int(column.max())
    width = highest - lowest + 1
    return (column - lowest, width) if width <= LARGEST_CODE else _dense(column)


def _dense(column: Ints) -> tuple[Ints, int]:
    levels, place = np.unique(column, return_inverse=True)
    return place.astype(np.int64), max(1, len(levels))


def rows_table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as a table, in the order given; none make an empty one."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
