"""What the integrity overview reads: one edition, the one before it, and thirteen in counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.dashboards.families import CheckCount
from metrics.dashboards.queries import (
    AUDIENCES,
    LINE_COLUMNS,
    READING_COLUMNS,
    EditionLine,
    Reading,
)
from metrics.method import PAIR_WINDOW
from metrics.models import Edition, Estimate, FindingRow, Level
from metrics.tallies import EstimateTally

SPARK_LENGTH = 13
# Revisions are few; should a week have very many, its spark grows shorter and nothing else.
MOST_READ = 8 * SPARK_LENGTH


def read_same_kind(session: Session, line: EditionLine) -> list[EditionLine]:
    """The edition and the last ones of its kind before it, newest first, one of each week."""
    rows = session.execute(
        sa.select(*LINE_COLUMNS)
        .where(Edition.kind == line.kind, Edition.week < line.week)
        .order_by(Edition.week.desc(), Edition.revision.desc())
        .limit(MOST_READ)
    )
    by_week: dict[str, EditionLine] = {line.week: line}
    for row in rows:
        found = EditionLine(*row)
        by_week.setdefault(found.week, found)
    return list(by_week.values())[:SPARK_LENGTH]


def read_of_week(session: Session, week: str) -> list[EditionLine]:
    """Every edition of a week, as it was published."""
    rows = session.execute(
        sa.select(*LINE_COLUMNS).where(Edition.week == week).order_by(Edition.id)
    )
    return [EditionLine(*row) for row in rows]


def count_checks(session: Session, edition_ids: Sequence[int]) -> dict[int, list[CheckCount]]:
    """How the checks of each edition went; an edition without a check has an empty list."""
    columns = (
        FindingRow.edition_id, FindingRow.family, FindingRow.state, FindingRow.severity,
        FindingRow.level,
    )  # fmt: skip
    rows = session.execute(
        sa.select(*columns, sa.func.count())
        .where(FindingRow.edition_id.in_(edition_ids))
        .group_by(*columns)
    )
    found: dict[int, list[CheckCount]] = {edition_id: [] for edition_id in edition_ids}
    for edition_id, family, state, severity, level, count in rows:
        is_whole = level in ("", Level.NETWORK)
        found[edition_id].append(CheckCount(family, state, severity, is_whole, count))
    return found


def count_grades(session: Session, edition_ids: Sequence[int]) -> dict[tuple[int, str, str], int]:
    """How many figures of each level have which grade: by (edition, level, grade)."""
    columns = (EstimateTally.edition_id, EstimateTally.level, EstimateTally.grade)
    rows = session.execute(
        sa.select(*columns, sa.func.sum(EstimateTally.estimate_count))
        .where(EstimateTally.edition_id.in_(edition_ids), EstimateTally.audience.in_(AUDIENCES))
        .group_by(*columns)
    )
    return {(edition_id, level, grade): int(count) for edition_id, level, grade, count in rows}


@dataclass(frozen=True)
class Headline:
    """A headline figure, and beside it what it would be: for the house only."""

    reading: Reading
    with_set_aside: float | None
    without_flagged: float | None


def read_headlines(session: Session, edition_id: int) -> list[Headline]:
    """The network's totals of the longest window, over which partners are judged.

    A week alone seldom has the ten answers that a second figure takes. For the house (the views
    see to it).
    """
    rows = session.execute(
        sa.select(*READING_COLUMNS, Estimate.with_set_aside, Estimate.without_flagged)
        .join(Edition, Edition.id == Estimate.edition_id)
        .where(
            Estimate.edition_id == edition_id,
            Estimate.audience.in_(AUDIENCES),
            Estimate.window == PAIR_WINDOW,
            Estimate.level == Level.NETWORK,
            Estimate.touchpoint_key == "",
        )
        .order_by(Estimate.audience.desc(), Estimate.id)
    )
    return [Headline(Reading(*row[:-2]), row[-2], row[-1]) for row in rows]


def read_threshold_versions(session: Session, edition_ids: Sequence[int]) -> dict[int, str]:
    query = sa.select(Edition.id, Edition.threshold_version).where(Edition.id.in_(edition_ids))
    return {row.id: row.threshold_version for row in session.execute(query)}
