"""What a signal says, written from its figures when it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.web.filters import NO_BREAK, day
from customers.names.queries import Names
from metrics.comparison.models import ChartPoint
from metrics.dashboards.figures import against_target
from metrics.dashboards.week.changes import VERBS
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    capital,
    local_day,
    sentence,
    size_text,
    value_text,
    week_title,
)
from metrics.models import Level, Verdict
from metrics.signals.evidence import Evidence
from metrics.signals.models import Side, Signal, SignalKind, SignalState
from metrics.signals.owners import is_gone, owner_of
from metrics.signals.standing import is_certainly_below, reaches

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
    SignalKind.HIDDEN_RISK: "Talk with the partner about its end users: less content than it is.",
    SignalKind.TARGET: "Agree with the owner of the target what will bring the figure up to it.",
    SignalKind.CHART: "Find out what happened, and mend it or say why not.",
    SignalKind.CHANGE: "Find out what happened, and mend it or say why not.",
}
NOBODY_YET = "Nobody yet"


@dataclass(frozen=True)
class Reader:
    """What every text about signals needs: names, the zone, today in it, and the newest final."""

    names: Names
    zone: ZoneInfo
    today: date
    newest_week: str


def place_text(signal: Signal, names: Names) -> str:
    """Spain; Repair visit; empty for the whole network."""
    parts = []
    if signal.level != Level.NETWORK:
        parts.append(names.place(signal.level, signal.node_key))
    if signal.touchpoint_key:
        parts.append(names.touchpoints.get(signal.touchpoint_key, signal.touchpoint_key))
    return ", ".join(parts)


def signal_text(signal: Signal, evidence: Evidence, names: Names) -> str:
    """The signal in one sentence, without a full stop."""
    return TELLERS[SignalKind(signal.kind)](signal, evidence, names)


def to_do_text(signal: Signal) -> str:
    return LEARN if signal.side == Side.ABOVE else MEND[SignalKind(signal.kind)]


def _subject(signal: Signal, names: Names) -> str:
    """End-user recommendation, Repair visit,"""
    said = f"{capital(AUDIENCE_ADJECTIVES[signal.audience])} {METRICS[signal.metric].plain}"
    place = place_text(signal, names)
    return f"{said}, {place}," if place else said


def _charted(signal: Signal, evidence: Evidence, names: Names) -> str:
    subject, point = _subject(signal, names), evidence.chart
    if point is None or point.low is None or point.high is None:
        return f"{subject} went {signal.side} its control limits"
    since = ""
    if point.since_week and point.since_week != signal.last_seen_week:
        since = f", since {week_title(point.since_week).lower()}"
    if _is_drift(point):
        return f"{subject} drifts {signal.side} what it used to be{since}"
    low, high = (value_text(limit, signal.metric) for limit in (point.low, point.high))
    return f"{subject} is {signal.side} its control limits of {low} and {high}{since}"


def _is_drift(point: ChartPoint) -> bool:
    """Whether only the moving average is outside of its limits."""
    assert point.low is not None
    assert point.high is not None
    return point.low <= point.value <= point.high


def _changed(signal: Signal, evidence: Evidence, names: Names) -> str:
    verb = VERBS[Verdict.UP if signal.side == Side.ABOVE else Verdict.DOWN]
    said = f"{_subject(signal, names)} {verb} for certain"
    change = evidence.change
    if change is None or change.difference is None:
        return said
    return f"{said}, by {size_text(change.difference, signal.metric)}"


def _below_target(signal: Signal, evidence: Evidence, names: Names) -> str:
    subject = _subject(signal, names)
    if is_certainly_below(evidence.reading, evidence.goal):
        return f"{subject} is below its target for certain"
    against = against_target(evidence.reading, evidence.goal)
    now = f"; by the target of today it is {against.text}" if against else ""
    return f"{subject} was below its target for certain{now}"


def _hidden_risk(signal: Signal, evidence: Evidence, names: Names) -> str:
    place = place_text(signal, names)
    is_content = reaches(evidence.partner, evidence.partner_goal)
    if is_content and is_certainly_below(evidence.reading, evidence.goal):
        return f"{place} reaches its target, its end users are below theirs for certain"
    return f"{place} reached its target while its end users were below theirs; targets have changed"


def _reviewed(signal: Signal, _evidence: Evidence, names: Names) -> str:
    return f"{place_text(signal, names)}: unusual pattern, please review"


TELLERS: dict[SignalKind, Callable[[Signal, Evidence, Names], str]] = {
    SignalKind.REVIEW: _reviewed,
    SignalKind.HIDDEN_RISK: _hidden_risk,
    SignalKind.TARGET: _below_target,
    SignalKind.CHART: _charted,
    SignalKind.CHANGE: _changed,
}


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
    if signal.last_seen_week >= reader.newest_week:
        return f"New in {opened}" if opened == seen else f"Stands since {opened}"
    return f"Stood in {opened} only" if opened == seen else f"Stood from {opened} to {seen}"


def _week(week: str) -> str:
    return f"{week_title(week).lower()}, {week[:4]}".replace(" ", NO_BREAK)


def kind_text(signal: Signal) -> str:
    return KINDS[SignalKind(signal.kind)]


def finding_text(evidence: Evidence) -> str:
    """What the check found, as it says it."""
    return sentence(evidence.finding.what) if evidence.finding else ""
