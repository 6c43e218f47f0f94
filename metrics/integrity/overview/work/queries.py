"""What the work list reads: notes by thread, how much a place weighs, and where a check fell quiet.

A thread is what one check says about one cut, from week to week and over every window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.dashboards.families import TROUBLE
from metrics.dashboards.told import Told
from metrics.integrity.models import FindingNote
from metrics.models import Edition, FindingRow, LadderStep

# check, audience, level, node, touchpoint, metric
ThreadKey = tuple[str, str, str, str, str, str]
# audience, level, node
PlaceKey = tuple[str, str, str]

WEIGHED_OVER = 13


def thread_of(row: Told | FindingNote) -> ThreadKey:
    return (
        row.check_key, row.audience, row.level, row.node_key, row.touchpoint_key, row.metric,
    )  # fmt: skip


def read_notes(session: Session, check_keys: Iterable[str]) -> dict[ThreadKey, list[FindingNote]]:
    """Every note about these checks by thread, oldest first."""
    rows = session.scalars(
        sa.select(FindingNote)
        .where(FindingNote.check_key.in_(sorted(set(check_keys))))
        .order_by(FindingNote.id)
    )
    notes: dict[ThreadKey, list[FindingNote]] = {}
    for row in rows:
        notes.setdefault(thread_of(row), []).append(row)
    return notes


def transactions_by_place(session: Session, edition_id: int) -> dict[PlaceKey, int]:
    """Transactions of the last thirteen weeks of each place with a ladder."""
    rows = session.execute(
        sa.select(
            LadderStep.audience, LadderStep.level, LadderStep.node_key, LadderStep.count
        ).where(
            LadderStep.edition_id == edition_id,
            LadderStep.window == WEIGHED_OVER,
            LadderStep.step == "transactions",
            LadderStep.reason == "",
        )
    )
    return {(audience, level, node): count for audience, level, node, count in rows}


def editions_between(
    session: Session, kind: str, after: datetime, until: datetime
) -> list[tuple[int, datetime]]:
    """Editions of a kind published after one moment and before another, with when."""
    rows = session.execute(
        sa.select(Edition.id, Edition.published_at)
        .where(Edition.kind == kind, Edition.published_at > after, Edition.published_at < until)
        .order_by(Edition.id)
    )
    return [(edition_id, at) for edition_id, at in rows]


def troubled_threads(
    session: Session, edition_ids: Sequence[int], keys: Iterable[ThreadKey]
) -> set[tuple[int, ThreadKey]]:
    """In which of these editions which of these threads fired."""
    wanted = set(keys)
    columns = (
        FindingRow.check_key, FindingRow.audience, FindingRow.level, FindingRow.node_key,
        FindingRow.touchpoint_key, FindingRow.metric,
    )  # fmt: skip
    rows = session.execute(
        sa.select(FindingRow.edition_id, *columns)
        .where(
            FindingRow.edition_id.in_(edition_ids),
            FindingRow.check_key.in_(sorted({key[0] for key in wanted})),
            FindingRow.state.in_(TROUBLE),
        )
        .distinct()
    )
    fired = (
        (edition_id, (check, audience, level, node, touchpoint, metric))
        for edition_id, check, audience, level, node, touchpoint, metric in rows
    )
    return {(edition_id, key) for edition_id, key in fired if key in wanted}


def get_finding(session: Session, finding_id: int) -> FindingRow | None:
    return session.get(FindingRow, finding_id)


def findings_of_thread(session: Session, row: FindingRow) -> list[FindingRow]:
    """The same check of the same cut over every window of the edition."""
    return list(
        session.scalars(
            sa.select(FindingRow)
            .where(
                FindingRow.edition_id == row.edition_id,
                FindingRow.check_key == row.check_key,
                FindingRow.audience == row.audience,
                FindingRow.level == row.level,
                FindingRow.node_key == row.node_key,
                FindingRow.touchpoint_key == row.touchpoint_key,
                FindingRow.metric == row.metric,
            )
            .order_by(FindingRow.id)
        )
    )
