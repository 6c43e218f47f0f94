"""Count the sheets that were begun and never sent, before their drafts are deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import one_at_a_time
from feedback.break_off.models import UnfinishedSheets
from feedback.models import Response, SheetDraft
from feedback.trail import read_looks

COUNTING = "count unfinished sheets"
Key = tuple[int, int, date]


def count_unfinished(session: Session, are_ending: sa.ColumnElement[bool]) -> None:
    """Add the drafts that end now, and whose sheets nobody sent, to the counts.

    To be called in the transaction that deletes them, so that none is counted twice.
    """
    one_at_a_time(session, COUNTING)
    sent = sa.select(Response.invitation_id).where(Response.invitation_id.is_not(None))
    drafts = session.scalars(
        sa.select(SheetDraft).where(are_ending, SheetDraft.invitation_id.not_in(sent))
    )
    for key, count in Counter(_keys(drafts)).items():
        _add(session, key, count)
    session.flush()


def farthest_page(content: Mapping[str, Any]) -> int:
    """The farthest page of a draft that was ever shown; one may have gone back since."""
    return max(int(content["page"]), *(look.page for look in read_looks(content["looks"])), 1)


def _keys(drafts: Iterable[SheetDraft]) -> Iterator[Key]:
    for draft in drafts:
        yield draft.version_id, farthest_page(draft.content), draft.saved_at.date()


def _add(session: Session, key: Key, count: int) -> None:
    known = session.get(UnfinishedSheets, key)
    if known:
        known.sheet_count += count
        return
    version_id, page, last_on = key
    session.add(
        UnfinishedSheets(version_id=version_id, page=page, last_on=last_on, sheet_count=count)
    )
