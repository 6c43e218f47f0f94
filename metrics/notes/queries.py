"""Notes about weeks, as far as a scope may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import Names
from metrics.models import Level
from metrics.notes.models import WeekNote


def read_notes(session: Session, scope: Scope, first: str, last: str) -> list[WeekNote]:
    """The notes that stand about weeks from `first` to `last`, by week."""
    return list(
        session.scalars(
            sa.select(WeekNote)
            .where(
                WeekNote.week.between(first, last),
                WeekNote.removed_at.is_(None),
                readable(scope),
            )
            .order_by(WeekNote.week, WeekNote.id)
        )
    )


def readable(scope: Scope) -> sa.ColumnElement[bool]:
    """A channel partner reads what is marked for partners, about the network or itself."""
    if scope.sees_whole_network:
        return sa.true()
    own = sa.and_(WeekNote.level == Level.PARTNER, WeekNote.node_key == scope.partner_key)
    return sa.and_(WeekNote.is_for_partners, sa.or_(own, WeekNote.level == Level.NETWORK))


def concerning(
    notes: Iterable[WeekNote], names: Names, level: str, node_key: str, touchpoint_key: str = ""
) -> tuple[WeekNote, ...]:
    """Those about a place, about one it lies in, or about the network; and its touchpoint."""
    return tuple(
        note
        for note in notes
        if note.touchpoint_key in ("", touchpoint_key)
        and _lies_within(names, (level, node_key), (note.level, note.node_key))
    )


def _lies_within(names: Names, place: tuple[str, str], above: tuple[str, str]) -> bool:
    if above[0] == Level.NETWORK or place == above:
        return True
    return any(known.key == place[1] for known in names.within(place[0], above))


def kept_notes(session: Session) -> Sequence[WeekNote]:
    """Every note that stands, newest week first; for the house (the views see to it)."""
    return session.scalars(
        sa.select(WeekNote)
        .where(WeekNote.removed_at.is_(None))
        .order_by(WeekNote.week.desc(), WeekNote.id.desc())
    ).all()


def removed_notes(session: Session, limit: int = 20) -> Sequence[WeekNote]:
    """What was removed last; for the house."""
    return session.scalars(
        sa.select(WeekNote)
        .where(WeekNote.removed_at.is_not(None))
        .order_by(WeekNote.removed_at.desc(), WeekNote.id.desc())
        .limit(limit)
    ).all()


def successor_of(session: Session, note: WeekNote) -> WeekNote | None:
    """The note that stands in this one's place."""
    return session.scalars(
        sa.select(WeekNote).where(WeekNote.replaces_id == note.id, WeekNote.removed_at.is_(None))
    ).first()
