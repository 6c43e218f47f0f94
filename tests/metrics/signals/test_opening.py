"""A signal opens once, stands, falls quiet, stands again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role, User
from access.visibility import Scope
from core.database import writing
from metrics.integrity.signature import Signature
from metrics.models import Edition
from metrics.signals.models import Signal, SignalState
from metrics.signals.services import close_signal
from metrics.targets.models import Target
from tests.factories import make_user
from tests.metrics.signals.finals import WEEK, Finals, change, chart, figure, review, target

NEXT, THIRD = WEEK.shifted(1), WEEK.shifted(2)


def close(session: Session, signal: Signal, now: datetime) -> None:
    scope = Scope(Role.PROGRAMME_MANAGER, actor="manager@example.com")
    with writing(session):
        signature = Signature("Mar Osei", scope, now)
        close_signal(session, signal.id, SignalState.DONE, "Talked with the partner.", signature)


def weeks(finals: Finals) -> list[tuple[str, str, str]]:
    return [(one.opened_week, one.last_seen_week, one.state) for one in finals.signals()]


def test_what_stands_for_weeks_is_one_signal_that_knows_where_it_stood_last(
    finals: Finals,
) -> None:
    finals.publish(WEEK, chart("below"))
    last = finals.publish(NEXT, chart("below"))

    [signal] = finals.signals()

    assert weeks(finals) == [(str(WEEK), str(NEXT), "open")]
    assert signal.seen_edition_id == last.id
    assert signal.follows_id is None


def test_opening_twice_from_one_final_changes_nothing(finals: Finals, session: Session) -> None:
    edition = finals.publish(WEEK, chart("below"), change("down"))
    before = [vars(one) for one in finals.signals()]

    with writing(session):
        counted = finals.open(session.get_one(Edition, edition.id))

    assert counted["opened"] == 0
    assert len(finals.signals()) == len(before) == 2


def test_an_open_one_that_falls_quiet_stays_open_and_goes_on_when_it_stands_again(
    finals: Finals,
) -> None:
    finals.publish(WEEK, chart("below"))
    finals.publish(NEXT)
    finals.publish(THIRD, chart("below"))

    assert weeks(finals) == [(str(WEEK), str(THIRD), "open")]


def test_a_closed_one_stays_closed_while_it_stands(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, chart("below"))
    close(session, finals.signals()[0], now)
    finals.publish(NEXT, chart("below"))

    assert weeks(finals) == [(str(WEEK), str(NEXT), "done")]


def test_a_closed_one_that_stands_again_after_a_quiet_week_is_a_new_one_that_names_the_old(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, chart("below"))
    close(session, finals.signals()[0], now)
    finals.publish(NEXT)
    finals.publish(THIRD, chart("below"))

    old, new = finals.signals()

    assert weeks(finals) == [(str(WEEK), str(WEEK), "done"), (str(THIRD), str(THIRD), "open")]
    assert new.follows_id == old.id


def test_a_second_real_change_is_news_even_in_the_next_week(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, change("down"))
    close(session, finals.signals()[0], now)
    finals.publish(NEXT, change("down"))

    assert weeks(finals) == [(str(WEEK), str(WEEK), "done"), (str(NEXT), str(NEXT), "open")]


def test_what_crosses_to_the_other_side_is_another_signal(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"))
    finals.publish(NEXT, chart("above"))

    assert [(one.side, one.state) for one in finals.signals()] == [
        ("below", "open"),
        ("above", "open"),
    ]


def test_a_flash_opens_nothing(finals: Finals) -> None:
    finals.publish(WEEK, chart("below"), kind="flash")

    assert finals.signals() == []


def test_a_final_of_an_older_week_opens_nothing(finals: Finals) -> None:
    finals.publish(NEXT)
    finals.publish(WEEK, chart("below"))

    assert finals.signals() == []


def test_it_belongs_to_the_owner_of_the_target_who_signs_in(
    finals: Finals, session: Session, now: datetime
) -> None:
    voss = make_user(session, now, Role.EXECUTIVE)
    with writing(session):
        session.get_one(User, voss.id).name = "Ilse Voss"
    finals.publish(WEEK, chart("below"))

    [signal] = finals.signals()

    assert (signal.owner_id, signal.owner) == (voss.id, "")


def test_it_belongs_to_the_person_named_with_the_target_whatever_the_name_beside_it(
    finals: Finals, session: Session, now: datetime
) -> None:
    executive = make_user(session, now, Role.EXECUTIVE)
    with writing(session):
        session.execute(sa.update(Target).values(owner_id=executive.id))
    finals.publish(WEEK, chart("below"))

    assert finals.signals()[0].owner_id == executive.id


def test_a_figure_is_held_against_the_target_of_its_week(finals: Finals, session: Session) -> None:
    with writing(session):
        session.add(target("end_user", 30.0, applies_from=str(NEXT)))
    finals.publish(WEEK, figure("end_user", 38.0, 44.0))
    finals.publish(NEXT, figure("end_user", 38.0, 44.0))

    assert weeks(finals) == [(str(WEEK), str(WEEK), "open")]


@pytest.mark.parametrize("gone", ["disabled", "partner", "namesake"])
def test_a_name_that_is_no_one_person_of_the_house_stays_a_name(
    finals: Finals, session: Session, now: datetime, gone: str
) -> None:
    role, partner = (
        (Role.CHANNEL_PARTNER, "ribera") if gone == "partner" else (Role.EXECUTIVE, None)
    )
    users = [make_user(session, now, role, partner)]
    users += [make_user(session, now, Role.ADMINISTRATOR)] * (gone == "namesake")
    with writing(session):
        for user in users:
            known = session.get_one(User, user.id)
            known.name, known.is_active = "Ilse Voss", gone != "disabled"
    finals.publish(WEEK, chart("below"))

    [signal] = finals.signals()

    assert (signal.owner_id, signal.owner) == (None, "Ilse Voss, Chief")


def test_it_is_nobodys_where_there_is_no_target(finals: Finals, session: Session) -> None:
    with writing(session):
        session.execute(sa.delete(Target))
    finals.publish(WEEK, chart("below"), review())

    assert {(one.owner_id, one.owner) for one in finals.signals()} == {(None, "")}


@pytest.mark.parametrize(
    ("at", "due_on"),
    [
        (datetime(2026, 10, 11, 21, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 11, 22, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
    ids=["a minute before midnight in Berlin", "midnight in Berlin"],
)
def test_it_is_due_two_weeks_after_the_day_of_publishing_in_the_programmes_zone(
    finals: Finals, at: datetime, due_on: date
) -> None:
    finals.publish(WEEK, chart("below"), published_at=at)

    assert finals.signals()[0].due_on == due_on


def test_what_publishing_did_to_signals_stands_in_the_audit(
    finals: Finals, session: Session
) -> None:
    finals.publish(WEEK, chart("below"), change("down"))
    finals.publish(NEXT, chart("below"))
    finals.publish(NEXT, chart("below"), chart("above", metric="csat"), revision=1)

    said = session.scalars(
        sa.select(AuditEntry.detail)
        .where(AuditEntry.deed == "open signals")
        .order_by(AuditEntry.id)
    ).all()

    assert said == ["2 opened", "1 opened, 1 seen again"]


def test_the_database_itself_holds_one_open_signal_of_each(
    finals: Finals, session: Session
) -> None:
    finals.publish(WEEK, chart("below"))
    [signal] = finals.signals()
    facts = {c.key: getattr(signal, c.key) for c in sa.inspect(Signal).column_attrs} | {"id": None}

    with pytest.raises(IntegrityError, match=r"uq_signals_open|UNIQUE"), writing(session):
        session.add(Signal(**facts))
