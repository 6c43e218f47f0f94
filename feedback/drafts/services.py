"""Keep what was answered so far of a personal link's sheet, until it is sent or its link closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from core.database import Base, writing, writing_core
from feedback.asked import Asked, KeptDraft
from feedback.break_off.services import count_unfinished
from feedback.drafts.queries import are_over, find_any_over
from feedback.models import Response, SheetDraft
from feedback.tokens import SheetToken, milliseconds_of, moment_of
from feedback.trail import PageLook, read_looks, write_looks
from surveys.models import Invitation

DRAFTS = Base.metadata.tables[SheetDraft.__tablename__]
RESPONSES = Base.metadata.tables[Response.__tablename__]
INVITATIONS = Base.metadata.tables[Invitation.__tablename__]
# A response that is being stored holds its invitation's row, so that its end is waited for: else
# the draft of a sheet that is just being sent would stay. SQLite queues writers by itself.
WAIT_FOR_SENDER = (
    sa.select(INVITATIONS.c.id)
    .where(INVITATIONS.c.id == sa.bindparam("of_invitation"))
    .with_for_update()
)
INSERT: Mapping[str, Callable[[sa.Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True)
class SheetSoFar:
    """An unsent sheet: its token, the page one is on, what was sent, and how long it took."""

    token: SheetToken
    page: int
    values: Mapping[str, tuple[str, ...]]
    looks: tuple[PageLook, ...]


def keep_draft(
    engine: Engine, asked: Asked, language: str, so_far: SheetSoFar, now: datetime
) -> None:
    """Store the draft in place of an earlier one, unless the sheet was sent in the meantime.

    Raises NotSavedError.
    """
    values = {
        "invitation_id": asked.invitation_id,
        "version_id": so_far.token.version_id,
        "language": language,
        "content": write_draft(so_far),
        "saved_at": now,
    }
    with writing_core(engine) as connection:
        connection.execute(WAIT_FOR_SENDER, {"of_invitation": asked.invitation_id})
        connection.execute(_upsert(connection, values))


def drop_draft(engine: Engine, asked: Asked) -> None:
    """Delete the draft, as its owner wants to begin again; raises NotSavedError."""
    with writing_core(engine) as connection:
        connection.execute(sa.delete(DRAFTS).where(DRAFTS.c.invitation_id == asked.invitation_id))


def sweep_drafts(session: Session, now: datetime) -> int:
    """Delete the drafts that nobody can go on with any more; returns how many there were."""
    if not find_any_over(session, now):
        return 0
    with writing(session):
        count_unfinished(session, are_over(now))
        gone = session.execute(sa.delete(SheetDraft).where(are_over(now)).returning(DRAFTS.c[0]))
        return len(gone.all())


def write_draft(so_far: SheetSoFar) -> dict[str, Any]:
    """As the table keeps it."""
    return {
        "key": so_far.token.key,
        "served_at": milliseconds_of(so_far.token.served_at),
        "page": so_far.page,
        "values": {name: list(values) for name, values in so_far.values.items()},
        "looks": write_looks(so_far.looks),
    }


def read_draft(draft: KeptDraft, version_id: int) -> SheetSoFar:
    """What `write_draft` wrote."""
    content: Mapping[str, Any] = draft.content
    return SheetSoFar(
        token=SheetToken(content["key"], version_id, moment_of(content["served_at"])),
        page=content["page"],
        values={name: tuple(values) for name, values in content["values"].items()},
        looks=read_looks(content["looks"]),
    )


def _upsert(connection: Connection, values: dict[str, Any]) -> sa.Executable:
    was_sent = sa.exists().where(RESPONSES.c.invitation_id == values["invitation_id"])
    columns = [sa.literal(value, DRAFTS.c[name].type) for name, value in values.items()]
    insert = INSERT[connection.dialect.name](DRAFTS)
    insert = insert.from_select(list(values), sa.select(*columns).where(~was_sent))
    return insert.on_conflict_do_update(
        index_elements=[DRAFTS.c.invitation_id],
        set_={name: insert.excluded[name] for name in values if name != "invitation_id"},
    )
