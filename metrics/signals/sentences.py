"""What a signal says, written from its figures when it is read.

The sentence carries no number: its figures stand beside it, each with interval, n and grade, and
the detail below them.
"""

from __future__ import annotations

from collections.abc import Callable

from customers.names.queries import Names
from metrics.comparison.models import ChartPoint
from metrics.dashboards.week.changes import VERBS
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    capital,
    change_interval_text,
    change_text,
    interval_text,
    q_text,
    sentence,
    unbroken,
    value_text,
    week_title,
    window_text,
)
from metrics.models import Change, Level, Verdict
from metrics.signals.evidence import Evidence, window_of
from metrics.signals.models import Side, Signal, SignalKind
from metrics.signals.standing import is_certainly_below, is_shown, reaches

# Before what is unusual, in what the check of partners says; the signal's own sentence has it too.
PATTERN = "Unusual pattern, please review: "


def place_text(signal: Signal, names: Names) -> str:
    """Spain; Repair visit; empty for the whole network."""
    parts = []
    if signal.level != Level.NETWORK:
        parts.append(names.place(signal.level, signal.node_key))
    if signal.touchpoint_key:
        parts.append(names.touchpoints.get(signal.touchpoint_key, signal.touchpoint_key))
    return ", ".join(parts)


def signal_text(signal: Signal, evidence: Evidence, names: Names, *, is_now: bool) -> str:
    """The signal in one sentence, without a full stop; of what is over in the past."""
    return TELLERS[SignalKind(signal.kind)](signal, evidence, names, is_now)


def detail_text(signal: Signal, evidence: Evidence) -> str:
    """Limits of the chart, the size of the change, or what is unusual; else nothing."""
    if evidence.chart is not None:
        return _limits(evidence.chart, signal.metric)
    if evidence.finding is not None:
        return capital(sentence(evidence.finding.what.removeprefix(PATTERN)))
    return _size(evidence.change) if evidence.change is not None else ""


def now_text(signal: Signal, present: Evidence, window: str) -> str:
    """What the newest final says instead; of what it does not show, that."""
    said = f"Now, {window}:"
    if not is_shown(present.reading):
        return f"{said} what holds is not known, its figure is held or not shown"
    if signal.kind == SignalKind.CHART:
        return f"{said} no control chart shows it"
    if present.goal is None:
        return f"{said} no target is set"
    is_below = is_shown(present.partner) and not reaches(present.partner, present.partner_goal)
    if is_below and signal.kind == SignalKind.HIDDEN_RISK:
        return f"{said} no hidden risk, the partner does not reach its own target"
    if reaches(present.reading, present.goal):
        return f"{said} the target is reached"
    return f"{said} below the target, but not for certain"


def finding_text(evidence: Evidence) -> str:
    """What the check found, as it says it."""
    return sentence(evidence.finding.what) if evidence.finding else ""


def _subject(signal: Signal, names: Names) -> str:
    """End-user recommendation, Repair visit,"""
    said = f"{capital(AUDIENCE_ADJECTIVES[signal.audience])} {METRICS[signal.metric].plain}"
    place = place_text(signal, names)
    return f"{said}, {place}," if place else said


def _charted(signal: Signal, evidence: Evidence, names: Names, is_now: bool) -> str:
    subject, point = _subject(signal, names), evidence.chart
    if point is not None and _is_drift(point):
        verb = "drifts" if is_now else "drifted"
        return f"{subject} {verb} {signal.side} what it used to be"
    return f"{subject} {'is' if is_now else 'was'} {signal.side} its control limits"


def _is_drift(point: ChartPoint) -> bool:
    """Whether only the moving average is outside of its limits."""
    if point.low is None or point.high is None:
        return False
    return point.low <= point.value <= point.high


def _limits(point: ChartPoint, metric: str) -> str:
    if point.low is None or point.high is None:
        return ""
    said = f"Control limits {interval_text(point.low, point.high, metric)}"
    if _is_drift(point) and point.drift_low is not None and point.drift_high is not None:
        moving = value_text(point.drift or 0.0, metric)
        limits = interval_text(point.drift_low, point.drift_high, metric)
        said = f"Moving average {moving}, its limits {limits}"
    since = f" Outside since {week_title(point.since_week).lower()}." if point.since_week else ""
    return unbroken(f"{said}.{since}")


def _changed(signal: Signal, _evidence: Evidence, names: Names, _is_now: bool) -> str:
    verb = VERBS[Verdict.UP if signal.side == Side.ABOVE else Verdict.DOWN]
    return f"{_subject(signal, names)} {verb} for certain"


def _size(change: Change) -> str:
    if change.difference is None or change.ci_low is None or change.ci_high is None:
        return ""
    size = change_text(change.difference, change.metric)
    interval = change_interval_text(change.ci_low, change.ci_high, change.metric)
    certainty = f", {q_text(change.q)}" if change.q is not None else ""
    return unbroken(f"By {size} {interval} since the final before{certainty}.")


def _below_target(signal: Signal, evidence: Evidence, names: Names, is_now: bool) -> str:
    subject = _subject(signal, names)
    if not is_certainly_below(evidence.reading, evidence.goal):
        return f"{subject} was below its target for certain, which has changed since"
    return f"{subject} {'is' if is_now else 'was'} below its target for certain"


def _hidden_risk(signal: Signal, evidence: Evidence, names: Names, is_now: bool) -> str:
    place = place_text(signal, names)
    is_content = reaches(evidence.partner, evidence.partner_goal)
    if not (is_content and is_certainly_below(evidence.reading, evidence.goal)):
        return f"{place} reached its target, its end users did not; targets have changed since"
    if is_now:
        return f"{place} is not below its target itself; its end users are below theirs for certain"
    then = window_text(signal.last_seen_week, window_of(signal))
    return (
        f"{place} was not below its target itself; "
        f"its end users were below theirs for certain in {then}"
    )


def _reviewed(signal: Signal, _evidence: Evidence, names: Names, _is_now: bool) -> str:
    return f"{place_text(signal, names)}: unusual pattern, please review"


Teller = Callable[[Signal, Evidence, Names, bool], str]
TELLERS: dict[SignalKind, Teller] = {
    SignalKind.REVIEW: _reviewed,
    SignalKind.HIDDEN_RISK: _hidden_risk,
    SignalKind.TARGET: _below_target,
    SignalKind.CHART: _charted,
    SignalKind.CHANGE: _changed,
}
