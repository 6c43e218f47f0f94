"""The demo's people act on signals through the same services as anybody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role, User
from access.services import RoleGrant, add_user
from access.visibility import command_line_scope
from core.database import writing
from demo.owners import MANAGER, act_on_signals
from metrics.signals.models import Signal, SignalNote
from tests.factories import make_programme
from tests.metrics.signals.finals import WEEK, Finals, change, chart, review


@pytest.fixture
def finals(session: Session, now: datetime) -> Finals:
    make_programme(session, now)
    with writing(session):
        add_user(
            session, command_line_scope("demo"), email=MANAGER, name="Mar Osei",
            grants=(RoleGrant(Role.PROGRAMME_MANAGER),), now=now,
        )  # fmt: skip
    return Finals(session, now)


def act(session: Session, at: datetime) -> list[Signal]:
    with writing(session):
        act_on_signals(session, at)
    session.rollback()
    return list(session.scalars(sa.select(Signal).order_by(Signal.id)))


def test_patterns_go_to_the_manager_and_the_rest_waits_until_it_is_due(
    finals: Finals, session: Session
) -> None:
    edition = finals.publish(WEEK, review(), chart("below"))

    pattern, charted = act(session, edition.published_at)

    manager = session.scalars(sa.select(User)).one()
    assert (pattern.owner_id, charted.owner_id) == (manager.id, None)
    assert {pattern.state, charted.state} == {"open"}


def test_what_is_due_is_closed_if_quiet_and_given_more_time_if_it_stands(
    finals: Finals, session: Session
) -> None:
    finals.publish(WEEK, chart("below"), change("down"))
    edition = finals.publish(WEEK.shifted(2), chart("below"))

    charted, changed = sorted(
        act(session, edition.published_at), key=lambda one: one.state != "open"
    )

    today = edition.published_at.date()
    assert (changed.state, changed.closed_by) == ("done", "Mar Osei")
    assert (charted.state, charted.due_on) == ("open", today + timedelta(days=28))
    assert session.scalar(sa.select(sa.func.count(SignalNote.id))) == 2


def test_without_the_demos_people_nothing_is_done(finals: Finals, session: Session) -> None:
    with writing(session):
        session.execute(sa.update(User).values(email="else@example.com"))
    edition = finals.publish(WEEK, review())

    [signal] = act(session, edition.published_at)

    assert (signal.state, signal.owner_id) == ("open", None)
