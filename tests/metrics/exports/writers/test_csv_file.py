from __future__ import annotations

import csv
import io
import zipfile

import pyarrow as pa
import pyarrow.csv
import pytest

from metrics.exports.formats import Format
from metrics.exports.table import Column, ExportTable
from metrics.exports.writers.csv_file import defused, restored
from tests.metrics.exports.nasty import (
    COLUMNS,
    TEXTS,
    content,
    expected,
    nasty_table,
)


def test_csv_gives_back_every_text_when_one_apostrophe_is_taken_off() -> None:
    text = content(nasty_table(), Format.CSV).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text, newline="")))

    assert [restored(name) for name in rows[0]] == [column.name for column in COLUMNS]
    assert [restored(row[0]) for row in rows[1:]] == [given or "" for given in TEXTS]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_of_a_csv_file_starts_a_formula(start: str) -> None:
    assert defused(f"{start}1") == f"'{start}1"
    assert restored(defused(f"'{start}1")) == f"'{start}1"


def test_numbers_of_a_csv_file_stay_numbers_and_the_missing_differs_from_the_empty() -> None:
    made = content(nasty_table(), Format.CSV)
    options = pa.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    parsing = pa.csv.ParseOptions(newlines_in_values=True)

    read = pa.csv.read_csv(
        io.BytesIO(made), parse_options=parsing, convert_options=options
    ).to_pydict()

    assert read["number"] == expected("number")
    assert read["count"] == expected("count")
    assert read["yes"] == expected("yes")
    assert read["day"] == expected("day")
    assert read["text"][15:17] == ["", None]


def test_csv_is_marked_as_utf_8_and_ends_its_lines_as_the_standard_says() -> None:
    made = content(ExportTable("t", "T", (Column("a", "A"),), (("x",),)), Format.CSV)

    assert made == b'\xef\xbb\xbf"a"\r\n"x"\r\n'


def test_the_archive_has_the_table_its_codebook_and_its_notes() -> None:
    made = content(nasty_table(), Format.CSV_WITH_NOTES)

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        read = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}

    assert len(read) == 3
    table, codes, notes = read.values()
    assert table.encode("utf-8-sig") == content(nasty_table(), Format.CSV)
    assert '"grade","Grade","category","","","F","not shown"' in codes
    assert '"Formula","\'=1+1"' in notes
