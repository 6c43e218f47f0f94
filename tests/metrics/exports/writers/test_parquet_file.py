from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from metrics.exports.formats import Format
from tests.metrics.exports.nasty import (
    LONG_NAME,
    expected,
    nasty_table,
    saved,
)

EXACT = ("text", "number", "share", "count", "big", "yes", "day", "answered_at", "grade",
         "quality.speed", LONG_NAME)  # fmt: skip


def test_parquet_gives_back_every_value_and_type(tmp_path: Path) -> None:
    read = pq.read_table(saved(nasty_table(), Format.PARQUET, tmp_path))

    for name in EXACT:
        assert read.column(name).to_pylist() == expected(name), name
    assert read.schema.field("grade").type == pa.dictionary(pa.int32(), pa.string())
    assert read.schema.field("answered_at").type == pa.timestamp("us", tz="UTC")


def test_parquet_carries_labels_units_codes_and_notes(tmp_path: Path) -> None:
    schema = pq.read_schema(saved(nasty_table(), Format.PARQUET, tmp_path))

    number, grade = schema.field("number").metadata, schema.field("grade").metadata
    assert (number[b"label"], number[b"unit"]) == (b"A number", b"points")
    assert json.loads(grade[b"categories"])["F"] == "not shown"
    assert json.loads(schema.metadata[b"notes"])["Edition"] == "2026-W45 final, revision 0"
