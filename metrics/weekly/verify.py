"""Recompute a published edition from its frozen week, and say whether every figure holds.

In this order: (1) frozen files by hash, and the chain over editions; (2) integer tables, equal;
(3) figures in canonical JSON, the same bytes; where rounding straddles, pairs within 1e-9 of the
step agree. Another method version is reported with its differences, never called false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy.orm import Session

from core.clock import Week
from metrics.errors import FrozenWeekDamagedError
from metrics.method import METHOD_VERSION
from metrics.models import Edition
from metrics.tallies import has_its_tallies
from metrics.warehouse.files import (
    MANIFEST,
    canonical_json,
    damaged_files,
    hash_file,
    read_json,
    read_manifest,
    read_table,
)
from metrics.warehouse.frozen import (
    CELL_TABLES,
    EditionRef,
    History,
    WeekCells,
    read_cells,
    read_frozen,
)
from metrics.weekly import queries
from metrics.weekly.compute import PUBLISHED, Computed, compute
from metrics.weekly.published import read_published

# Two figures rounded to 6 places straddle a rounding step when they differ by one step.
ROUNDING_STEP = 1e-6
LISTED = 20
# What a frozen week consists of since method 1.3.
INPUTS = ("items.parquet", "questionnaires.json", "configuration.json", "judged.parquet")
FACTS = (
    "week", "kind", "revision", "previous_hash", "method_version", "code_version",
    "transaction_count", "late_response_count", "inputs_hash", "threshold_version",
)  # fmt: skip


class Outcome(StrEnum):
    HOLDS = "holds"
    HOLDS_BUT_ROUNDING = "holds, rounding straddles"
    OTHER_METHOD = "other method version"
    FAILS = "fails"


@dataclass(frozen=True)
class Verification:
    """What verifying one edition found; `problems` is empty exactly when it holds."""

    edition: str
    outcome: Outcome
    problems: tuple[str, ...]
    figure_count: int

    @property
    def holds(self) -> bool:
        return self.outcome in (Outcome.HOLDS, Outcome.HOLDS_BUT_ROUNDING)


def verify_edition(session: Session, edition: Edition, weeks_folder: Path) -> Verification:
    """Verify one edition against its frozen files and against what readers are shown."""
    name = f"{edition.week} {edition.kind} revision {edition.revision}"
    folder = weeks_folder / edition.folder
    damage = [*_damage(folder, edition), *_broken_chain(session, edition)]
    if damage:
        return Verification(name, Outcome.FAILS, tuple(damage), 0)
    if edition.method_version != METHOD_VERSION and _lacks_inputs(folder):
        return _only_read(session, edition, name, folder)
    try:
        history = _history_of(session, read_manifest(folder), weeks_folder)
        computed = compute(read_frozen(folder), history)
        return _judge(session, edition, name, folder, computed)
    except FrozenWeekDamagedError as error:
        return Verification(name, Outcome.FAILS, (str(error),), 0)


def _lacks_inputs(folder: Path) -> bool:
    """An edition of an earlier method, whose frozen week is less than this method computes from."""
    files = read_manifest(folder)["files"]
    return any(name not in files for name in INPUTS)


def _only_read(session: Session, edition: Edition, name: str, folder: Path) -> Verification:
    """What can be said without computing: files and chain hold, readers see what was frozen."""
    stored = read_json(folder, PUBLISHED)
    shown = _as_far_as(stored, read_published(session, edition))
    changed = [text for text, _ in _differences(stored, shown, "")][:LISTED]
    if changed:
        problems = tuple(f"figures shown to readers: {text}" for text in changed)
        return Verification(name, Outcome.FAILS, problems, 0)
    told = (
        f"{_other_method(edition)} Here its frozen files, their chain and the figures shown to "
        "readers were compared, and are unchanged."
    )
    return Verification(name, Outcome.OTHER_METHOD, (told,), len(stored["estimates"]))


def _as_far_as(stored: Any, shown: Any) -> Any:
    """Of what is shown only what the older document knew of."""
    if isinstance(stored, dict) and isinstance(shown, dict):
        return {key: _as_far_as(stored[key], shown[key]) for key in stored if key in shown}
    if isinstance(stored, list) and isinstance(shown, list) and len(stored) == len(shown):
        return [_as_far_as(one, other) for one, other in zip(stored, shown, strict=True)]
    return shown


def _other_method(edition: Edition) -> str:
    return (
        f"Made with method version {edition.method_version} (release {edition.code_version}); "
        f"this release has {METHOD_VERSION}. Verify with that release to reproduce it."
    )


def _judge(
    session: Session, edition: Edition, name: str, folder: Path, computed: Computed
) -> Verification:
    count = len(computed.figures.estimates)
    shown = read_published(session, edition)
    stored = read_json(folder, PUBLISHED)
    is_older = edition.method_version != METHOD_VERSION
    problems = list(different_tables(folder, computed, kept_only=is_older))
    recomputed = computed.figures.as_json()
    straddling: list[str] = []
    for source, figures in (("frozen figures", stored), ("figures shown to readers", shown)):
        if canonical_json(figures) == canonical_json(recomputed):
            continue
        differences = list(_differences(figures, recomputed, ""))
        beyond = [text for text, close in differences if not close]
        straddling += [f"{source}: {text}" for text, close in differences if close]
        problems += [f"{source}: {text}" for text in beyond[:LISTED]]
    if not has_its_tallies(session, edition.id):
        problems.append("figures shown to readers: they are not counted as they were decided")
    if problems and edition.method_version != METHOD_VERSION:
        told = (_other_method(edition), *problems)
        return Verification(name, Outcome.OTHER_METHOD, told, count)
    if problems:
        return Verification(name, Outcome.FAILS, tuple(problems), count)
    outcome = Outcome.HOLDS_BUT_ROUNDING if straddling else Outcome.HOLDS
    return Verification(name, outcome, tuple(straddling[:LISTED]), count)


def _damage(folder: Path, edition: Edition) -> Iterator[str]:
    manifest_path = folder / MANIFEST
    if not manifest_path.is_file():
        yield f"The frozen week's folder {folder} has no manifest. Restore it from a backup."
        return
    if hash_file(manifest_path) != edition.manifest_hash:
        yield "The manifest was changed after publishing."
        return
    manifest = read_manifest(folder)
    for name in damaged_files(folder, manifest):
        yield f"{name} is missing or was changed after publishing."
    for name, frozen, shown in _facts(edition, manifest):
        if shown != frozen:
            yield f"{name}: {shown!r} shown to readers, {frozen!r} in the manifest."


def _facts(edition: Edition, manifest: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What the edition's own row says, beside the manifest: (name, frozen, shown)."""
    for name in FACTS:
        yield name, manifest.get(name, ""), getattr(edition, name)
    yield "response_count", manifest["rows"]["responses"], edition.response_count
    yield "cut_off_at", manifest["cut_off_at"], edition.cut_off_at.isoformat()
    expected = edition.summary.get("expected_answer_share")
    yield "expected_answer_share", expected, edition.expected_answer_share


