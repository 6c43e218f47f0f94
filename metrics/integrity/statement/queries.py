"""What a methods statement is written from: the edition's rows and its frozen files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.errors import FrozenWeekDamagedError
from metrics.figures import Finding
from metrics.integrity.label.decided import Decided, read_decided
from metrics.integrity.label.queries import finding_of
from metrics.models import Edition, Estimate, FindingRow, LadderStep, Level, Weighing
from metrics.warehouse.files import read_json, read_manifest, read_table
from metrics.warehouse.frozen import Reference, read_questionnaires
from metrics.warehouse.questionnaires import QuestionnaireFacts

WEEK = 1


@dataclass(frozen=True)
class Fieldwork:
    """Counts of the responses by the cut-off, whatever became of them; days where one is known."""

    sources: Mapping[str, int]
    languages: Mapping[str, int]
    devices: Mapping[str, int]
    first_answered_on: date | None
    last_answered_on: date | None


@dataclass(frozen=True)
class Frozen:
    """What the folder says; parts that its method did not freeze are empty."""

    reference: Reference
    questionnaires: tuple[QuestionnaireFacts, ...]
    fieldwork: Fieldwork
    contacts_by: Mapping[str, int]
    is_over: bool


@dataclass(frozen=True)
class StatementData:
    programme: str
    edition: Edition
    frozen: Frozen | None
    decided: Decided
    ladder: Mapping[tuple[str, str, str], int]
    weighings: Mapping[str, Mapping[str, Any]]
    findings: tuple[Finding, ...]
    decisions: Mapping[str, int]
    margins: Mapping[tuple[str, str], tuple[float, int]]


def read_statement(
    session: Session, edition: Edition, weeks_folder: Path, programme: str
) -> StatementData:
    folder = weeks_folder / edition.folder
    findings = session.scalars(
        sa.select(FindingRow).where(FindingRow.edition_id == edition.id).order_by(FindingRow.id)
    )
    return StatementData(
        programme=programme,
        edition=edition,
        frozen=_frozen(folder),
        decided=read_decided(folder),
        ladder=_ladder(session, edition),
        weighings=_weighings(session, edition),
        findings=tuple(finding_of(row) for row in findings),
        decisions=_decisions(session, edition),
        margins=_margins(session, edition),
    )


def _frozen(folder: Path) -> Frozen | None:
    try:
        responses, frame = read_table(folder, "responses"), read_table(folder, "frame")
        reference = Reference.from_json(read_json(folder, "reference"))
        manifest = read_manifest(folder)
    except FrozenWeekDamagedError:
        return None
    return Frozen(
        reference=reference,
        questionnaires=_questionnaires(folder, manifest),
        fieldwork=_fieldwork(responses),
        contacts_by=_counts(frame.filter(pc.field("contact_present")), "contact_supplied_by"),
        is_over=bool(manifest["fieldwork_closed"]),
    )


def _questionnaires(folder: Path, manifest: Mapping[str, Any]) -> tuple[QuestionnaireFacts, ...]:
    if "questionnaires.json" not in manifest["files"]:
        return ()
    return tuple(read_questionnaires(folder).values())


def _fieldwork(responses: pa.Table) -> Fieldwork:
    days = np.array(responses.column("answered_on").to_pylist(), dtype="datetime64[D]")
    known = days[~np.isnat(days)]
    return Fieldwork(
        sources=_counts(responses, "source"),
        languages=_counts(responses, "language"),
        devices=_counts(responses, "device_class"),
        first_answered_on=known.min().item() if len(known) else None,
        last_answered_on=known.max().item() if len(known) else None,
    )


def _counts(table: pa.Table, column: str) -> dict[str, int]:
    """Most first; what was not recorded is counted as such."""
    if column not in table.column_names:
        return {}
    found = Counter(value or "not recorded" for value in table.column(column).to_pylist())
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _ladder(session: Session, edition: Edition) -> dict[tuple[str, str, str], int]:
    """Of the network in the week, by audience, step and reason."""
    rows = session.scalars(
        sa.select(LadderStep).where(
            LadderStep.edition_id == edition.id,
            LadderStep.level == Level.NETWORK,
            LadderStep.window == WEEK,
        )
    )
    return {(row.audience, row.step, row.reason): row.count for row in rows}


def _weighings(session: Session, edition: Edition) -> dict[str, dict[str, Any]]:
    rows = session.scalars(
        sa.select(Weighing)
        .where(Weighing.edition_id == edition.id, Weighing.window == WEEK)
        .order_by(Weighing.audience.desc())
    )
    return {row.audience: row.report for row in rows}


def _decisions(session: Session, edition: Edition) -> dict[str, int]:
    rows = session.execute(
        sa.select(Estimate.decision, sa.func.count())
        .where(Estimate.edition_id == edition.id)
        .group_by(Estimate.decision)
    )
    return {row[0]: row[1] for row in rows}


def _margins(session: Session, edition: Edition) -> dict[tuple[str, str], tuple[float, int]]:
    """Half the interval's width and n of the network's totals of the week."""
    rows = session.scalars(
        sa.select(Estimate)
        .where(
            Estimate.edition_id == edition.id,
            Estimate.level == Level.NETWORK,
            Estimate.window == WEEK,
            Estimate.touchpoint_key == "",
            Estimate.value.is_not(None),
            Estimate.decision != "hold",
        )
        .order_by(Estimate.audience.desc(), Estimate.id)
    )
    return {
        (row.audience, row.metric): (((row.ci_high or 0) - (row.ci_low or 0)) / 2, row.n)
        for row in rows
    }
