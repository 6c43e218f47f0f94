from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from metrics.exports.errors import TooLargeForFormatError
from metrics.exports.formats import Format, write
from metrics.exports.table import Column, ExportTable
from metrics.exports.writers import workbook
from metrics.exports.writers.workbook import sheet_name
from tests.metrics.exports.nasty import (
    LONG_NAME,
    TEXTS,
    content,
    expected,
    nasty_table,
)


def read_workbook(table: ExportTable) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content(table, Format.EXCEL)))


def columns_of(sheet: Any) -> dict[str, list[Any]]:
    rows = list(sheet.iter_rows(values_only=True))
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}


def test_a_workbook_gives_back_every_value_with_its_type() -> None:
    read = columns_of(read_workbook(nasty_table()).worksheets[0])

    for name in ("number", "share", "count", "big", "yes", "grade", "quality.speed", LONG_NAME):
        assert read[name] == expected(name), name
    # An empty text is an empty cell; Excel itself undoes the escapes, openpyxl leaves that to us.
    assert [unescape(given or "") for given in read["text"]] == [given or "" for given in TEXTS]


def test_days_and_times_of_a_workbook_are_real_and_the_head_names_the_zone() -> None:
    read = columns_of(read_workbook(nasty_table()).worksheets[0])

    days = [v.date() if isinstance(v, datetime) else v for v in read["day"]]
    assert days[:4] == [date(2026, 11, 16), "1899-12-31", date(2400, 2, 29), None]
    assert read["answered_at (UTC)"][0] == datetime(2026, 3, 29, 1, 30)  # noqa: DTZ001
    milliseconds = read["answered_at (UTC)"][1] - datetime(2026, 10, 25, 0, 59, 59)  # noqa: DTZ001
    assert milliseconds.total_seconds() == pytest.approx(0.123, abs=0.001)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    read = read_workbook(nasty_table())

    cells = [cell for sheet in read.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d", "inlineStr"}
    assert [cell for cell in cells if cell.hyperlink] == []


def test_a_workbook_is_formatted_frozen_and_filtered() -> None:
    sheet = read_workbook(nasty_table()).worksheets[0]

    assert sheet["C2"].number_format == "0.0%"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:N{len(TEXTS) + 1}"


def test_a_workbook_explains_itself_on_its_second_sheet() -> None:
    read = read_workbook(nasty_table())
    said = [tuple(v for v in row if v)
            for row in read["Method and codebook"].iter_rows(values_only=True)]  # fmt: skip

    assert read.sheetnames[0] == "Nasty   everything    at   once"
    assert ("Edition", "2026-W45 final, revision 0") in said
    assert ("number", "A number", "decimal", "points") in said
    assert ("grade", "Grade", "category", "F", "not shown") in said


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Estimates", "Estimates"),
        ("'a'", "a"),
        ("History", "Data"),
        ("[]:*?/\\", "Data"),
        ("method and codebook", "Data"),
        ("x" * 40, "x" * 31),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    table = ExportTable("t", "T", (Column("a", "A"),), (("🙂" * 20_000,),))

    cell = columns_of(read_workbook(table).worksheets[0])["a"][0]

    assert cell.endswith("🙂 … (cut)")
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    with pytest.raises(TooLargeForFormatError, match="CSV or Parquet"):
        write(nasty_table(), Format.EXCEL)
