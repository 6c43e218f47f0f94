"""Find the label of a figure, as its reader may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import read_names
from metrics.dashboards.errors import NoSuchPageError, ReplacedError
from metrics.integrity.label.address import FigureName, label_url
from metrics.integrity.label.building import build_label
from metrics.integrity.label.decided import read_decided
from metrics.integrity.label.document import Label
from metrics.integrity.label.queries import (
    Reader,
    newest_revision,
    read_edition_for,
    read_label,
)
from metrics.integrity.label.visibility import (
    for_partner,
    for_peer,
    is_told_to_peers,
    reader_of,
)
from metrics.models import EditionKind, Level

NONE_SUCH = "There is no such figure in that edition, or it is not yours to see."


@dataclass(frozen=True)
class EditionName:
    week: str
    kind: str
    revision: int


def find_label(
    session: Session, scope: Scope, weeks_folder: Path, edition: EditionName, name: FigureName
) -> Label:
    """Raises NoSuchPageError, alike for what does not exist and what the scope may not see.

    Of an edition that was replaced, ReplacedError with where the label of the newest stands: this
    figure less that one would be of the few answers between (methods H4).
    """
    reader = reader_of(scope, name)
    if reader:
        _require_newest(session, scope, edition, name)
    found = read_edition_for(session, scope, edition.week, edition.kind, edition.revision)
    rows = read_label(session, found, name) if reader and found else None
    if found is None or rows is None:
        raise NoSuchPageError(NONE_SUCH)
    decided = read_decided(weeks_folder / found.folder)
    label = build_label(rows, decided, read_names(session, scope))
    if reader is Reader.HOUSE:
        return label
    if reader is Reader.PARTNER:
        return for_partner(label)
    key = scope.partner_key or ""
    own = read_label(session, found, replace(name, level=Level.PARTNER, node_key=key))
    rule = found.summary.get("peer_rules", {}).get(name.of)
    if not is_told_to_peers(label, own.figure if own else None, rule, key):
        raise NoSuchPageError(NONE_SUCH)
    return for_peer(label)


def _require_newest(session: Session, scope: Scope, edition: EditionName, name: FigureName) -> None:
    newest = newest_revision(session, edition.week, edition.kind)
    may_see = scope.sees_flashes or edition.kind == EditionKind.FINAL
    if may_see and 0 <= edition.revision < newest:
        raise ReplacedError(newest, label_url(edition.week, edition.kind, newest, name))
