"""Frozen files: canonical bytes, hashes, and a folder that is whole or not there."""

from __future__ import annotations

import math
from pathlib import Path

import pyarrow as pa
import pytest

from metrics.errors import FrozenWeekDamagedError
from metrics.warehouse.files import (
    canonical_json,
    damaged_files,
    hash_file,
    move_into_place,
    read_json,
    read_manifest,
    read_table,
    rounded,
    seal,
    write_json,
    write_table,
)


def test_equal_documents_are_equal_bytes_whatever_the_order_of_their_keys() -> None:
    one = canonical_json({"b": [1, 2.5, None], "a": "ü"})
    other = canonical_json({"a": "ü", "b": [1, 2.5, None]})

    assert one == other == '{"a":"ü","b":[1,2.5,null]}'.encode()


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"value": math.nan})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.23456749, 1.234567),
        (0.5, 0.5),
        (-0.0000001, 0.0),
        (0.0078125, 0.007812),
        (0.0234375, 0.023438),
        (None, None),
        (7, 7.0),
    ],
)
def test_figures_are_rounded_half_even_and_zero_has_no_sign(
    value: float | None, expected: float | None
) -> None:
    found = rounded(value)

    assert found == expected
    assert found is None or math.copysign(1, found) == (1 if found >= 0 else -1)


def test_the_manifest_names_every_file_and_its_own_hash_covers_them(tmp_path: Path) -> None:
    write_json(tmp_path, "one", [1])
    write_table(tmp_path, "two", pa.table({"a": [1]}))

    manifest_hash = seal(tmp_path, {"week": "2026-W45"})

    manifest = read_manifest(tmp_path)
    assert manifest_hash == hash_file(tmp_path / "manifest.json")
    assert manifest["week"] == "2026-W45"
    assert sorted(manifest["files"]) == ["one.json", "two.parquet"]
    assert damaged_files(tmp_path, manifest) == []


def test_damaged_and_missing_files_are_named_in_order(tmp_path: Path) -> None:
    for name in ("one", "three", "two"):
        write_json(tmp_path, name, name)
    seal(tmp_path, {})

    (tmp_path / "two.json").write_bytes(b'"2"')
    (tmp_path / "one.json").unlink()

    assert damaged_files(tmp_path, read_manifest(tmp_path)) == ["one.json", "two.json"]


def test_the_same_table_is_written_as_the_same_bytes(tmp_path: Path) -> None:
    table = pa.table({"a": list(range(1_000)), "b": ["x", None] * 500})

    write_table(tmp_path, "one", table)
    write_table(tmp_path, "two", table)

    assert hash_file(tmp_path / "one.parquet") == hash_file(tmp_path / "two.parquet")


@pytest.mark.parametrize("read", [read_table, read_json])
def test_a_missing_file_is_said_with_what_to_do(tmp_path: Path, read: object) -> None:
    assert callable(read)

    with pytest.raises(FrozenWeekDamagedError, match=r"missing\. Restore the week's folder"):
        read(tmp_path, "nothing")


def test_a_file_that_cannot_be_read_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "frame.parquet").write_bytes(b"PAR1 and nothing more")
    (tmp_path / "facts.json").write_bytes(b"{")

    with pytest.raises(FrozenWeekDamagedError, match="cannot be read"):
        read_table(tmp_path, "frame")
    with pytest.raises(FrozenWeekDamagedError, match="is not what was written"):
        read_json(tmp_path, "facts")


def test_a_finished_folder_replaces_what_a_crash_left(tmp_path: Path) -> None:
    left, made = tmp_path / "2026-W45" / "final-0", tmp_path / ".making"
    left.mkdir(parents=True)
    (left / "left.json").write_text("from before the crash")
    made.mkdir()
    (made / "new.json").write_text("whole")

    move_into_place(made, left)

    assert [path.name for path in left.iterdir()] == ["new.json"]
    assert not made.exists()
