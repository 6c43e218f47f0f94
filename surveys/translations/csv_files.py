"""Translations as CSV for translators who work in a spreadsheet: key, context, en, target."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable

from customers.imports.errors import FileRefusedError
from customers.imports.reading import read_table
from customers.imports.rejects import FORMULA, NUMBER
from surveys.errors import TranslationFileError
from surveys.translations.merging import TranslatedRow
from surveys.translations.strings import TranslationString

COLUMNS = ("key", "context", "en", "target")


def write_csv(strings: Iterable[TranslationString]) -> bytes:
    """UTF-8 with its mark, since spreadsheets look for it; no cell is run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for string in strings:
        cells = (string.key, string.context, string.source, string.target)
        writer.writerow([_safe(cell) for cell in cells])
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8")


def read_csv(data: bytes) -> tuple[TranslatedRow, ...]:
    """The rows of a file that was written here and filled in; raises TranslationFileError."""
    try:
        table = read_table(data)
        rows = [record.cells for record in table.records()]
    except FileRefusedError as error:
        raise TranslationFileError(str(error)) from None
    header = [name.lower() for name in table.header]
    missing = [name for name in ("key", "en", "target") if name not in header]
    if missing:
        raise TranslationFileError(
            f"The column {missing[0]} is missing. Leave the header as it was: {', '.join(COLUMNS)}."
        )
    places = [header.index(name) for name in ("key", "en", "target")]
    return tuple(
        TranslatedRow(*(_unsafe(row[place]) if place < len(row) else "" for place in places))
        for row in rows
    )


def _safe(cell: str) -> str:
    """An apostrophe before what a spreadsheet would run, and before what begins like that."""
    return f"'{cell}" if _is_run(cell.lstrip("'")) else cell


def _unsafe(cell: str) -> str:
    """The cell as it was before `_safe`."""
    return cell[1:] if cell.startswith("'") and _is_run(cell.lstrip("'")) else cell


def _is_run(cell: str) -> bool:
    return bool(FORMULA.match(cell)) and not NUMBER.fullmatch(cell)
