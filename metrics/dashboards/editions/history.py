"""The history of a week: its flash, its final and every revision, with what each one changed.

How many figures a revision changed is told, the figures before it are not: where a handful of
answers came or went, old less new would be theirs (methods H4). They stay in the audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from core.web.filters import counted, instant, number
from metrics.dashboards.datelines import edition_text
from metrics.dashboards.queries import LINE_COLUMNS, EditionLine
from metrics.dashboards.wording import listed
from metrics.models import FIGURE_KEY, Edition, EditionKind, Estimate


@dataclass(frozen=True)
class Moved:
    """How many figures of an edition differ from the revision before it, and in what."""

    value: int
    decision: int
    grade: int
    new: int


@dataclass(frozen=True)
class HistoryLine:
    edition: str
    url: str
    published: str
    answers: str
    reason: str
    changed: str
    is_this: bool


def read_history(session: Session, week: str) -> list[EditionLine]:
    """Every edition of a week: flashes first, then finals, by revision."""
    query = (
        sa.select(*LINE_COLUMNS)
        .where(Edition.week == week)
        .order_by(Edition.kind.desc(), Edition.revision)
    )
    return [EditionLine(*row) for row in session.execute(query)]


def read_moved(session: Session, before: int, after: int) -> Moved:
    """What one revision says otherwise than the one before it."""
    old = aliased(Estimate)
    same = [
        getattr(old, name) == getattr(Estimate, name) for name in FIGURE_KEY if name != "edition_id"
    ]
    differs = {
        "value": sa.and_(
            old.value.is_not(None), Estimate.value.is_not(None), old.value != Estimate.value
        ),
        "decision": old.decision != Estimate.decision,
        "grade": old.grade != Estimate.grade,
        "new": old.id.is_(None),
    }
    row = session.execute(
        sa.select(*(sa.func.sum(sa.case((rule, 1), else_=0)) for rule in differs.values()))
        .select_from(Estimate)
        .outerjoin(old, sa.and_(old.edition_id == before, *same))
        .where(Estimate.edition_id == after)
    ).one()
    return Moved(*(int(count or 0) for count in row))


def history_lines(
    lines: Sequence[EditionLine], moved: dict[int, Moved], zone: ZoneInfo, own: int
) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            edition=edition_text(line, zone),
            url=f"/editions/{line.week}/{line.kind}/{line.revision}",
            published=instant(line.published_at, zone),
            answers=number(line.response_count),
            reason=line.reason or "",
            changed=_changed(moved.get(line.id)),
            is_this=line.id == own,
        )
        for line in lines
    )


def revisions(lines: Sequence[EditionLine]) -> list[tuple[EditionLine, EditionLine]]:
    """Each revision with the one before it, of the same kind."""
    found: list[tuple[EditionLine, EditionLine]] = []
    for kind in EditionKind:
        own = [line for line in lines if line.kind == kind]
        found += pairwise(own)
    return found


def _changed(moved: Moved | None) -> str:
    if moved is None:
        return "the first of its kind"
    said = [
        f"{counted(count, 'figure')} {words}"
        for count, words in (
            (moved.value, "with another value"),
            (moved.decision, "decided otherwise"),
            (moved.grade, "with another grade"),
            (moved.new, "that were not there before"),
        )
        if count
    ]
    return listed(said) if said else "no figure changed"
