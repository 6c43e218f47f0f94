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


def group_rows(*codes: Ints) -> tuple[Ints, Ints]:
    """Distinct rows of several code arrays: (first row of each group, group of each row)."""
    size = len(codes[0])
    combined = np.zeros(size, dtype=np.int64)
    for column in codes:
        _, dense = np.unique(column, return_inverse=True)
        width = int(dense.max()) + 1 if size else 1
        _, combined = np.unique(combined * width + dense, return_inverse=True)
    _, first, group = np.unique(combined, return_index=True, return_inverse=True)
    return first.astype(np.int64), group.astype(np.int64)


def rows_table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as a table, in the order given; none make an empty one."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
