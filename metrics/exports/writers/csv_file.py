"""CSV as RFC 4180 has it, in UTF-8 with the mark by which Excel knows it.

Text stands in quotation marks and nothing else does, so that an empty text and a missing value
differ. Text that a spreadsheet would take for a formula has an apostrophe before it, and so has
text that begins with one: whoever takes one apostrophe from the start of a text has it back.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from typing import IO, BinaryIO

from metrics.exports.table import Column, ColumnKind, Value
from metrics.exports.written import CODEBOOK_HEAD, WrittenTable, codebook, iso

ENCODING = "utf-8-sig"
# With their full-width forms, which some spreadsheets take for the same.
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
APOSTROPHE = "'"


def write_csv(table: WrittenTable, file: BinaryIO) -> None:
    """The table alone: one head line of names, then the rows."""
    _write(table.columns, table.rows(), file)


def write_csv_with_notes(table: WrittenTable, file: BinaryIO) -> None:
    """A zip archive of three files: the table, its codebook, and what a reader needs to know."""
    texts = {
        "codebook": (CODEBOOK_HEAD, codebook(table.columns)),
        "notes": (("about", "note"), table.notes),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(f"{table.table.name}.csv", "w", force_zip64=True) as part:
            _write(table.columns, table.rows(), part)
        for name, (head, rows) in texts.items():
            with archive.open(f"{table.table.name}-{name}.csv", "w") as part:
                _write([Column(title, title) for title in head], rows, part)


def defused(text: str) -> str:
    """The text so that no spreadsheet computes it; `restored` takes it back."""
    return APOSTROPHE + text if text.startswith((APOSTROPHE, *STARTS_A_FORMULA)) else text


def restored(text: str) -> str:
    return text.removeprefix(APOSTROPHE)


def _write(columns: Sequence[Column], rows: Iterable[Sequence[Value]], file: IO[bytes]) -> None:
    text = TextIOWrapper(file, encoding=ENCODING, newline="")
    text.writelines(_lines(columns, rows))
    text.detach()


def _lines(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    write = [CELLS[column.kind] for column in columns]
    yield ",".join(_quoted(column.name) for column in columns) + "\r\n"
    for row in rows:
        cells = zip(write, row, strict=True)
        yield ",".join("" if value is None else cell(value) for cell, value in cells) + "\r\n"


def _quoted(value: Value) -> str:
    return '"' + defused(str(value)).replace('"', '""') + '"'


def _moment(value: Value) -> str:
    assert isinstance(value, date)
    return iso(value)


def _boolean(value: Value) -> str:
    return "true" if value else "false"


CELLS: Mapping[ColumnKind, Callable[[Value], str]] = {
    ColumnKind.TEXT: _quoted,
    ColumnKind.CATEGORY: _quoted,
    ColumnKind.INTEGER: str,
    ColumnKind.DECIMAL: repr,
    ColumnKind.SHARE: repr,
    ColumnKind.BOOLEAN: _boolean,
    ColumnKind.DAY: _moment,
    ColumnKind.TIME: _moment,
}
