"""Verifying what an earlier method made: it kept fewer tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from metrics.errors import FrozenWeekDamagedError
from metrics.warehouse.frozen import History, read_frozen
from metrics.weekly.compute import compute
from metrics.weekly.verify import different_tables

GOLDEN = Path(__file__).parents[1] / "golden" / "2026-W44" / "final-0"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A frozen week as method 1.3 left it: without the rollup of ratings."""
    folder = Path(shutil.copytree(GOLDEN, tmp_path / "old"))
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["files"]["ratings.parquet"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "ratings.parquet").unlink()
    return folder


def test_a_table_that_an_earlier_method_did_not_keep_is_not_missed(older: Path) -> None:
    computed = compute(read_frozen(older), History())

    assert list(different_tables(older, computed, kept_only=True)) == []


def test_of_an_edition_of_this_method_every_table_is_asked_for(older: Path) -> None:
    computed = compute(read_frozen(older), History())

    with pytest.raises(FrozenWeekDamagedError):
        list(different_tables(older, computed, kept_only=False))
