"""Rows as Arrow record batches, so that only one batch of them is held twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import pyarrow as pa

from metrics.exports.table import Value
from metrics.exports.written import WrittenTable

BATCH_ROWS = 20_000

Turn = Callable[[Value], Value]


def record_batches(
    table: WrittenTable, schema: pa.Schema, turns: Sequence[Turn | None]
) -> Iterator[pa.RecordBatch]:
    """The rows in the types of a schema; `turns` change the cells of a column that has one."""
    rows = table.rows()
    while taken := list(islice(rows, BATCH_ROWS)):
        arrays = [
            pa.array([_turned(turn, value) for value in values], field.type)
            for turn, values, field in zip(turns, zip(*taken, strict=True), schema, strict=True)
        ]
        yield pa.record_batch(arrays, schema=schema)


def _turned(turn: Turn | None, value: Value) -> Value:
    return value if turn is None or value is None else turn(value)
