"""Make a table of an edition, or the list of editions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import read_names
from customers.services import require_programme
from metrics.dashboards.editions.queries import read_edition
from metrics.dashboards.errors import REPLACED
from metrics.exports.columns import Around, cells
from metrics.exports.editions.fields import EDITIONS as EDITION_FIELDS
from metrics.exports.editions.queries import Cut, read_every_edition, read_newest_revision
from metrics.exports.editions.tables import EDITION_TABLES, EDITIONS, EDITIONS_TITLE
from metrics.exports.errors import NoSuchExportError
from metrics.exports.notes import READING, edition_notes
from metrics.exports.table import ExportTable
from metrics.models import Level

NO_EDITION = (
    "There is no such edition to take a table from. The page of exports has those there are."
)


@dataclass(frozen=True)
class EditionName:
    week: str
    kind: str
    revision: int

    @property
    def text(self) -> str:
        return f"{self.week}-{self.kind}-{self.revision}"


def make_edition_table(
    session: Session, scope: Scope, edition: EditionName, name: str, cut: Cut, base_url: str
) -> ExportTable:
    """Raises NoSuchExportError, alike for what does not exist and what is not this scope's."""
    table = EDITION_TABLES.get(name)
    if table is None:
        known = ", ".join(EDITION_TABLES)
        raise NoSuchExportError(f"There is no table {name!r}. There are: {known}.")
    if cut.level and cut.level not in set(Level):
        known = ", ".join(Level)
        raise NoSuchExportError(f"There is no level {cut.level!r}. There are: {known}.")
    line = read_edition(session, edition.week, edition.kind, edition.revision)
    if line is None or not scope.sees_whole_network:
        raise NoSuchExportError(NO_EDITION)
    newest = read_newest_revision(session, line)
    if table.has_figures and newest > line.revision:
        raise NoSuchExportError(REPLACED.format(newest))
    around = Around(line, read_names(session, scope), base_url)
    rows = table.read(session, scope, line.id, cut)
    notes = edition_notes(line, require_programme(session).name)
    return ExportTable(
        "-".join(part for part in (name, edition.text, cut.level, cut.node_key) if part),
        f"{table.title} of {edition.week}, {edition.kind}, revision {edition.revision}",
        tuple(field.column for field in table.fields),
        tuple(cells(table.fields, row, around) for row in rows),
        (*notes, ("Filter", _filter_text(cut, around))),
    )


def _filter_text(cut: Cut, around: Around) -> str:
    if not cut.level:
        return "None: everything the edition has."
    if not cut.node_key:
        return f"Level {cut.level} alone."
    return f"{around.names.place(cut.level, cut.node_key)} ({cut.level} {cut.node_key}) alone."


def make_listing(session: Session, scope: Scope, name: str) -> ExportTable:
    """A table of no single edition: the list of them; raises NoSuchExportError for another."""
    if name != EDITIONS:
        raise NoSuchExportError(f"There is no list {name!r}. There is: {EDITIONS}.")
    lines = read_every_edition(session, scope)
    return ExportTable(
        EDITIONS,
        EDITIONS_TITLE,
        tuple(field.column for field in EDITION_FIELDS),
        tuple(tuple(getattr(line, f.column.name) for f in EDITION_FIELDS) for line in lines),
        (("Programme", require_programme(session).name), *READING),
    )
