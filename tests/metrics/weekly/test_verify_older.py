"""Verifying what an earlier method made: it kept fewer tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from metrics.errors import FrozenWeekDamagedError
from metrics.warehouse.frozen import EditionRef, History, read_cells, read_frozen
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.compute import compute
from metrics.weekly.verify import different_tables
from tests.metrics.frozen_weeks import WEEK, MadeWeek, publish_all

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


@pytest.fixture
def without_segments(tmp_path: Path) -> Path:
    """A frozen week as method 1.4 left it: nobody knew of segments."""
    week = MadeWeek()
    for score in range(11):
        week.transaction(answers={"recommend": score})
    publish_all(tmp_path, [week])
    (folder,) = (path.parent for path in tmp_path.rglob("manifest.json"))
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in ("frame", "account_cells", "cells", "frame_cells"):
        path = folder / f"{name}.parquet"
        pq.write_table(pq.read_table(path).drop_columns(["segment"]), path)
    manifest["method_version"] = "1.4"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_a_week_from_before_segments_has_nobody_in_one(without_segments: Path) -> None:
    frozen = read_frozen(without_segments)

    assert set(frozen.frame["segment"].to_pylist()) == {""}


def test_a_week_from_before_segments_gives_the_tables_that_it_has(without_segments: Path) -> None:
    computed = compute(read_frozen(without_segments), History())

    assert list(different_tables(without_segments, computed, kept_only=True)) == []


def test_a_week_from_before_segments_can_be_stacked(without_segments: Path) -> None:
    ref = EditionRef(WEEK, "final", 0, "hash", without_segments)

    stacked = stack_weeks([read_cells(ref)], "end_user")

    assert set(stacked.answers.attributes["segment"].levels) == {""}


def test_of_an_edition_of_this_method_every_table_is_asked_for(older: Path) -> None:
    computed = compute(read_frozen(older), History())

    with pytest.raises(FrozenWeekDamagedError):
        list(different_tables(older, computed, kept_only=False))
