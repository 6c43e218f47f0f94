"""Frozen files: written once, hashed, never changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import pyarrow as pa
import pyarrow.parquet as pq

from metrics.errors import FrozenWeekDamagedError

MANIFEST = "manifest.json"
DECIMALS = 6


def canonical_json(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8; numbers must be rounded already (see `rounded`)."""
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


@overload
def rounded(value: float) -> float: ...
@overload
def rounded(value: float | None) -> float | None: ...
def rounded(value: float | None) -> float | None:
    """Half-even to 6 decimals; minus zero becomes zero, so that equal figures are equal bytes."""
    return None if value is None else round(float(value), DECIMALS) + 0.0


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_table(folder: Path, name: str, table: pa.Table) -> None:
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd", write_statistics=False)


def read_table(folder: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A frozen table, or some of its columns; raises FrozenWeekDamagedError."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise FrozenWeekDamagedError(
            f"The frozen file {path} is missing. Restore the week's folder from a backup."
        )
    try:
        return pq.read_table(path, columns=list(columns) if columns else None)
    except pa.ArrowException as error:
        raise FrozenWeekDamagedError(
            f"The frozen file {path} cannot be read ({error}). Restore it from a backup."
        ) from error


def write_json(folder: Path, name: str, value: Any) -> None:
    (folder / f"{name}.json").write_bytes(canonical_json(value))


def read_json(folder: Path, name: str) -> Any:
    path = folder / f"{name}.json"
    if not path.is_file():
        raise FrozenWeekDamagedError(
            f"The frozen file {path} is missing. Restore the week's folder from a backup."
        )
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise FrozenWeekDamagedError(
            f"The frozen file {path} is not what was written ({error}). Restore it from a backup."
        ) from error


def seal(folder: Path, facts: Mapping[str, Any]) -> str:
    """Write the manifest with every file's hash; return the manifest's own hash."""
    files = {
        path.name: {"sha256": hash_file(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    data = canonical_json({**facts, "files": files})
    (folder / MANIFEST).write_bytes(data)
    _flush(folder / MANIFEST)
    return sha256_of(data)


def read_manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = read_json(folder, MANIFEST.removesuffix(".json"))
    return manifest


def damaged_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Names of the files that are missing or do not match the manifest, in order."""
    return [
        name
        for name, facts in sorted(manifest["files"].items())
        if not (folder / name).is_file() or hash_file(folder / name) != facts["sha256"]
    ]


def flush_to_disk(folder: Path) -> None:
    """Wait until every file of the folder is on disk."""
    for path in folder.iterdir():
        _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move_into_place(made: Path, place: Path) -> None:
    """Rename a finished folder to where it belongs, replacing what a crash left unpublished."""
    if place.exists():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    _flush(made)
    made.rename(place)
    # A row in the database promises this folder: its name must be on disk before the row is.
    _flush(place.parent)
    _flush(place.parent.parent)
