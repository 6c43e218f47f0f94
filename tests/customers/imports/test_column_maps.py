from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from customers.imports.column_maps import NO_MAP, read_column_map
from customers.imports.errors import ColumnMapError

FULL = """
kind = "transactions"
empty = ["NULL"]
[columns]
key = "order_id"
[values.is_late]
"Ja " = true
[defaults]
touchpoint = "delivery"
[dates]
formats = ["%d/%m/%Y"]
time_zone = "America/Sao_Paulo"
[numbers]
decimal = ","
[file]
delimiter = ";"
encoding = "cp1252"
"""


def test_a_column_map_is_read() -> None:
    column_map = read_column_map(FULL.encode("utf-8-sig"))

    assert column_map.kind == "transactions"
    assert column_map.empty == {"NULL"}
    assert column_map.columns == {"key": "order_id"}
    assert column_map.values == {"is_late": {"ja": "true"}}
    assert column_map.defaults == {"touchpoint": "delivery"}
    assert column_map.date_formats == ("%d/%m/%Y",)
    assert column_map.zone == ZoneInfo("America/Sao_Paulo")
    assert (column_map.decimal, column_map.delimiter, column_map.encoding) == (",", ";", "cp1252")
    assert column_map.is_given
    assert not NO_MAP.is_given


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("[columns", "not valid TOML", id="broken"),
        pytest.param("[colums]\nkey = 'a'", "did you mean 'columns'", id="a misspelt section"),
        pytest.param("columns = 'key'", r"write \[columns\]", id="no section"),
        pytest.param("[columns]\nkey = ['a']", "columns.key", id="a list for a name"),
        pytest.param("[dates]\nformat = ['%d']", "did you mean 'formats'", id="a misspelt entry"),
        pytest.param("[dates]\nformats = ['%H:%M']", "no full date", id="a format without a day"),
        pytest.param("[dates]\nformats = 'x'", "must be a list", id="no list"),
        pytest.param("[dates]\ntime_zone = 'Berlin'", "America/Sao_Paulo", id="no zone"),
        pytest.param("[numbers]\ndecimal = ';'", "Use one of", id="no decimal mark"),
        pytest.param("a=" + "[\n" * 5_000, "brackets within brackets", id="nested without end"),
        pytest.param(".".join("a" * 600) + " = 1", "more than 1,000 bytes", id="an endless name"),
        pytest.param("[defaults]\ndate = 2026-01-01", "quotation marks", id="a bare date"),
    ],
)
def test_a_map_that_cannot_be_used_says_which_entry(text: str, words: str) -> None:
    with pytest.raises(ColumnMapError, match=words):
        read_column_map(text.encode())


def test_a_map_in_another_encoding_is_refused() -> None:
    with pytest.raises(ColumnMapError, match="not UTF-8"):
        read_column_map("[columns]\nkey = 'größe'".encode("latin-1"))


def test_a_data_file_given_as_a_map_is_recognised() -> None:
    with pytest.raises(ColumnMapError, match="Is it the data file"):
        read_column_map(b"x" * 300_000)
