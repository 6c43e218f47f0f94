"""From a file's bytes to its records: encoding, delimiter, quoted line breaks, line numbers."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from customers.imports.errors import FileRefusedError, FileTooLargeError

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SPREADSHEET_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SAVE_AS = "Save it as CSV in UTF-8 and try again."


@dataclass(frozen=True)
class Record:
    """One row of the file; `line` is the physical line on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    text: str
    encoding: str
    delimiter: str
    file_hash: str

    @property
    def line_count(self) -> int:
        return self.text.count("\n")

    def records(self) -> Iterator[Record]:
        """Every row after the header; blank lines are passed over."""
        rows = _numbered_rows(self.text, self.delimiter)
        next(rows)
        yield from rows


def read_bytes(path: Path, limit_bytes: int) -> bytes:
    """The file's content; one above the limit is refused before it is read."""
    try:
        size = path.stat().st_size
        if size > limit_bytes:
            raise FileTooLargeError(size, limit_bytes)
        return path.read_bytes()
    except OSError as error:
        raise FileRefusedError(
            f"{path.name} cannot be read: {error.strerror or error}. Check the path and the rights."
        ) from error


def read_table(data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Header and text of a CSV file; what is not given is detected.

    Raises FileRefusedError for what is no table: empty, a spreadsheet, header only, bad quoting.
    """
    if not data.strip(codecs.BOM_UTF8 + b" \t\r\n\x00"):
        raise FileRefusedError("The file is empty. Export it again, with a header line and rows.")
    if data.startswith(SPREADSHEET_STARTS):
        raise FileRefusedError(f"This is a spreadsheet or an archive, not a text file. {SAVE_AS}")
    found = encoding or detect_encoding(data)
    text = _decode(data, found)
    delimiter = delimiter or detect_delimiter(text)
    rows = _numbered_rows(text, delimiter)
    header = next(rows, None)
    if header is None or next(rows, None) is None:
        raise FileRefusedError(
            "The file has a header line and no rows under it. Export it again with its rows."
        )
    names = tuple(name.strip() for name in header.cells)
    return Table(names, text, found, delimiter, hashlib.sha256(data).hexdigest())


def detect_encoding(data: bytes) -> str:
    """By its mark, else UTF-8 where every byte fits, else Windows-1252 (Latin-1's superset).

    Raises FileRefusedError for UTF-8 with a few broken bytes: read as Windows-1252 all its
    accents would be wrong, without a word.
    """
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:4096]
    if start.count(0) > len(start) // 5:
        return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error)
        return "cp1252"
    return "utf-8"


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    read = data.decode("utf-8", errors="replace")
    broken = read.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(1 for character in read if character > "\x7f") - broken
    if whole > broken:
        raise FileRefusedError(
            f"The file is UTF-8, but line {_line_of(data, error.start)} has a byte that is not. "
            'Correct that line, or name the encoding in the column map ([file] encoding = "…").'
        )


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise FileRefusedError(
            f"Line {_line_of(data, error.start)} cannot be read as {encoding}. {SAVE_AS}"
        ) from None
    except (LookupError, ValueError):
        raise FileRefusedError(
            f"{encoding!r} is no encoding. Name one as utf-8, cp1252 or utf-16 in the column map."
        ) from None


def detect_delimiter(text: str) -> str:
    """The candidate that stands most often in the header, outside quotation marks."""
    unquoted = "".join(text.lstrip("\r\n").split("\n", 1)[0].split('"')[::2])
    return max(DELIMITERS, key=unquoted.count)


def _numbered_rows(text: str, delimiter: str) -> Iterator[Record]:
    """Rows with the line on which they begin: a quoted cell can run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    try:
        for cells in reader:
            if cells and any(cells):
                yield Record(first, tuple(cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise FileRefusedError(
            f"The row that begins on line {first} cannot be read ({error}). Most often a quotation "
            'mark has no partner: within a quoted text, write it twice ("").'
        ) from None
