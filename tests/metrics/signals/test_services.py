"""Who may do what about a signal, and what stays on record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role, User
from access.visibility import Scope
from core.database import writing
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.signature import Signature
from metrics.signals.errors import NotYourSignalError, SignalMovedOnError
from metrics.signals.models import Signal, SignalNote, SignalState
from metrics.signals.services import (
    Plan,
    close_signal,
    may_act,
    may_take,
    plan_signal,
    reopen_signal,
    take_signal,
)
from tests.databases import make_engine
from tests.factories import make_user
from tests.metrics.signals.finals import WEEK, Finals, chart

TODAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)
SAID = "Talked with the partner about it."

Signer = Callable[..., Signature]


@pytest.fixture
def signed(session: Session, now: datetime) -> Signer:
    """signed(Role.EXECUTIVE): the signature of a person of the house of that role."""

    def sign(role: Role, email: str | None = None) -> Signature:
        user = make_user(session, now, role, email=email)
        return Signature(user.name, Scope(role, user_id=user.id, actor=user.email), now)

    return sign


@pytest.fixture
def signal(finals: Finals) -> Signal:
    """An open one, whose owner does not sign in."""
    finals.publish(WEEK, chart("below"))
    return finals.signals()[0]


def do(session: Session, deed: Callable[..., object], *arguments: object) -> Signal:
    with writing(session):
        deed(session, *arguments)
    return session.scalars(sa.select(Signal).order_by(Signal.id)).first() or pytest.fail("gone")


def notes(session: Session) -> list[tuple[str, str, str]]:
    rows = session.scalars(sa.select(SignalNote).order_by(SignalNote.id))
    return [(one.deed, one.owner, one.note) for one in rows]


def test_a_manager_plans_for_anybody_of_the_house(
    session: Session, signal: Signal, signed: Signer
) -> None:
    manager, executive = signed(Role.PROGRAMME_MANAGER), signed(Role.EXECUTIVE)
    plan = Plan(executive.scope.user_id, FRIDAY, "Visit them first.")

    found = do(session, plan_signal, signal.id, plan, manager, TODAY)

    assert (found.owner_id, found.owner, found.due_on) == (executive.scope.user_id, "", FRIDAY)
    assert notes(session) == [("planned", "Executive", "Visit them first.")]
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "signal planned")).one()
    assert entry.subject == f"{signal.id}: control_chart below end_user network nps"
    assert entry.detail == "Executive; due 2026-11-20; Visit them first."


def test_the_same_plan_sent_twice_is_one_note(
    session: Session, signal: Signal, signed: Signer
) -> None:
    manager, plan = signed(Role.PROGRAMME_MANAGER), Plan(None, FRIDAY, SAID)

    do(session, plan_signal, signal.id, plan, manager, TODAY)
    do(session, plan_signal, signal.id, plan, manager, TODAY)

    assert notes(session) == [("planned", "Ilse Voss, Chief", SAID)]


def test_a_plan_can_leave_it_nobodys(session: Session, signal: Signal, signed: Signer) -> None:
    plan = Plan(None, FRIDAY, "", is_nobodys=True)

    found = do(session, plan_signal, signal.id, plan, signed(Role.ADMINISTRATOR), TODAY)

    assert (found.owner_id, found.owner) == (None, "")


@pytest.mark.parametrize(
    "due_on",
    [TODAY - timedelta(days=1), TODAY + timedelta(days=367), date.max],
    ids=["yesterday", "in over a year", "at the end of time"],
)
def test_a_new_day_lies_ahead_and_within_a_year(
    session: Session, signal: Signal, signed: Signer, due_on: date
) -> None:
    with pytest.raises(DecisionRefusedError, match="from today on, within a year"):
        do(session, plan_signal, signal.id, Plan(None, due_on, ""),
           signed(Role.PROGRAMME_MANAGER), TODAY)  # fmt: skip


def test_an_overdue_day_may_stay_while_a_note_is_added(
    session: Session, signal: Signal, signed: Signer
) -> None:
    later = signal.due_on + timedelta(days=30)
    plan = Plan(None, signal.due_on, "Waiting for parts.")

    found = do(session, plan_signal, signal.id, plan, signed(Role.PROGRAMME_MANAGER), later)

    assert found.due_on == signal.due_on
    assert len(notes(session)) == 1


def test_a_partner_or_a_disabled_person_cannot_be_chosen(
    session: Session, signal: Signal, signed: Signer, now: datetime
) -> None:
    partner = make_user(session, now, Role.CHANNEL_PARTNER, "ribera")
    gone = make_user(session, now, Role.EXECUTIVE, email="gone@example.com")
    manager = signed(Role.PROGRAMME_MANAGER)
    with writing(session):
        session.get_one(User, gone.id).is_active = False

    for user in (partner, gone):
        with pytest.raises(DecisionRefusedError, match="somebody of the house"):
            do(session, plan_signal, signal.id, Plan(user.id, FRIDAY, ""), manager, TODAY)


def test_an_executive_takes_what_is_nobodys_and_closes_it(
    session: Session, signal: Signal, signed: Signer
) -> None:
    executive = signed(Role.EXECUTIVE)

    do(session, take_signal, signal.id, executive)
    do(session, take_signal, signal.id, executive)
    found = do(session, close_signal, signal.id, SignalState.DONE, SAID, executive)

    assert (found.state, found.closed_by) == ("done", "Executive")
    assert notes(session) == [("planned", "Executive", ""), ("done", "Executive", SAID)]


def test_an_executive_leaves_alone_what_is_somebody_elses(
    session: Session, signal: Signal, signed: Signer
) -> None:
    first, other = signed(Role.EXECUTIVE), signed(Role.EXECUTIVE, "other@example.com")
    do(session, take_signal, signal.id, first)

    for deed, *arguments in (
        (take_signal, other),
        (plan_signal, Plan(None, FRIDAY, ""), other, TODAY),
        (close_signal, SignalState.DONE, SAID, other),
        (plan_signal, Plan(other.scope.user_id, FRIDAY, ""), first, TODAY),
    ):
        with pytest.raises(NotYourSignalError):
            do(session, deed, signal.id, *arguments)
    assert len(notes(session)) == 1


def test_what_a_disabled_person_owns_may_be_taken(
    session: Session, signal: Signal, signed: Signer
) -> None:
    first, other = signed(Role.EXECUTIVE), signed(Role.EXECUTIVE, "other@example.com")
    do(session, take_signal, signal.id, first)
    with writing(session):
        session.get_one(User, first.scope.user_id).is_active = False

    found = do(session, take_signal, signal.id, other)

    assert found.owner_id == other.scope.user_id


@pytest.mark.parametrize(
    ("note", "problem"),
    [("", "what was done"), ("done", "what was done"), ("..........!", "what was done"),
     ("x" * 401, "use 400 at most")],
)  # fmt: skip
def test_it_is_closed_in_words(
    session: Session, signal: Signal, signed: Signer, note: str, problem: str
) -> None:
    with pytest.raises(DecisionRefusedError, match=problem):
        do(session, close_signal, signal.id, SignalState.DONE, note, signed(Role.ADMINISTRATOR))


def test_what_is_not_acted_on_wants_its_reason(
    session: Session, signal: Signal, signed: Signer
) -> None:
    manager = signed(Role.PROGRAMME_MANAGER)
    with pytest.raises(DecisionRefusedError, match="why nothing is done"):
        do(session, close_signal, signal.id, SignalState.NOT_ACTED_ON, "", manager)

    found = do(session, close_signal, signal.id, SignalState.NOT_ACTED_ON, SAID, manager)

    assert found.state == "not_acted_on"


def test_a_closed_one_can_be_opened_again_and_is_due_anew(
    session: Session, signal: Signal, signed: Signer
) -> None:
    manager = signed(Role.PROGRAMME_MANAGER)
    do(session, close_signal, signal.id, SignalState.DONE, SAID, manager)
    due_on = signal.due_on + timedelta(days=20)

    found = do(session, reopen_signal, signal.id, "Too early.", due_on, manager)

    assert (found.state, found.closed_at, found.closed_by) == ("open", None, None)
    assert found.due_on == due_on
    assert notes(session)[-1] == ("reopened", "Ilse Voss, Chief", "Too early.")


def test_who_comes_second_is_told_who_came_first(
    session: Session, signal: Signal, signed: Signer
) -> None:
    manager, due_on = signed(Role.PROGRAMME_MANAGER), FRIDAY
    do(session, close_signal, signal.id, SignalState.DONE, SAID, manager)

    with pytest.raises(SignalMovedOnError, match="Programme_Manager closed this signal meanwhile"):
        do(session, close_signal, signal.id, SignalState.DONE, SAID, manager)
    do(session, reopen_signal, signal.id, "", due_on, manager)
    with pytest.raises(SignalMovedOnError, match="open already"):
        do(session, reopen_signal, signal.id, "", due_on, manager)


def test_of_two_who_close_it_at_once_one_does_and_the_other_is_told(
    session: Session, signal: Signal, signed: Signer, database_url: str
) -> None:
    signers = [signed(Role.PROGRAMME_MANAGER), signed(Role.ADMINISTRATOR)]
    number = signal.id
    start = Barrier(2)

    def close(signer: Signature) -> None:
        engine = make_engine(database_url)
        try:
            with Session(engine, expire_on_commit=False) as own:
                start.wait(timeout=10)
                do(own, close_signal, number, SignalState.DONE, SAID, signer)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as pool:
        errors = [one.exception() for one in [pool.submit(close, signer) for signer in signers]]

    session.rollback()  # to see what the others wrote
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "SignalMovedOnError"]
    assert len(notes(session)) == 1


def test_an_old_one_is_not_opened_again_beside_the_new_one(
    session: Session, finals: Finals, signal: Signal, signed: Signer
) -> None:
    manager = signed(Role.PROGRAMME_MANAGER)
    do(session, close_signal, signal.id, SignalState.DONE, SAID, manager)
    finals.publish(WEEK.shifted(1))
    finals.publish(WEEK.shifted(2), chart("below"))
    new = finals.signals()[-1]

    with pytest.raises(SignalMovedOnError, match=f"signal {new.id}"):
        do(session, reopen_signal, signal.id, "", FRIDAY, manager)


def test_a_channel_partner_has_no_signals(session: Session, signal: Signal, now: datetime) -> None:
    scope = Scope(Role.CHANNEL_PARTNER, partner_key="ribera", user_id=None)

    with pytest.raises(NothingToDecideError):
        do(session, take_signal, signal.id, Signature("Jordi", scope, now))
    assert not may_act(scope, signal)
    assert not may_take(scope, signal)