def _broken_chain(session: Session, edition: Edition) -> Iterator[str]:
    before = queries.published_before(session, edition)
    expected = before.manifest_hash if before else None
    if edition.previous_hash != expected:
        yield "The chain is broken: the edition published before this one has another hash."


def _history_of(session: Session, manifest: Mapping[str, Any], weeks_folder: Path) -> History:
    """The editions the manifest names, each with the hash it names."""
    stacked = tuple(_ref(session, row, weeks_folder) for row in manifest["stacked"])
    return History(
        stacked=stacked,
        last_same_kind=_ref_or_none(session, manifest["last_same_kind"], weeks_folder),
        last_final=_ref_or_none(session, manifest["last_final"], weeks_folder),
        cells=tuple(read_cells(ref) for ref in stacked),
    )


def _ref_or_none(
    session: Session, row: Sequence[Any] | None, weeks_folder: Path
) -> EditionRef | None:
    return _ref(session, row, weeks_folder) if row else None


def _ref(session: Session, row: Sequence[Any], weeks_folder: Path) -> EditionRef:
    week, kind, revision, manifest_hash = row
    edition = queries.one_edition(session, week, kind, revision)
    name = f"{week} {kind} revision {revision}"
    if edition is None or edition.manifest_hash != manifest_hash:
        raise FrozenWeekDamagedError(f"The stacked edition {name} is not the one that was used.")
    folder = weeks_folder / edition.folder
    if not (folder / MANIFEST).is_file() or hash_file(folder / MANIFEST) != manifest_hash:
        raise FrozenWeekDamagedError(f"The manifest of the stacked edition {name} was changed.")
    damaged = damaged_files(folder, read_manifest(folder))
    if damaged:
        raise FrozenWeekDamagedError(
            f"Files of the stacked edition {name} were changed: {', '.join(damaged)}."
        )
    return EditionRef(Week.parse(week), kind, revision, manifest_hash, folder)


def different_tables(folder: Path, computed: Computed, *, kept_only: bool) -> Iterator[str]:
    """`kept_only`: an earlier method's edition, which keeps fewer tables than this one."""
    files = read_manifest(folder)["files"]
    recomputed: dict[str, pa.Table] = _tables(computed.cells) | {
        "cells": computed.cell_table,
        "judged": computed.judged,
    }
    for name, table in recomputed.items():
        if kept_only and f"{name}.parquet" not in files:
            continue
        kept = read_table(folder, name)
        if not kept.equals(_without_added(table, kept) if kept_only else table):
            yield f"The integer table {name} is not what the frozen week gives."


def _without_added(table: pa.Table, kept: pa.Table) -> pa.Table:
    """The columns that an earlier method's table has as well."""
    return table.select([name for name in table.column_names if name in kept.column_names])


def _tables(cells: WeekCells) -> dict[str, pa.Table]:
    return {name: getattr(cells, name) for name in CELL_TABLES}


def _differences(left: Any, right: Any, path: str) -> Iterator[tuple[str, bool]]:
    """Where two published documents differ, and whether rounding alone explains it."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            yield from _differences(left.get(key), right.get(key), f"{path}.{key}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _differences(one, other, f"{path}[{place}]")
    elif left != right:
        close = (
            isinstance(left, float)
            and isinstance(right, float)
            and abs(left - right) <= ROUNDING_STEP * (1 + 1e-3)
        )
        shown = f"{path.lstrip('.')}: {_short(left)} published, {_short(right)} recomputed"
        yield shown, close


def _short(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} entries"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
