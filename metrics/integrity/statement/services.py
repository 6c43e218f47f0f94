"""Find an edition and write its methods statement."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.services import require_programme
from metrics.dashboards.errors import NoSuchPageError
from metrics.integrity.label.queries import read_edition_for
from metrics.integrity.label.services import EditionName
from metrics.integrity.statement.queries import StatementData, read_statement


def find_statement(
    session: Session, scope: Scope, weeks_folder: Path, name: EditionName
) -> StatementData:
    """Raises NoSuchPageError."""
    edition = read_edition_for(session, scope, name.week, name.kind, name.revision)
    if edition is None:
        raise NoSuchPageError("There is no such edition. The list of editions has those there are.")
    return read_statement(session, edition, weeks_folder, require_programme(session).name)
