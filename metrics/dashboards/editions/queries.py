"""The published editions, page by page, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.dashboards.queries import AUDIENCES, LINE_COLUMNS, EditionLine
from metrics.method import WINDOWS
from metrics.models import Edition, LadderStep, Level
from metrics.tallies import EstimateTally

PAGE_LENGTH = 60


def read_editions(session: Session, before: str | None) -> list[EditionLine]:
    """Newest first: flashes, finals and revisions; `before` is a week. One more than a page."""
    query = sa.select(*LINE_COLUMNS).order_by(
        Edition.week.desc(), Edition.kind, Edition.revision.desc()
    )
    if before is not None:
        query = query.where(Edition.week < before)
    return [EditionLine(*row) for row in session.execute(query.limit(PAGE_LENGTH + 1))]


def read_edition(session: Session, week: str, kind: str, revision: int) -> EditionLine | None:
    row = session.execute(
        sa.select(*LINE_COLUMNS).where(
            Edition.week == week, Edition.kind == kind, Edition.revision == revision
        )
    ).first()
    return EditionLine(*row) if row else None


@dataclass(frozen=True)
class Tally:
    """How many figures were decided in one way, for one reason."""

    decision: str
    grade: str
    reason: str
    count: int


def read_tallies(session: Session, edition_id: int) -> list[Tally]:
    number = sa.func.sum(EstimateTally.estimate_count)
    columns = (EstimateTally.decision, EstimateTally.grade, EstimateTally.reason)
    rows = session.execute(
        sa.select(*columns, number)
        .where(EstimateTally.edition_id == edition_id)
        .group_by(*columns)
        .order_by(EstimateTally.grade, number.desc(), EstimateTally.decision, EstimateTally.reason)
    )
    return [Tally(decision, grade, reason, int(count)) for decision, grade, reason, count in rows]


def read_network_ladder(session: Session, edition_id: int) -> list[LadderStep]:
    return list(
        session.scalars(
            sa.select(LadderStep)
            .where(
                LadderStep.edition_id == edition_id,
                LadderStep.audience.in_(AUDIENCES),
                LadderStep.window.in_(WINDOWS),
                LadderStep.level == Level.NETWORK,
                LadderStep.node_key == "",
            )
            .order_by(LadderStep.id)
        )
    )
