"""Every closing is noted, in the transaction that publishes it."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from access.visibility import Scope
from metrics.weekly.services import close_week
from tests.metrics.programmes import WEEK, SmallProgramme


def test_closing_and_revising_are_noted_with_who_did_it(
    programme: SmallProgramme, session: Session
) -> None:
    programme.live_week(WEEK)
    over = programme.fieldwork_over(WEEK)
    manager = Scope(Role.PROGRAMME_MANAGER, actor="mar@example.com")

    programme.close(WEEK, over)
    close_week(
        session, WEEK, replace(programme.closing(over), scope=manager), reason="A file came late"
    )

    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.actor, entry.deed, entry.subject, entry.detail) for entry in entries] == [
        ("command line", "close week", str(WEEK), "final, revision 0"),
        ("mar@example.com", "close week", str(WEEK), "final, revision 1: A file came late"),
    ]
