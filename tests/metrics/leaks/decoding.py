"""Any answer as the words and numbers that are in it, whatever its format."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
from pypdf import PdfReader

INVISIBLE = str.maketrans({"\u2060": None, "\u00ad": None, "\u00a0": " ", "\u202f": " "})
# When a workbook was written is nobody's secret, and new each time.
WHEN = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*")


def text_of(content: bytes, mimetype: str | None) -> str:
    """The words of a file; of an unknown kind the bytes as they are."""
    return DECODERS.get(mimetype or "", _plain)(content).translate(INVISIBLE)


def _plain(content: bytes) -> str:
    text = content.decode("utf-8-sig", errors="backslashreplace")
    return f"{text}\n{html.unescape(text)}"


def _pdf(content: bytes) -> str:
    reader = PdfReader(BytesIO(content))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    said = [page.extract_text() for page in reader.pages]
    said += [str(note.get("/A", {}).get("/URI", "")) for note in notes]
    said += [str(note.get("/Contents", "")) for note in notes]
    said += [f"{name} {value}" for name, value in (reader.metadata or {}).items()]
    return "\n".join([*said, *_titles(reader.outline)])


def _titles(outline: Sequence[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield str(entry.title)


def _workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [repr(cell) for sheet in book for row in sheet.iter_rows(values_only=True)
             for cell in row if cell is not None]  # fmt: skip
    links = [str(link.target) for sheet in book for link in sheet._hyperlinks]
    return "\n".join([*cells, *links, *book.sheetnames, _members(content)])


def _members(content: bytes) -> str:
    """Every file of an archive as it stands."""
    with ZipFile(BytesIO(content)) as archive:
        members = {name: _plain(archive.read(name)) for name in archive.namelist()}
    return "\n".join(f"{name}\n{WHEN.sub('', text)}" for name, text in members.items())


def _parquet(content: bytes) -> str:
    table = pq.read_table(BytesIO(content))
    return f"{table.schema.to_string(truncate_metadata=False)}\n{table.to_pylist()}"


def _spss(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.sav"
        path.write_bytes(content)
        data, meta = pyreadstat.read_sav(path, output_format="dict")
    facts = {name: fact for name, fact in vars(meta).items() if not name.endswith("_time")}
    return f"{data}\n{facts}"


def _mail(content: bytes) -> str:
    message = message_from_bytes(content, policy=default)
    parts = [f"{name}: {value}" for name, value in message.items()]
    return "\n".join([*parts, *_parts(content)])


def _parts(content: bytes) -> Iterator[str]:
    for part in message_from_bytes(content, policy=default).walk():
        yield str(part.get_filename() or "")
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            yield text_of(payload if isinstance(payload, bytes) else b"", part.get_content_type())


DECODERS: Mapping[str, Callable[[bytes], str]] = {
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
    "application/zip": _members,
    "application/vnd.apache.parquet": _parquet,
    "application/x-spss-sav": _spss,
    "message/rfc822": _mail,
}
