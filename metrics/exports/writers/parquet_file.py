"""Parquet with real types; labels, units and codes stand in the metadata of each column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from metrics.exports.table import Column, ColumnKind
from metrics.exports.writers.arrow import record_batches
from metrics.exports.written import WrittenTable

TYPES: Mapping[ColumnKind, pa.DataType] = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.CATEGORY: pa.dictionary(pa.int32(), pa.string()),
    ColumnKind.INTEGER: pa.int64(),
    ColumnKind.DECIMAL: pa.float64(),
    ColumnKind.SHARE: pa.float64(),
    ColumnKind.BOOLEAN: pa.bool_(),
    ColumnKind.DAY: pa.date32(),
    ColumnKind.TIME: pa.timestamp("us", tz="UTC"),
}


def write_parquet(table: WrittenTable, file: BinaryIO) -> None:
    """The file's own metadata has the title and the notes."""
    about = {"title": table.table.title, "notes": _json(dict(table.notes))}
    schema = pa.schema([_field(column) for column in table.columns], metadata=about)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in record_batches(table, schema, [None] * len(table.columns)):
            writer.write_batch(batch)


def _field(column: Column) -> pa.Field:
    about = {
        "label": column.label,
        "kind": column.kind.value,
        "unit": column.unit,
        "about": column.about,
        "categories": _json(dict(column.categories)),
    }
    return pa.field(column.name, TYPES[column.kind], metadata=about)


def _json(value: Mapping[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)
