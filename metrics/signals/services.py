"""What people do about a signal: take it, plan it, close it, open it again.

Managers and administrators act on any; an executive takes what is nobody's and acts on their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.database import one_at_a_time
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.signature import WORDLESS, Signature, what_is_wrong_with_reason
from metrics.signals.errors import NotYourSignalError, SignalMovedOnError
from metrics.signals.models import Deed, Signal, SignalNote, SignalState
from metrics.signals.opening import SIGNALS
from metrics.signals.owners import NOBODY, Owner, house_people, is_gone, owner_of
from metrics.signals.queries import get_signal, last_signal, notes_of
from metrics.signals.standing import About

LATEST_DUE = timedelta(days=366)
CLOSED_BY = {SignalState.DONE: Deed.DONE, SignalState.NOT_ACTED_ON: Deed.NOT_ACTED_ON}
HOW = {
    SignalState.DONE: "Say in a few words what was done; it stays on record.",
    SignalState.NOT_ACTED_ON: "Say in a few words why nothing is done; it stays on record.",
}


@dataclass(frozen=True)
class Plan:
    """Who sees to a signal and by when; `owner_id` None leaves it with whom it is."""

    owner_id: int | None
    due_on: date
    note: str
    is_nobodys: bool = False


def may_act(scope: Scope, signal: Signal) -> bool:
    """Plan it, close it and open it again."""
    if scope.runs_the_programme:
        return True
    return scope.user_id is not None and signal.owner_id == scope.user_id


def may_take(scope: Scope, signal: Signal) -> bool:
    """Become its owner, where it has none who could act on it."""
    if signal.state != SignalState.OPEN or scope.user_id in (None, signal.owner_id):
        return False
    return scope.runs_the_programme or signal.owner_id is None or is_gone(signal)


def take_signal(session: Session, signal_id: int, signature: Signature) -> None:
    """Make the signer its owner; who owns it already may press twice.

    Raises NothingToDecideError, SignalMovedOnError or NotYourSignalError.
    """
    signal = _locked(session, signature.scope, signal_id)
    _check_open(signal)
    if signal.owner_id is not None and signal.owner_id == signature.scope.user_id:
        return
    if not may_take(signature.scope, signal):
        raise NotYourSignalError(
            f"{owner_of(signal).name} sees to this signal. Ask a programme manager to hand it over."
        )
    _hand_over(signal, Owner(signature.scope.user_id, signature.name))
    _say(session, signal, Deed.PLANNED, signature.name, "", signature)


def plan_signal(
    session: Session, signal_id: int, plan: Plan, signature: Signature, today: date
) -> bool:
    """Give it an owner, a day, a note; False where nothing is new. `today` in the programme's zone.

    Raises NothingToDecideError, SignalMovedOnError, NotYourSignalError or DecisionRefusedError.
    """
    signal = _locked(session, signature.scope, signal_id)
    _check_open(signal)
    _check_yours(signal, signature.scope)
    owner = _planned_owner(session, signal, plan, signature.scope)
    _check_due(signal, plan.due_on, today)
    if (owner, plan.due_on, plan.note) == (
        owner_of(signal),
        signal.due_on,
        _last_note(session, signal),
    ):
        return False
    if owner != owner_of(signal):
        _hand_over(signal, owner)
    signal.due_on = plan.due_on
    _say(session, signal, Deed.PLANNED, owner.name, plan.note, signature)
    return True


def close_signal(
    session: Session, signal_id: int, state: SignalState, note: str, signature: Signature
) -> None:
    """Close it as done, or as not acted on, in words that stay on record.

    Raises NothingToDecideError, SignalMovedOnError, NotYourSignalError or DecisionRefusedError.
    """
    signal = _locked(session, signature.scope, signal_id)
    _check_open(signal)
    _check_yours(signal, signature.scope)
    if problem := what_is_wrong_with_reason(note):
        raise DecisionRefusedError(HOW[state] if problem == WORDLESS else problem)
    signal.state, signal.closed_at, signal.closed_by = state, signature.at, signature.name
    _say(session, signal, CLOSED_BY[state], owner_of(signal).name, note, signature)


def reopen_signal(
    session: Session, signal_id: int, note: str, due_on: date, signature: Signature
) -> None:
    """Open a closed one again, due on a new day.

    Raises NothingToDecideError, SignalMovedOnError, NotYourSignalError or DecisionRefusedError.
    """
    signal = _locked(session, signature.scope, signal_id)
    _check_yours(signal, signature.scope)
    if signal.state == SignalState.OPEN:
        raise SignalMovedOnError("This signal is open already. Reload the page to see by whom.")
    newest = last_signal(session, About.of(signal))
    if newest is not None and newest.id != signal.id:
        raise SignalMovedOnError(
            f"The same stood again later, as signal {newest.id}. Act on that one instead."
        )
    signal.state, signal.closed_at, signal.closed_by = SignalState.OPEN, None, None
    signal.due_on = max(signal.due_on, due_on)
    _say(session, signal, Deed.REOPENED, owner_of(signal).name, note, signature)


def _locked(session: Session, scope: Scope, signal_id: int) -> Signal:
    """The signal as it is now, and nobody else at one until this is over."""
    one_at_a_time(session, SIGNALS)
    signal = get_signal(session, scope, signal_id)
    if signal is None:
        raise NothingToDecideError(
            "There is no such signal. The list of signals has those there are."
        )
    return signal


def _check_open(signal: Signal) -> None:
    if signal.state != SignalState.OPEN:
        raise SignalMovedOnError(
            f"{signal.closed_by} closed this signal meanwhile. Open it again first, if there is "
            "more to do."
        )


def _check_yours(signal: Signal, scope: Scope) -> None:
    if not may_act(scope, signal):
        raise NotYourSignalError(
            "Only its owner, a programme manager or an administrator acts on this signal. "
            "Take it first, if it is nobody's."
        )


def _planned_owner(session: Session, signal: Signal, plan: Plan, scope: Scope) -> Owner:
    now = owner_of(signal)
    if plan.is_nobodys:
        wanted: Owner = NOBODY
    elif plan.owner_id in (None, now.user_id):
        return now
    else:
        people = {person.user_id: person for person in house_people(session)}
        if plan.owner_id not in people:
            raise DecisionRefusedError("Choose somebody of the house who signs in.")
        wanted = people[plan.owner_id]
    if wanted != now and not scope.runs_the_programme:
        raise NotYourSignalError("A programme manager or an administrator hands signals over.")
    return wanted


def _check_due(signal: Signal, due_on: date, today: date) -> None:
    if due_on != signal.due_on and not today <= due_on <= today + LATEST_DUE:
        raise DecisionRefusedError("Choose a day from today on, within a year.")


def _hand_over(signal: Signal, owner: Owner) -> None:
    signal.owner_id, signal.owner = owner.user_id, "" if owner.user_id else owner.name


def _last_note(session: Session, signal: Signal) -> str:
    """The words of the last plan, which sent a second time say nothing new."""
    last: Any = next(reversed(notes_of(session, signal.id)), None)
    return last.note if last is not None and last.deed == Deed.PLANNED else ""


def _say(
    session: Session, signal: Signal, deed: Deed, owner: str, note: str, signature: Signature
) -> None:
    session.add(
        SignalNote(
            signal_id=signal.id, deed=deed, owner=owner, due_on=signal.due_on, note=note,
            said_by=signature.name, said_at=signature.at,
        )
    )  # fmt: skip
    said = (owner, f"due {signal.due_on}" if deed is Deed.PLANNED else "", note)
    about = " ".join(part for part in vars(About.of(signal)).values() if part)
    record_audit(
        session, signature.scope, f"signal {deed.replace('_', ' ')}", f"{signal.id}: {about}",
        "; ".join(part for part in said if part), signature.at,
    )  # fmt: skip
