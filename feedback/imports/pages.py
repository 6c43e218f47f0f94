"""What the import pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from customers.imports.catalogue import Kinds
from customers.imports.report import ImportReport
from customers.imports.uploads import Upload
from customers.models import Import


@dataclass(frozen=True)
class FieldLine:
    name: str
    about: str
    is_required: bool


@dataclass(frozen=True)
class KindPart:
    key: str
    title: str
    about: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class ImportLine:
    title: str
    file_name: str
    imported_at: datetime
    imported_by: str
    new: int
    changed: int
    unchanged: int
    rejected: int


@dataclass(frozen=True)
class ImportsPage:
    kinds: tuple[KindPart, ...]
    done: tuple[ImportLine, ...]
    limit_mb: int
    time_zone: str


@dataclass(frozen=True)
class ReportPage:
    """A preview, or the report of what was imported; `confirm` is the words of the button."""

    report: ImportReport
    name: str
    title: str
    lead: str
    confirm: str | None


def imports_page(
    session: Session, kinds: Kinds, done: Sequence[Import], limit_bytes: int, time_zone: str
) -> ImportsPage:
    titles = {kind.key: kind.title for kind in kinds}
    parts = tuple(
        KindPart(
            kind.key,
            kind.title,
            kind.about,
            tuple(FieldLine(f.name, f.about, f.is_required) for f in kind.fields(session)),
        )
        for kind in kinds
    )
    lines = tuple(
        ImportLine(
            titles.get(entry.kind, entry.kind),
            entry.file_name,
            entry.imported_at,
            entry.imported_by,
            entry.new_count,
            entry.changed_count,
            entry.unchanged_count,
            entry.rejected_count,
        )
        for entry in done
    )
    return ImportsPage(parts, lines, limit_bytes // 2**20, time_zone)


def report_page(upload: Upload, report: ImportReport) -> ReportPage:
    title, lead = _done_words(report) if report.is_done else _preview_words(report)
    confirm = _confirm_words(report) if upload.is_waiting and not report.is_done else None
    return ReportPage(report, upload.name, title, lead, confirm)


def _preview_words(report: ImportReport) -> tuple[str, str]:
    if not report.accepted_count:
        return "No row of this file can be imported", "Nothing was written. The reasons are below."
    if report.changes_nothing and not report.rejected_count:
        return (
            "Everything in this file is here already",
            "Importing it would change nothing.",
        )
    title = f"{report.accepted_count:,} of {report.row_count:,} rows can be imported"
    return title, "Nothing is written yet. Look at the numbers, then confirm."


def _done_words(report: ImportReport) -> tuple[str, str]:
    if report.changes_nothing:
        return "Everything in this file was here already", "Nothing was changed."
    counts = report.counts
    left_out = f", {report.rejected_count:,} left out" if report.rejected_count else ""
    return (
        f"Imported: {counts.new:,} new, {counts.changed:,} changed{left_out}",
        f"{report.title} from {report.file_name}. The uploaded file was removed.",
    )


def _confirm_words(report: ImportReport) -> str | None:
    if not report.accepted_count or report.changes_nothing:
        return None
    if report.rejected_count:
        return f"Import {report.accepted_count:,}, leave out {report.rejected_count:,}"
    return f"Import {report.accepted_count:,} rows"
