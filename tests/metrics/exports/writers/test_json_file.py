from __future__ import annotations

import json
import math

from metrics.exports.formats import Format
from tests.metrics.exports.nasty import (
    content,
    expected,
    nasty_table,
)


def test_json_gives_back_every_value_with_its_columns_and_notes() -> None:
    read = json.loads(content(nasty_table(), Format.JSON))

    rows = read["rows"]
    for name in ("text", "number", "count", "big", "yes", "grade", "quality.speed"):
        assert [row[name] for row in rows] == expected(name), name
    assert rows[1]["answered_at"] == "2026-10-25T00:59:59.123456Z"
    assert rows[1]["day"] == "1899-12-31"
    assert read["columns"][8]["categories"] == {"A": "no warning", "F": "not shown"}
    assert {"about": "Edition", "note": "2026-W45 final, revision 0"} in read["meta"]["notes"]


def test_minus_zero_leaves_as_zero() -> None:
    rows = json.loads(content(nasty_table(), Format.JSON))["rows"]

    assert math.copysign(1, rows[1]["number"]) == 1
