"""JSON: what the table is, its columns, and its rows as objects."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from metrics.exports.table import Value
from metrics.exports.written import WrittenTable, iso


def write_json(table: WrittenTable, file: BinaryIO) -> None:
    """`{"meta": …, "columns": […], "rows": [{…}, …]}`, a line for each row."""
    names = [column.name for column in table.columns]
    meta = {
        "name": table.table.name,
        "title": table.table.title,
        "row_count": len(table.table.rows),
        "notes": [{"about": about, "note": note} for about, note in table.notes],
    }
    columns = [asdict(column) for column in table.columns]
    file.write(f'{{"meta":{_json(meta)},\n"columns":{_json(columns)},\n"rows":['.encode())
    for place, row in enumerate(table.rows()):
        cells = dict(zip(names, map(_cell, row), strict=True))
        file.write(f"{',' if place else ''}\n{_json(cells)}".encode())
    file.write(b"\n]}\n")


def _cell(value: Value) -> Value:
    return iso(value) if isinstance(value, date) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
