"""Where the sheets of a version ended: sent, given up on a page, or still under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from feedback.break_off.models import UnfinishedSheets
from feedback.models import Response, ResponseSource, SheetDraft
from feedback.queries import closed_links
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.flow import pages_of
from surveys.questionnaires.shapes import read_flow, read_structure


@dataclass(frozen=True)
class SheetEnds:
    """What is known of a version's sheets of personal links.

    `pages` are the keys of the questions on each page; `left_on` counts the sheets that were begun
    and never sent by the farthest page they reached, `sent_count` those that were sent, both of
    links that have closed: while a link is open it can be sent and not yet be left. Of open links
    `open_count` are under way and `early_count` sent. Who opened a sheet and answered nothing left
    no trace and is in none of them.
    """

    pages: tuple[tuple[str, ...], ...]
    left_on: Mapping[int, int]
    sent_count: int
    open_count: int
    early_count: int

    @property
    def reached(self) -> tuple[int, ...]:
        """How many got at least to each page, and at the end how many sent their sheet."""
        reached = [self.sent_count]
        for page in range(len(self.pages), 0, -1):
            reached.insert(0, reached[0] + self.left_on.get(page, 0))
        return tuple(reached)


def read_sheet_ends(session: Session, version: QuestionnaireVersion, now: datetime) -> SheetEnds:
    shapes = read_structure(version.structure)
    pages = pages_of(shapes, read_flow(version.structure))
    left_on: dict[int, int] = {}
    counts = sa.select(UnfinishedSheets.page, sa.func.sum(UnfinishedSheets.sheet_count))
    of_version = counts.where(UnfinishedSheets.version_id == version.id)
    for page, count in session.execute(of_version.group_by(UnfinishedSheets.page)):
        # The closing page asks nothing: whoever got there left on the last one that does.
        last = min(page, len(pages))
        left_on[last] = left_on.get(last, 0) + int(count)
    sent = _count_sent(session, version.id, now)
    return SheetEnds(
        pages=tuple(tuple(shape.key for shape in page) for page in pages),
        left_on=left_on,
        sent_count=sent.get(True, 0),
        open_count=_count(
            session,
            SheetDraft.version_id == version.id,
            SheetDraft.invitation_id.not_in(closed_links(now)),
        ),
        early_count=sent.get(False, 0),
    )


def _count_sent(session: Session, version_id: int, now: datetime) -> dict[bool, int]:
    """Sent through personal links, since pages are kept of them: by whether the link is closed."""
    is_closed = Response.invitation_id.in_(closed_links(now))
    rows = session.execute(
        sa.select(is_closed, sa.func.count())
        .where(
            Response.version_id == version_id,
            Response.source == ResponseSource.LINK,
            Response.pages.is_not(None),
            Response.invitation_id.is_not(None),
        )
        .group_by(is_closed)
    )
    return {bool(closed): count for closed, count in rows}


def _count(session: Session, *conditions: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).where(*conditions)) or 0
