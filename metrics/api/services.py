"""Read a page of an edition's figures, and tell the reader what is theirs to know."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.api import queries
from metrics.api.documents import (
    ROOT,
    EditionDocument,
    FigureDocument,
    edition_document,
    figure_document,
    gap_name,
)
from metrics.api.outcomes import FindingDocument, finding_document
from metrics.api.queries import Wanted
from metrics.api.telling import Peer, finding_for_partner, for_partner, is_to_be_compared
from metrics.dashboards.errors import REPLACED, NoSuchPageError
from metrics.dashboards.figures import name_of_estimate
from metrics.dashboards.partner.queries import read_said
from metrics.exports.editions.queries import read_newest_revision
from metrics.integrity.label.queries import read_edition_for
from metrics.models import Edition

NONE_SUCH = "There is no such edition, or it is not yours to see. The list of editions has yours."


def require_edition(session: Session, scope: Scope, week: str, kind: str, revision: int) -> Edition:
    """Raises NoSuchPageError, alike for what does not exist and what the scope may not see."""
    found = read_edition_for(session, scope, week, kind, revision)
    if found is None:
        raise NoSuchPageError(NONE_SUCH)
    return found


def require_figures(session: Session, scope: Scope, week: str, kind: str, revision: int) -> Edition:
    """The edition, where its figures are those that stand.

    Raises NoSuchPageError, also for an edition that was replaced by a revision: new figures less
    old ones would be those of the few answers between (methods H4).
    """
    found = require_edition(session, scope, week, kind, revision)
    newest = read_newest_revision(session, found)
    if newest > revision:
        where = f"{ROOT}/{week}/{kind}/{newest}"
        raise NoSuchPageError(f"{REPLACED.format(newest)} It is at {where}.")
    return found


def list_editions(
    session: Session, scope: Scope, wanted: tuple[str | None, str | None], after: Any, count: int
) -> list[EditionDocument]:
    """`wanted` are week and kind, None: every one."""
    lines = queries.page_of_editions(session, scope, *wanted, after, count)
    newest = queries.newest_revisions(session, {line.week for line in lines})
    return [edition_document(line, scope, newest[line.week, line.kind]) for line in lines]


def list_estimates(
    session: Session, scope: Scope, edition: Edition, wanted: Wanted, after: Any, count: int
) -> list[FigureDocument]:
    rows = queries.page_of_estimates(session, scope, edition.id, wanted, after, count)
    figures = [figure_document(edition, name_of_estimate(row), row) for row in rows]
    return _told(session, scope, edition, figures)


def list_gaps(
    session: Session, scope: Scope, edition: Edition, wanted: Wanted, after: Any, count: int
) -> list[tuple[int, FigureDocument]]:
    """Each with its number, by which the list is ordered."""
    rows = queries.page_of_gaps(session, scope, edition.id, wanted, after, count)
    figures = [figure_document(edition, gap_name(row), row) for row in rows]
    told = _told(session, scope, edition, figures)
    return [(row.id, figure) for row, figure in zip(rows, told, strict=True)]


def list_findings(
    session: Session, scope: Scope, edition: Edition, wanted: Wanted, after: Any, count: int
) -> list[tuple[int, FindingDocument]]:
    """Each with its number, by which the list is ordered."""
    rows = queries.page_of_findings(session, scope, edition.id, wanted, after, count)
    found = [(row.id, finding_document(edition, row)) for row in rows]
    if scope.sees_whole_network:
        return found
    return [(number, finding_for_partner(finding)) for number, finding in found]


def _told(
    session: Session, scope: Scope, edition: Edition, figures: list[FigureDocument]
) -> list[FigureDocument]:
    key = scope.partner_key
    if key is None:
        return figures
    totals = queries.own_totals(session, scope, edition.id)
    peer = Peer(
        key=key,
        week=edition.week,
        rules=edition.summary.get("peer_rules", {}),
        shown={(row.audience, row.metric) for row in totals if is_to_be_compared(row)},
        said=read_said(session, edition.id, key),
    )
    return [for_partner(figure, peer) for figure in figures]
