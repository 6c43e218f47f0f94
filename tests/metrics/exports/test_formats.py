from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest

from metrics.exports.errors import NoSuchExportError
from metrics.exports.formats import FORMATS, Format, filename, read_format, write
from metrics.exports.table import Column, ColumnKind, ExportTable
from tests.metrics.exports.nasty import (
    nasty_table,
    saved,
)


def test_every_format_has_one_entry() -> None:
    assert set(FORMATS) == set(Format)


@pytest.mark.parametrize("wanted", Format)
def test_a_download_says_how_long_it_is_and_what_it_is_called(wanted: Format) -> None:
    download = write(nasty_table(), wanted)

    with download.content as file:
        assert len(file.read()) == download.size_bytes > 0
    assert download.filename == f"twofold-nasty-2026-W45-x.{wanted}"


def first_of_archive(made: Path) -> str:
    with zipfile.ZipFile(made) as archive:
        return archive.read(archive.namelist()[0]).decode("utf-8-sig")[1:5]


FIRST_NAME: Mapping[Format, Callable[[Path], str]] = {
    Format.CSV: lambda made: made.read_text("utf-8-sig")[1:5],
    Format.CSV_WITH_NOTES: first_of_archive,
    Format.EXCEL: lambda made: str(openpyxl.load_workbook(made).worksheets[0]["A1"].value),
    Format.SPSS: lambda made: next(iter(pyreadstat.read_sav(made, output_format="dict")[0])),
    Format.PARQUET: lambda made: str(pq.read_schema(made).names[0]),
    Format.JSON: lambda made: str(json.loads(made.read_text())["columns"][0]["name"]),
}


@pytest.mark.parametrize("wanted", Format)
def test_a_table_without_rows_still_has_its_columns(wanted: Format, tmp_path: Path) -> None:
    made = saved(nasty_table(0), wanted, tmp_path)

    assert FIRST_NAME[wanted](made) == "text"


def test_many_rows_are_written_batch_by_batch(tmp_path: Path) -> None:
    table = ExportTable(
        "t", "T", (Column("n", "N", ColumnKind.INTEGER),), tuple((n,) for n in range(45_000))
    )

    read = pq.read_table(saved(table, Format.PARQUET, tmp_path))
    spss, _ = pyreadstat.read_sav(saved(table, Format.SPSS, tmp_path), output_format="dict")

    assert read.column("n").to_pylist() == [row[0] for row in table.rows]
    assert list(spss["n"]) == [row[0] for row in table.rows]


WRONG = [
    (ColumnKind.INTEGER, 1.5),
    (ColumnKind.DECIMAL, "1"),
    (ColumnKind.BOOLEAN, 1),
    (ColumnKind.DAY, datetime(2026, 1, 1, tzinfo=UTC)),
    (ColumnKind.TIME, datetime(2026, 1, 1)),  # noqa: DTZ001
]


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_a_cell_that_its_column_cannot_hold_is_no_file(kind: ColumnKind, value: Any) -> None:
    table = ExportTable("t", "T", (Column("a", "A", kind),), ((value,),))

    with pytest.raises(TypeError):
        write(table, Format.JSON)


@pytest.mark.parametrize("names", [(), ("a", "a")])
def test_a_table_needs_columns_of_different_names(names: tuple[str, ...]) -> None:
    table = ExportTable("t", "T", tuple(Column(name, name) for name in names), ())

    with pytest.raises(ValueError, match="a name of its own"):
        write(table, Format.CSV)


def test_an_unknown_format_is_told_with_those_there_are() -> None:
    with pytest.raises(NoSuchExportError, match="csv, zip, xlsx, sav, parquet, json"):
        read_format("xls")


def test_a_file_has_a_name_for_every_system() -> None:
    assert filename("Śląsk/../é", Format.CSV) == "twofold-l-sk.csv"
    assert filename("مرحبا", Format.CSV) == "twofold-table.csv"
