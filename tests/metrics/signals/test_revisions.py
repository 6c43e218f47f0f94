"""What revisions, and history brought in later, do to signals."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.database import writing
from metrics.integrity.signature import Signature
from metrics.signals.models import Signal, SignalNote, SignalState
from metrics.signals.services import close_signal
from tests.metrics.signals.finals import WEEK, Finals, change, chart

NEXT, THIRD = WEEK.shifted(1), WEEK.shifted(2)


def close(session: Session, signal: Signal, now: datetime) -> None:
    scope = Scope(Role.PROGRAMME_MANAGER, actor="manager@example.com")
    with writing(session):
        signature = Signature("Mar Osei", scope, now)
        close_signal(session, signal.id, SignalState.DONE, "Talked with the partner.", signature)


def weeks(finals: Finals) -> list[tuple[str, str, str]]:
    return [(one.opened_week, one.last_seen_week, one.state) for one in finals.signals()]


def test_a_revision_that_still_shows_it_is_where_its_figures_are_read(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"))
    revised = finals.publish(WEEK, chart("below"), revision=1)

    [signal] = finals.signals()

    assert (signal.state, signal.seen_edition_id) == ("open", revised.id)


def test_a_revision_that_no_longer_shows_it_withdraws_it_and_says_why(
    finals: Finals, session: Session
) -> None:
    finals.publish(WEEK, chart("below"))
    finals.publish(WEEK, revision=1)

    [signal] = finals.signals()
    [note] = session.scalars(sa.select(SignalNote))

    assert (signal.state, signal.closed_by) == ("withdrawn", "Twofold")
    assert note.note == "Revision 1 of 2026-W40 no longer shows it: A late file"


def test_a_second_revision_that_shows_it_again_opens_it_again(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"))
    finals.publish(WEEK, revision=1)
    finals.publish(WEEK, chart("below"), revision=2)

    assert weeks(finals) == [(str(WEEK), str(WEEK), "open")]


def test_a_withdrawn_one_that_stands_in_a_later_week_is_a_new_one(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"))
    finals.publish(WEEK, revision=1)
    finals.publish(NEXT, chart("below"))

    assert [one.state for one in finals.signals()] == ["withdrawn", "open"]


def test_a_revision_takes_only_its_own_week_from_what_stood_before(finals: Finals) -> None:
    first = finals.publish(WEEK, chart("below"))
    finals.publish(NEXT, chart("below"))
    finals.publish(NEXT, revision=1)

    [signal] = finals.signals()

    assert weeks(finals) == [(str(WEEK), str(WEEK), "open")]
    assert signal.seen_edition_id == first.id


def test_a_revision_of_an_older_week_replaces_what_was_last_seen_there(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"), change("down"))
    finals.publish(NEXT)
    revised = finals.publish(WEEK, chart("below"), chart("above", metric="csat"), revision=1)

    charted, changed = sorted(finals.signals(), key=lambda one: one.kind != "control_chart")

    assert charted.seen_edition_id == revised.id
    assert (charted.state, changed.state) == ("open", "withdrawn")


def test_of_history_only_what_still_stands_at_its_end_is_left(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"), change("down"), is_backfilled=True)
    finals.publish(NEXT, chart("below"), change("up"), is_backfilled=True)

    found = [(one.kind, one.side, one.opened_week) for one in finals.signals()]

    assert found == [("control_chart", "below", str(WEEK)), ("change", "above", str(NEXT))]


def test_of_history_what_somebody_touched_stays(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, chart("below"), is_backfilled=True)
    close(session, finals.signals()[0], now)
    finals.publish(NEXT, is_backfilled=True)

    assert weeks(finals) == [(str(WEEK), str(WEEK), "done")]
