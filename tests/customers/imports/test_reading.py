from __future__ import annotations

from pathlib import Path

import pytest

from customers.imports.errors import FileRefusedError, FileTooLargeError
from customers.imports.reading import read_bytes, read_table

ROWS = "key,name\np1,São Paulo\np2,Köln\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(ROWS.encode(), "utf-8", id="UTF-8"),
        pytest.param(ROWS.encode("utf-8-sig"), "utf-8-sig", id="UTF-8 with its mark"),
        pytest.param(ROWS.encode("latin-1"), "cp1252", id="Latin-1"),
        pytest.param(ROWS.encode("utf-16"), "utf-16", id="UTF-16 with its mark"),
        pytest.param(ROWS.encode("utf-16-le"), "utf-16-le", id="UTF-16 without a mark"),
        pytest.param(ROWS.encode("utf-16-be"), "utf-16-be", id="big-endian UTF-16"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_was_written_in(data: bytes, encoding: str) -> None:
    table = read_table(data)

    assert table.encoding == encoding
    assert table.header == ("key", "name")
    assert [record.cells for record in table.records()] == [("p1", "São Paulo"), ("p2", "Köln")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    text = 'key,"a;name",place\np1,"x, y",z\n'.replace(",", delimiter).replace(
        f"x{delimiter} y", "x, y"
    )

    table = read_table(text.replace('"a;name"', '"a name"').encode())

    assert table.delimiter == delimiter
    assert next(iter(table.records())).cells == ("p1", "x, y", "z")


def test_a_delimiter_within_quotation_marks_is_not_counted() -> None:
    table = read_table(b'"a,b,c,d";name\n1;2\n')

    assert table.delimiter == ";"


def test_a_row_has_the_physical_line_on_which_it_begins() -> None:
    data = b'key,name\np1,"two\nlines"\np2,one\n\np3,"a\r\nb\r\nc"\np4,last\n'

    lines = {record.cells[0]: record.line for record in read_table(data).records()}

    assert lines == {"p1": 2, "p2": 4, "p3": 6, "p4": 9}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b"\xef\xbb\xbf \r\n\r\n", "is empty", id="white space"),
        pytest.param(b"key,name\n", "no rows under it", id="header only"),
        pytest.param(b"key,name\n,\n\n", "no rows under it", id="header and blank rows"),
        pytest.param(b"PK\x03\x04rest", "spreadsheet", id="a spreadsheet"),
        pytest.param(b'key,name\np1,"open\np2,x\n', "line 2", id="a quotation mark left open"),
        pytest.param(b'key,name\np1,"a"b\n', "line 2", id="a quotation mark inside"),
        pytest.param(
            "key,name\np1,São Paulo, Köln\np2,".encode() + b"\xe4\n", "line 3", id="broken UTF-8"
        ),
        pytest.param(b"key,name\np1,caf\x81\n", "cannot be read as cp1252", id="no known encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words):
        read_table(data)


@pytest.mark.parametrize("encoding", ["utf-99", "zlib", "undefined", "utf-8\0"])
def test_an_encoding_that_does_not_exist_is_named(encoding: str) -> None:
    with pytest.raises(FileRefusedError, match=f"{encoding!r} is no encoding".replace("\\", "..?")):
        read_table(ROWS.encode(), encoding=encoding)


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * 1001)

    with pytest.raises(FileTooLargeError, match="TWOFOLD_UPLOAD_LIMIT_MB"):
        read_bytes(path, 1000)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"nowhere\.csv cannot be read"):
        read_bytes(tmp_path / "nowhere.csv", 1000)
