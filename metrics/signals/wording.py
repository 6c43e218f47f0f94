"""What signals and their states are called, whose they are, by when, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.web.filters import NO_BREAK, day
from customers.names.queries import Names
from metrics.dashboards.wording import local_day, window_text
from metrics.signals.models import Side, Signal, SignalKind, SignalState
from metrics.signals.owners import is_gone, owner_of

KINDS = {
    SignalKind.REVIEW: "Pattern to review",
    SignalKind.HIDDEN_RISK: "Hidden risk",
    SignalKind.TARGET: "Below target",
    SignalKind.CHART: "Control chart",
    SignalKind.CHANGE: "Real change",
}
STATES = {
    SignalState.OPEN: "Open",
    SignalState.DONE: "Done",
    SignalState.NOT_ACTED_ON: "Not acted on",
    SignalState.WITHDRAWN: "Withdrawn",
}
LEARN = "Learn from it: find out what was done differently, and tell the others."
MEND = {
    SignalKind.REVIEW: "Show the partner this pattern, hear its answer, then decide.",
    SignalKind.HIDDEN_RISK: "Talk with the partner about its end users: they miss their target.",
    SignalKind.TARGET: "Agree with the owner of the target what will bring the figure up to it.",
    SignalKind.CHART: "Find out what happened, and mend it or say why not.",
    SignalKind.CHANGE: "Find out what happened, and mend it or say why not.",
}
YOURS = "You own this: decide what will bring the figure up to its target, and who does it."
NOBODY_YET = "Nobody yet"


@dataclass(frozen=True)
class Reader:
    """What every text about signals needs: names, the zone, today in it, and the newest final."""

    names: Names
    zone: ZoneInfo
    today: date
    newest_week: str
    user_id: int | None = None

    def is_now(self, signal: Signal) -> bool:
        """Whether it stands in the newest final."""
        return signal.last_seen_week >= self.newest_week

    def is_owner(self, signal: Signal) -> bool:
        return self.user_id is not None and signal.owner_id == self.user_id


def to_do_text(signal: Signal, reader: Reader) -> str:
    if signal.side == Side.ABOVE:
        return LEARN
    kind = SignalKind(signal.kind)
    if kind is SignalKind.TARGET and reader.is_owner(signal):
        return YOURS
    return MEND[kind]


def owner_text(signal: Signal) -> str:
    """Whose it is; of somebody who cannot act on it any more, that too."""
    owner = owner_of(signal)
    if owner.is_nobody:
        return NOBODY_YET
    if is_gone(signal):
        return f"{owner.name}, who no longer signs in: hand it over"
    return owner.name


def is_overdue(signal: Signal, today: date) -> bool:
    return signal.state == SignalState.OPEN and signal.due_on < today


def due_text(signal: Signal, reader: Reader) -> str:
    """Due 20 November 2026, overdue; of a closed one what became of it, when and by whom."""
    if signal.state == SignalState.OPEN:
        late = ", overdue" if is_overdue(signal, reader.today) else ""
        return f"Due {day(signal.due_on)}{late}"
    assert signal.closed_at is not None
    said = STATES[SignalState(signal.state)]
    return f"{said}, {local_day(signal.closed_at, reader.zone)}, {signal.closed_by}"


def stands_text(signal: Signal, reader: Reader) -> str:
    """Since when, and whether it still stands in the newest final."""
    opened, seen = _week(signal.opened_week), _week(signal.last_seen_week)
    if SignalKind(signal.kind).is_event:
        return f"In {opened}" if opened == seen else f"In {opened}, and again in {seen}"
    if reader.is_now(signal):
        return f"New in {opened}" if opened == seen else f"Stands since {opened}"
    stood = f"in {opened}" if opened == seen else f"in {opened}, stood until {seen}"
    return f"Opened {stood}; in the newest final it no longer shows"


def _week(week: str) -> str:
    return window_text(week, 1).replace(" ", NO_BREAK)


def kind_text(signal: Signal) -> str:
    return KINDS[SignalKind(signal.kind)]
