"""The formats in which a table leaves the house: one entry each."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import BinaryIO, cast

from metrics.exports.errors import NoSuchExportError
from metrics.exports.table import ExportTable
from metrics.exports.writers.csv_file import write_csv, write_csv_with_notes
from metrics.exports.writers.json_file import write_json
from metrics.exports.writers.parquet_file import write_parquet
from metrics.exports.writers.spss_file import write_spss
from metrics.exports.writers.workbook import write_workbook
from metrics.exports.written import WrittenTable, written

# A file up to this size never touches the disk.
HELD_BYTES = 4 * 1024 * 1024
LONGEST_FILE_NAME = 120


class Format(StrEnum):
    """Its value is what a file's name and address end in."""

    CSV = "csv"
    CSV_WITH_NOTES = "zip"
    EXCEL = "xlsx"
    SPSS = "sav"
    PARQUET = "parquet"
    JSON = "json"


@dataclass(frozen=True)
class FormatFacts:
    """One format: its words, what a browser is told of it, what it is good for, and its writer."""

    words: str
    media_type: str
    about: str
    write: Callable[[WrittenTable, BinaryIO], None]


FORMATS: Mapping[Format, FormatFacts] = {
    Format.EXCEL: FormatFacts(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "real numbers and dates, and a sheet with method and codebook",
        write_workbook,
    ),
    Format.CSV: FormatFacts("CSV", "text/csv", "the table alone", write_csv),
    Format.CSV_WITH_NOTES: FormatFacts(
        "CSV with codebook",
        "application/zip",
        "the table, its codebook and its notes as three files in a zip archive",
        write_csv_with_notes,
    ),
    Format.SPSS: FormatFacts(
        "SPSS",
        "application/x-spss-sav",
        "variable and value labels, missing values and levels of measurement",
        write_spss,
    ),
    Format.PARQUET: FormatFacts(
        "Parquet",
        "application/vnd.apache.parquet",
        "typed columns for programs, labels in their metadata",
        write_parquet,
    ),
    Format.JSON: FormatFacts(
        "JSON", "application/json", "what it is, its columns, and its rows as objects", write_json
    ),
}


@dataclass(frozen=True)
class Download:
    """A file ready to be sent, at its start; whoever sends it closes it, and it is gone."""

    content: BinaryIO
    size_bytes: int
    media_type: str
    filename: str


def write(table: ExportTable, wanted: Format) -> Download:
    """The table in a format. Only the rows themselves are in memory, the file beyond 4 MB is not.

    Raises TooLargeForFormatError, MissingExtraError; ValueError and TypeError for a table whose
    cells are not what its columns say.
    """
    facts = FORMATS[wanted]
    content = _filled(facts.write, written(table))
    size_bytes = content.seek(0, os.SEEK_END)
    content.seek(0)
    return Download(content, size_bytes, facts.media_type, filename(table.name, wanted))


def _filled(write_to: Callable[[WrittenTable, BinaryIO], None], table: WrittenTable) -> BinaryIO:
    """A small file in memory, which nobody needs to close; a large one without a name on disk."""
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(HELD_BYTES))  # noqa: SIM115 - sent later
    try:
        write_to(table, file)
        if file.seek(0, os.SEEK_END) > HELD_BYTES:
            return file
        file.seek(0)
        held = BytesIO(file.read())
    except BaseException:
        file.close()
        raise
    file.close()
    return held


def read_format(text: str) -> Format:
    """Raises NoSuchExportError naming the formats there are."""
    try:
        return Format(text)
    except ValueError:
        known = ", ".join(Format)
        raise NoSuchExportError(
            f"There is no format {text!r}. A table can be taken as one of: {known}."
        ) from None


def filename(name: str, wanted: Format) -> str:
    """twofold-estimates-2026-W45-final-0.xlsx; plain letters, for every system."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:LONGEST_FILE_NAME]
    return f"twofold-{plain or 'table'}.{wanted.value}"
