"""Sixth verb: the edition and everything a reader may see of it, in one transaction, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from core.bulk import chunked, insert_rows
from core.database import Base
from metrics.comparison.models import (
    ChartPoint,
    Distribution,
    DriverRow,
    PeerBenchmark,
    Standing,
)
from metrics.figures import Figures
from metrics.models import (
    Change,
    Edition,
    Estimate,
    FindingRow,
    Gap,
    LadderStep,
    Weighing,
)
from metrics.tallies import store_tallies
from metrics.warehouse.earlier import POINTS, SERIES, SHOWN
from metrics.warehouse.files import (
    canonical_json,
    flush_to_disk,
    hash_file,
    read_manifest,
    sha256_of,
    write_json,
    write_table,
)
from metrics.warehouse.frozen import CELL_TABLES, FrozenWeek, History
from metrics.weekly.compute import PUBLISHED, Computed, headline_rows
from metrics.weekly.schedule import EditionPlan


@dataclass(frozen=True)
class Place:
    """Where a sealed edition lies, and its manifest's hash."""

    name: str
    folder: Path
    manifest_hash: str


def write_files(folder: Path, frozen: FrozenWeek, computed: Computed) -> None:
    """Write the frozen files, the rollups and the figures, and wait until they are on disk."""
    write_table(folder, "frame", frozen.frame)
    write_table(folder, "responses", frozen.responses)
    write_table(folder, "items", frozen.items)
    write_json(folder, "reference", frozen.reference.as_json())
    write_json(folder, "configuration", frozen.configuration.as_json())
    write_json(folder, "questionnaires", [q.as_json() for q in frozen.questionnaires.values()])
    for name in CELL_TABLES:
        write_table(folder, name, getattr(computed.cells, name))
    write_table(folder, "judged", computed.judged)
    write_table(folder, "cells", computed.cell_table)
    write_table(folder, "influences", computed.influences)
    write_json(folder, "headlines", headline_rows(computed.figures))
    write_json(folder, SERIES, computed.series.as_json())
    write_table(folder, POINTS, computed.series.points_table())
    write_table(folder, SHOWN, computed.shown)
    write_json(folder, PUBLISHED, computed.figures.as_json())
    flush_to_disk(folder)


INPUTS = (
    "frame.parquet", "responses.parquet", "items.parquet", "reference.json", "configuration.json",
    "questionnaires.json",
)  # fmt: skip


def hash_inputs(folder: Path, history: History) -> str:
    """Of everything that decides: the frozen week, its configuration, the weeks it stacks."""
    files = {name: hash_file(folder / name) for name in INPUTS}
    earlier = [*history.stacked, history.last_same_kind, history.last_final]
    return sha256_of(
        canonical_json([files, [ref.manifest_hash if ref else None for ref in earlier]])
    )


def manifest_facts(folder: Path, frozen: FrozenWeek, history: History) -> dict[str, Any]:
    """What the manifest says of the week and of the editions it was computed with."""
    return {
        "inputs_hash": hash_inputs(folder, history),
        "threshold_version": frozen.configuration.threshold_version,
        "week": str(frozen.week),
        "kind": str(frozen.kind),
        "revision": frozen.revision,
        "cut_off_at": frozen.cut_off_at.isoformat(),
        "fieldwork_closed": frozen.fieldwork_closed,
        "late_response_count": frozen.late_response_count,
        "rows": {
            "frame": frozen.frame.num_rows,
            "responses": frozen.responses.num_rows,
        },
        "stacked": [ref.as_json() for ref in history.stacked],
        "last_same_kind": history.last_same_kind.as_json() if history.last_same_kind else None,
        "last_final": history.last_final.as_json() if history.last_final else None,
    }


def publish(
    session: Session,
    plan: EditionPlan,
    place: Place,
    figures: Figures,
    published_at: datetime,
    against: Edition | None,
) -> Edition:
    """Insert the edition and its figures. The unique key makes a second one impossible."""
    manifest = read_manifest(place.folder)
    edition = Edition(
        week=str(plan.week),
        kind=plan.kind,
        revision=plan.revision,
        reason=plan.reason,
        is_backfilled=plan.is_backfilled,
        cut_off_at=plan.cut_off_at,
        published_at=published_at,
        folder=place.name,
        manifest_hash=place.manifest_hash,
        previous_hash=manifest["previous_hash"],
        method_version=manifest["method_version"],
        code_version=manifest["code_version"],
        inputs_hash=manifest["inputs_hash"],
        threshold_version=manifest["threshold_version"],
        transaction_count=manifest["transaction_count"],
        response_count=manifest["rows"]["responses"],
        late_response_count=manifest["late_response_count"],
        expected_answer_share=figures.summary["expected_answer_share"],
        summary=figures.summary,
    )
    session.add(edition)
    session.flush()
    for table, rows in figure_rows(figures, against.id if against else None):
        _insert(session, table, edition.id, rows)
    store_tallies(session, edition.id)
    return edition


def figure_rows(
    figures: Figures, against_edition_id: int | None
) -> list[tuple[type[Base], list[dict[str, Any]]]]:
    """Every published figure as a row of its table, without the edition's own id."""
    return [
        (Estimate, [vars(figure) for figure in figures.estimates]),
        (Gap, [vars(figure) for figure in figures.gaps]),
        (
            Change,
            [
                {**vars(figure), "against_edition_id": against_edition_id}
                for figure in figures.changes
            ],
        ),
        (FindingRow, [finding.as_json() for finding in figures.findings]),
        (LadderStep, [vars(figure) for figure in figures.ladder]),
        (Weighing, [asdict(figure) for figure in figures.weighings]),
        (ChartPoint, [vars(figure) for figure in figures.charts]),
        (Standing, [vars(figure) for figure in figures.standings]),
        (DriverRow, [vars(figure) for figure in figures.drivers]),
        (PeerBenchmark, [vars(figure) for figure in figures.benchmarks]),
        (Distribution, [vars(figure) for figure in figures.distributions]),
    ]


def _insert(
    session: Session, table: type[Base], edition_id: int, rows: Iterable[dict[str, Any]]
) -> None:
    complete = [{**row, "edition_id": edition_id} for row in rows]
    for part in chunked(complete):
        insert_rows(session, table, part)
