"""An Excel workbook: the table with real types, and a sheet with method and codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from metrics.exports.errors import TooLargeForFormatError
from metrics.exports.table import Column, ColumnKind, Value
from metrics.exports.written import CODEBOOK_HEAD, WrittenTable, codebook, iso

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
LONGEST_TEXT = 32_767
CUT_MARK = " … (cut)"
LONGEST_SHEET_NAME = 31
# Before this day Excel has no dates; they are written as text.
FIRST_DAY = date(1900, 3, 1)
SHEET_OF_NOTES = "Method and codebook"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
NUMBER_FORMATS: Mapping[ColumnKind, str] = {
    ColumnKind.INTEGER: "0",
    ColumnKind.DECIMAL: "0.0###",
    ColumnKind.SHARE: "0.0%",
    ColumnKind.DAY: "yyyy-mm-dd",
    ColumnKind.TIME: "yyyy-mm-dd hh:mm:ss",
}
WIDTHS: Mapping[ColumnKind, int] = {
    ColumnKind.TEXT: 28, ColumnKind.CATEGORY: 18, ColumnKind.TIME: 20,
}  # fmt: skip
USUAL_WIDTH = 12
NOTE_WIDTHS = (28, 48, 12, 18, 48, 20, 48)


def write_workbook(table: WrittenTable, file: BinaryIO) -> None:
    """Raises TooLargeForFormatError for more rows or columns than a sheet has."""
    if len(table.table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise TooLargeForFormatError(
            f"An Excel sheet ends after {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns, and this "
            "table is larger. Take it as CSV or Parquet."
        )
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    workbook.set_properties({"title": table.table.title})
    head = workbook.add_format({"bold": True, "bottom": 1})
    formats = {kind: workbook.add_format({"num_format": f}) for kind, f in NUMBER_FORMATS.items()}
    _write_table(workbook.add_worksheet(sheet_name(table.table.title)), table, head, formats)
    _write_notes(workbook.add_worksheet(SHEET_OF_NOTES), table, head)
    workbook.close()


def sheet_name(title: str) -> str:
    """A name that Excel takes: 31 signs, none of []:*?/\\ and no apostrophe at an end."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)[:LONGEST_SHEET_NAME].strip(" '")
    is_taken = plain.casefold() in ("", "history", SHEET_OF_NOTES.casefold())
    return "Data" if is_taken else plain


def _write_table(
    sheet: Worksheet, table: WrittenTable, head: Any, formats: Mapping[ColumnKind, Any]
) -> None:
    kinds = [column.kind for column in table.columns]
    for place, kind in enumerate(kinds):
        sheet.set_column(place, place, WIDTHS.get(kind, USUAL_WIDTH), formats.get(kind))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.table.rows)), len(kinds) - 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _fitting(_title(column)), head)
    cells = [CELLS[kind] for kind in kinds]
    styles = [formats.get(kind) for kind in kinds]
    for number, row in enumerate(table.rows(), start=1):
        for place, value in enumerate(row):
            if value is not None:
                cells[place](sheet, number, place, value, styles[place])


def _title(column: Column) -> str:
    """A cell of Excel knows no zone: the head says it."""
    return f"{column.name} (UTC)" if column.kind is ColumnKind.TIME else column.name


def _write_notes(sheet: Worksheet, table: WrittenTable, head: Any) -> None:
    for place, width in enumerate(NOTE_WIDTHS):
        sheet.set_column(place, place, width)
    lines: list[tuple[Iterable[str], Any]] = [(("About", "Note"), head)]
    lines += [(note, None) for note in table.notes]
    lines += [((), None), (CODEBOOK_HEAD, head)]
    lines += [(row, None) for row in codebook(table.columns)]
    for number, (texts, style) in enumerate(lines):
        for place, text in enumerate(texts):
            sheet.write_string(number, place, _fitting(text), style)


def _fitting(text: str) -> str:
    """A cell holds 32,767 signs; a longer text is cut and says so."""
    if _length(text) <= LONGEST_TEXT:
        return text
    room = 2 * (LONGEST_TEXT - len(CUT_MARK))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT_MARK


def _length(text: str) -> int:
    """As Excel counts: a sign beyond the first 65,536 counts twice."""
    return len(text) if len(text) <= LONGEST_TEXT // 2 else len(text.encode("utf-16-le")) // 2


def _write_text(sheet: Worksheet, row: int, place: int, value: Value, style: Any) -> None:
    sheet.write_string(row, place, _fitting(str(value)), style)


def _write_number(sheet: Worksheet, row: int, place: int, value: Value, style: Any) -> None:
    sheet.write_number(row, place, value, style)


def _write_boolean(sheet: Worksheet, row: int, place: int, value: Value, style: Any) -> None:
    sheet.write_boolean(row, place, value, style)


def _write_moment(sheet: Worksheet, row: int, place: int, value: Value, style: Any) -> None:
    assert isinstance(value, date)
    day = value.date() if isinstance(value, datetime) else value
    if day < FIRST_DAY:
        sheet.write_string(row, place, iso(value))
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), style)
    else:
        sheet.write_datetime(row, place, value, style)


CELLS: Mapping[ColumnKind, Callable[[Worksheet, int, int, Value, Any], None]] = {
    ColumnKind.TEXT: _write_text,
    ColumnKind.CATEGORY: _write_text,
    ColumnKind.INTEGER: _write_number,
    ColumnKind.DECIMAL: _write_number,
    ColumnKind.SHARE: _write_number,
    ColumnKind.BOOLEAN: _write_boolean,
    ColumnKind.DAY: _write_moment,
    ColumnKind.TIME: _write_moment,
}
