"""`twofold import KIND FILE`: preview, report, and the write in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from access.visibility import command_line_scope
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError
from customers.imports.column_maps import NO_MAP, read_column_map
from customers.imports.errors import RejectedRowsError
from customers.imports.kinds import ImportKind, Progress
from customers.imports.reading import read_bytes
from customers.imports.rejects import write_rejected
from customers.imports.report import LISTED_ROWS, ImportPlan, ImportReport
from customers.imports.services import (
    Source,
    carry_out,
    check_confirmed,
    find_kind,
    plan_import,
)
from feedback.imports.catalogue import KINDS


@click.command("import")
@click.argument("kind", type=click.Choice([kind.key for kind in KINDS]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "map_path", type=click.Path(path_type=Path), help="The column map (TOML).")
@click.option("--preview", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--leave-out-rejected", is_flag=True, help="Import the rest of the rows.")
@click.option(
    "--rejected",
    "rejected_path",
    type=click.Path(path_type=Path),
    help="Write the rejected rows to this CSV file, with the reason beside each.",
)
@with_appcontext
def import_file(
    kind: str,
    file: Path,
    map_path: Path | None,
    preview: bool,
    leave_out_rejected: bool,
    rejected_path: Path | None,
) -> None:
    """Import a CSV or TSV file.

    Rejected rows stop the import unless --leave-out-rejected is given; what is accepted is written
    in one transaction, or not at all. The same file twice changes nothing.
    """
    try:
        chosen = find_kind(KINDS, kind)
        plan = _plan(chosen, _source(file, map_path))
        _print_report(plan.report)
        if rejected_path is not None and plan.rejections:
            _write_rejected(rejected_path, plan)
        if not preview:
            _carry_out(chosen, plan, leave_out_rejected=leave_out_rejected)
    except RejectedRowsError as error:
        raise click.ClickException(f"{error} (--leave-out-rejected)") from error
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error


def _source(path: Path, map_path: Path | None) -> Source:
    limit = current_context().settings.upload_limit_bytes
    data = read_bytes(path, limit)
    column_map = read_column_map(read_bytes(map_path, limit)) if map_path else NO_MAP
    return Source(path.name, data, column_map)


def _plan(kind: ImportKind[Any], source: Source) -> ImportPlan[Any]:
    with _bar("Reading", source.data.count(b"\n")) as progress:
        return plan_import(db.session(), kind, source, current_context().clock.now(), progress)


def _carry_out(kind: ImportKind[Any], plan: ImportPlan[Any], *, leave_out_rejected: bool) -> None:
    check_confirmed(plan, leave_out_rejected=leave_out_rejected)
    if plan.report.changes_nothing:
        click.echo("Nothing was changed: everything was here already.")
        return
    now = current_context().clock.now()
    with _bar("Writing", len(plan.rows)) as progress, writing(db.session()) as session:
        report = carry_out(
            session,
            kind,
            plan,
            command_line_scope(),
            now,
            leave_out_rejected=leave_out_rejected,
            progress=progress,
        )
    counts = report.counts
    click.echo(
        f"Imported: {counts.new:,} new, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged, {report.rejected_count:,} left out."
    )


def _write_rejected(path: Path, plan: ImportPlan[Any]) -> None:
    try:
        path.write_bytes(write_rejected(plan))
    except OSError as error:
        raise click.ClickException(
            f"The rejected rows cannot be written to {path}: {error.strerror}. Nothing was "
            "imported; choose another place."
        ) from error
    click.echo(f"Rejected rows: {path}")


def _print_report(report: ImportReport) -> None:
    counts = report.counts
    click.echo(f"{report.title} in {report.file_name} ({report.reading})")
    click.echo(
        f"  {report.row_count:,} rows: {counts.new:,} new, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged, {report.rejected_count:,} rejected"
    )
    for rejected in report.rejected_lines:
        click.echo(f"  line {rejected.line:,}, {rejected.column}: {rejected.reason}")
    if report.rejected_count > LISTED_ROWS:
        columns = ", ".join(f"{c.column} {c.row_count:,}" for c in report.rejected_columns)
        click.echo(f"  … rejected in all, by column: {columns} (--rejected OUT.csv lists them)")
    for note in report.notes:
        click.echo(f"  note: {note.count:,} {note.text}")
    if report.unread_columns:
        click.echo(f"  not read: {', '.join(report.unread_columns)}")


@contextmanager
def _bar(label: str, length: int) -> Iterator[Progress]:
    with click.progressbar(length=max(length, 1), label=label) as bar:
        update: Callable[[int], object] = bar.update
        yield update
        bar.update(max(length, 1) - bar.pos)


COMMANDS: tuple[click.Command, ...] = (import_file,)
