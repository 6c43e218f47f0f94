"""Files for translators: one entry a format for writing, and reading told by the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.errors import TranslationFileError
from surveys.questionnaires.formats.limits import LARGEST_FILE_BYTES
from surveys.translations.csv_files import read_csv, write_csv
from surveys.translations.merging import TranslatedRow
from surveys.translations.strings import TranslationString
from surveys.translations.xliff import read_xliff, write_xliff_1, write_xliff_2

LARGEST_BYTES = 5 * LARGEST_FILE_BYTES  # three texts for each of ours, and a tool's own notes


class FileFormat(StrEnum):
    CSV = "csv"
    XLIFF_1 = "xliff-1.2"
    XLIFF_2 = "xliff-2.0"


@dataclass(frozen=True)
class Writing:
    words: str
    ending: str
    media_type: str
    write: Callable[[Sequence[TranslationString], str, str], bytes]


WRITINGS: Mapping[FileFormat, Writing] = {
    FileFormat.CSV: Writing(
        "CSV for a spreadsheet", "csv", "text/csv", lambda strings, _name, _to: write_csv(strings)
    ),
    FileFormat.XLIFF_2: Writing("XLIFF 2.0", "xlf", "application/xliff+xml", write_xliff_2),
    FileFormat.XLIFF_1: Writing("XLIFF 1.2", "xlf", "application/xliff+xml", write_xliff_1),
}


def read_translations(data: bytes, language: str) -> tuple[TranslatedRow, ...]:
    """The rows of a CSV or XLIFF file; raises TranslationFileError."""
    if len(data) > LARGEST_BYTES:
        raise TranslationFileError(
            f"The file is larger than {LARGEST_BYTES // 1_000_000} MB, which no questionnaire is."
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return read_xliff(data, language)
    return read_csv(data)
