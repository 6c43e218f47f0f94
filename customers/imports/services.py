"""One import, whatever its kind: plan it without writing, then carry it out whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.database import one_at_a_time
from customers.imports.cells import Rules
from customers.imports.column_maps import NO_MAP, ColumnMap
from customers.imports.columns import Layout, find_columns
from customers.imports.errors import (
    ImportRefusedError,
    NothingToImportError,
    RejectedRowsError,
    closest,
)
from customers.imports.kinds import ImportKind, Note, Progress, Review, Row
from customers.imports.parsing import NumberedRow, Parsed, parse_records
from customers.imports.reading import DELIMITER_NAMES, Table, read_table
from customers.imports.report import (
    ImportPlan,
    ImportReport,
    Rejection,
    rejected_columns,
    rejected_lines,
)
from customers.models import Import
from customers.rows import StoreCounts
from customers.services import require_programme


@dataclass(frozen=True)
class Source:
    """A file to import: its name, its bytes, and the column map that explains it."""

    file_name: str
    data: bytes
    column_map: ColumnMap = NO_MAP


def find_kind(kinds: Sequence[ImportKind[Any]], key: str) -> ImportKind[Any]:
    for kind in kinds:
        if kind.key == key:
            return kind
    known = [kind.key for kind in kinds]
    raise ImportRefusedError(
        f"{key!r} cannot be imported{closest(key, known)}. Known: {', '.join(known)}."
    )


def plan_import(
    session: Session,
    kind: ImportKind[Row],
    source: Source,
    now: datetime,
    progress: Progress | None = None,
) -> ImportPlan[Row]:
    """Read the file and compare it with what is stored; nothing is written.

    Raises an ImportRefusedError where the file as a whole cannot be used, NoProgrammeError.
    """
    column_map = source.column_map
    rules = rules_of(ZoneInfo(require_programme(session).time_zone), column_map, now)
    table = read_table(source.data, encoding=column_map.encoding, delimiter=column_map.delimiter)
    fields = kind.fields(session)
    layout = find_columns(kind, fields, table.header, column_map, rules)
    parsed = parse_records(kind, layout, table, column_map.empty, progress)
    review = kind.review(session, [numbered.row for numbered in parsed.rows])
    accepted, rejections = _apply(review, parsed, layout)
    counts = kind.compare(session, accepted, layout.stated) if accepted else StoreCounts()
    report = ImportReport(
        kind=kind.key,
        title=kind.title,
        file_name=source.file_name,
        row_count=len(accepted) + len(rejections),
        counts=counts,
        rejected_count=len(rejections),
        rejected_columns=rejected_columns(rejections),
        rejected_lines=rejected_lines(rejections),
        notes=(*_own_notes(layout, len(accepted)), *review.notes),
        unread_columns=layout.unread,
        reading=_reading(table),
    )
    return ImportPlan(accepted, layout.stated, rejections, table.header, table.file_hash, report)


def rules_of(programme_zone: ZoneInfo, column_map: ColumnMap, now: datetime) -> Rules:
    return Rules(
        zone=column_map.zone or programme_zone,
        programme_zone=programme_zone,
        today=now.astimezone(programme_zone).date(),
        date_formats=column_map.date_formats,
        decimal=column_map.decimal,
    )


def _apply(
    review: Review, parsed: Parsed[Row], layout: Layout
) -> tuple[tuple[Row, ...], tuple[Rejection, ...]]:
    """What stays and what does not; problems name the columns as the file does."""
    refused = [
        Rejection(
            numbered.record.line,
            (layout.in_file_words(review.problems[numbered.row.key]),),
            numbered.record.cells,
        )
        for numbered in parsed.rows
        if numbered.row.key in review.problems
    ]
    rejections = sorted([*parsed.rejections, *refused], key=lambda rejection: rejection.line)
    return tuple(_kept(parsed.rows, review)), tuple(rejections)


def _kept(rows: Sequence[NumberedRow[Row]], review: Review) -> list[Row]:
    return [numbered.row for numbered in rows if numbered.row.key not in review.problems]


def _own_notes(layout: Layout, accepted_count: int) -> tuple[Note, ...]:
    if layout.has_key:
        return ()
    return (
        Note(
            accepted_count,
            "rows have no key and are recognised by their content: a row that is corrected later "
            "would be imported as another one",
        ),
    )


def _reading(table: Table) -> str:
    encoding = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252 (Latin-1)"}.get(
        table.encoding, table.encoding
    )
    return f"{encoding}, {DELIMITER_NAMES.get(table.delimiter, table.delimiter)}-separated"


def check_confirmed(plan: ImportPlan[Any], *, leave_out_rejected: bool) -> None:
    """Raise NothingToImportError or RejectedRowsError unless the plan may be carried out."""
    if not plan.rows:
        raise NothingToImportError(plan.report.rejected_count)
    if plan.rejections and not leave_out_rejected:
        raise RejectedRowsError(len(plan.rows), len(plan.rejections))


def carry_out(
    session: Session,
    kind: ImportKind[Row],
    plan: ImportPlan[Row],
    scope: Scope,
    now: datetime,
    *,
    leave_out_rejected: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Store the plan's rows inside the caller's write transaction; a plan without changes nothing.

    Raises RejectedRowsError unless leaving out the rejected rows was confirmed.
    """
    check_confirmed(plan, leave_out_rejected=leave_out_rejected)
    report = plan.report
    if report.changes_nothing:
        return replace(report, is_done=True)
    origin = Origin(kind.key, report.file_name, plan.file_hash)
    entry = open_import(session, origin, scope, now)
    counts = kind.store(session, plan.rows, now, plan.stated, entry.id, progress)
    close_import(session, entry, counts, report.rejected_count, scope)
    return replace(report, counts=counts, is_done=True)


@dataclass(frozen=True)
class Origin:
    """What is imported, under which name, and the SHA-256 of what came."""

    kind: str
    name: str
    file_hash: str


def open_import(session: Session, origin: Origin, scope: Scope, now: datetime) -> Import:
    """Note an import before its rows, which point at it; one import at a time."""
    one_at_a_time(session, "import")
    entry = Import(
        kind=origin.kind,
        file_name=origin.name,
        file_hash=origin.file_hash,
        imported_at=now,
        imported_by=scope.actor or scope.role,
        new_count=0,
        changed_count=0,
        unchanged_count=0,
        rejected_count=0,
    )
    session.add(entry)
    session.flush()
    return entry


def close_import(
    session: Session, entry: Import, counts: StoreCounts, rejected_count: int, scope: Scope
) -> None:
    """Note what became of the rows, with the entry in the audit trail."""
    entry.new_count, entry.changed_count = counts.new, counts.changed
    entry.unchanged_count, entry.rejected_count = counts.unchanged, rejected_count
    detail = f"{counts.new} new, {counts.changed} changed, {rejected_count} left out"
    subject = f"{entry.kind}: {entry.file_name}"
    record_audit(session, scope, "import", subject, detail, entry.imported_at)
