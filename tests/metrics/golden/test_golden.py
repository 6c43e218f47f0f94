"""The golden weeks: a release that publishes another figure for them has another method."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import Week
from metrics.figures import Figures
from metrics.method import METHOD_VERSION
from metrics.warehouse.files import (
    canonical_json,
    damaged_files,
    hash_file,
    read_json,
    read_manifest,
    read_table,
)
from metrics.warehouse.frozen import CELL_TABLES, EditionRef, History, read_cells, read_frozen
from metrics.weekly.compute import Computed, compute

GOLDEN = Path(__file__).parent
WEEKS = ("2026-W44", "2026-W45")
CHANGED = (
    "Recomputing the golden week {week} gives other figures than were published with method "
    "version {version}. If the change is meant, give METHOD_VERSION in metrics/method.py a new "
    "number and run: python tests/metrics/golden/make.py"
)


def folder_of(week: str) -> Path:
    return GOLDEN / week / "final-0"


def golden_history(week: str) -> History:
    """The editions that the week's manifest names."""
    manifest = read_manifest(folder_of(week))
    stacked = tuple(
        EditionRef(Week.parse(name), kind, revision, sha256, folder_of(name))
        for name, kind, revision, sha256 in manifest["stacked"]
    )
    last = stacked[-1] if stacked else None
    return History(stacked, last, last, tuple(read_cells(ref) for ref in stacked))


def recomputed(week: str) -> Computed:
    return compute(read_frozen(folder_of(week)), golden_history(week))


@pytest.mark.parametrize("week", WEEKS)
def test_the_golden_files_are_as_they_were_made(week: str) -> None:
    manifest = read_manifest(folder_of(week))

    assert damaged_files(folder_of(week), manifest) == []
    for ref in golden_history(week).stacked:
        assert hash_file(ref.folder / "manifest.json") == ref.manifest_hash


@pytest.mark.parametrize("week", WEEKS)
def test_a_changed_figure_needs_a_new_method_version(week: str) -> None:
    version = read_manifest(folder_of(week))["method_version"]
    assert version == METHOD_VERSION, (
        f"The golden weeks were made with method version {version}. "
        "Run: python tests/metrics/golden/make.py"
    )

    figures = canonical_json(recomputed(week).figures.as_json())

    told = CHANGED.format(week=week, version=version)
    assert figures == (folder_of(week) / "published.json").read_bytes(), told


@pytest.mark.parametrize("week", WEEKS)
def test_the_integer_tables_come_out_the_same(week: str) -> None:
    found = recomputed(week)

    for name in CELL_TABLES:
        assert getattr(found.cells, name).equals(read_table(folder_of(week), name)), name
    assert found.cell_table.equals(read_table(folder_of(week), "cells"))


def test_the_golden_weeks_hold_what_could_go_wrong() -> None:
    published = read_json(folder_of("2026-W45"), "published")

    assert set(published["summary"]["set_aside"]) == {"before_experience", "duplicate", "used"}
    assert {row["decision"] for row in published["estimates"]} == {"publish", "caveat", "suppress"}
    assert {row["metric"] for row in published["estimates"]} == {"nps", "csat", "effort", "intent"}
    assert {gap["is_paired"] for gap in published["gaps"]} == {True, False}
    assert any(change["p"] is not None for change in published["changes"])
    assert len(Figures.__dataclass_fields__) == len(published)
