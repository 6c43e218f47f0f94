"""The figures behind signals, read where they were published: a few queries for any number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.comparison.models import ChartPoint
from metrics.dashboards.figures import Readings, TargetHistory, Targets
from metrics.dashboards.queries import Reading, Slice, read_estimates, read_targets
from metrics.dashboards.week.places import lead_window
from metrics.models import Change, Edition, FindingRow
from metrics.signals.models import Signal, SignalKind, SignalState
from metrics.signals.queries import read_charts, read_real_changes, read_reviews
from metrics.signals.standing import partner_beside
from metrics.targets.queries import all_targets

# Edition, audience, level, node, touchpoint, metric
RowKey = tuple[int, str, str, str, str, str]
Row = TypeVar("Row", ChartPoint, Change, FindingRow)
OF_ONE_WEEK = (SignalKind.CHART, SignalKind.CHANGE)


@dataclass(frozen=True)
class Evidence:
    """What the edition in which a signal stood last says of it; None what does not concern it.

    `goal` and `partner_goal` are the targets in force in its week, as they are set now.
    """

    reading: Reading | None = None
    goal: float | None = None
    partner: Reading | None = None
    partner_goal: float | None = None
    chart: ChartPoint | None = None
    change: Change | None = None
    finding: FindingRow | None = None


@dataclass(frozen=True)
class _Known:
    readings: Readings
    targets: Mapping[str, Targets]
    charts: Mapping[RowKey, ChartPoint]
    changes: Mapping[RowKey, Change]
    findings: Mapping[RowKey, FindingRow]


def read_evidence(session: Session, scope: Scope, signals: Sequence[Signal]) -> dict[int, Evidence]:
    """By signal; nothing for a channel partner, who has no signals."""
    if not scope.sees_whole_network or not signals:
        return {}
    ids = {kind: _editions(signals, kind) for kind in SignalKind}
    known = _Known(
        readings=_readings(session, scope, signals),
        targets=_targets(session, {signal.last_seen_week for signal in signals}),
        charts=_by_key(read_charts(session, ids[SignalKind.CHART])),
        changes=_by_key(read_real_changes(session, ids[SignalKind.CHANGE])),
        findings=_by_key(read_reviews(session, ids[SignalKind.REVIEW])),
    )
    return {signal.id: _evidence(signal, known) for signal in signals}


def read_present(session: Session, scope: Scope, signal: Signal, edition: Edition) -> Evidence:
    """The same figures in another edition, whether or not the signal stands in it."""
    rows = read_estimates(session, scope, [edition.id], [_slice(signal)]) if signal.metric else []
    targets = Targets.of(read_targets(session, edition.week))
    return _readings_of(signal, edition.id, Readings.of(rows), targets)


def read_presents(
    session: Session, scope: Scope, signals: Iterable[Signal], edition: Edition | None
) -> dict[int, Evidence]:
    """By signal, of those open ones whose figures another final shows without the signal."""
    quiet = [signal for signal in signals if edition and _is_quiet(signal, edition)]
    if edition is None or not quiet or not scope.sees_whole_network:
        return {}
    slices = list(dict.fromkeys(map(_slice, quiet)))
    readings = Readings.of(read_estimates(session, scope, [edition.id], slices))
    targets = Targets.of(read_targets(session, edition.week))
    return {one.id: _readings_of(one, edition.id, readings, targets) for one in quiet}


def _is_quiet(signal: Signal, edition: Edition) -> bool:
    """What happened in one week does not fall quiet: it stays true of that week."""
    is_open = signal.state == SignalState.OPEN and signal.last_seen_week < edition.week
    return is_open and bool(signal.metric) and not SignalKind(signal.kind).is_event


def _targets(session: Session, weeks: Iterable[str]) -> dict[str, Targets]:
    """By week those in force in it; read once for all of them."""
    history = TargetHistory(tuple(all_targets(session)))
    return {week: history.at(week) for week in weeks}


def _editions(signals: Iterable[Signal], kind: SignalKind) -> list[int]:
    return sorted({one.seen_edition_id for one in signals if one.kind == kind})


def _readings(session: Session, scope: Scope, signals: Sequence[Signal]) -> Readings:
    # One query: a few rows of other editions too many cost less than a query for each edition.
    measured = [signal for signal in signals if signal.metric]
    editions = sorted({signal.seen_edition_id for signal in measured})
    slices = list(dict.fromkeys(_slice(signal) for signal in measured))
    return Readings.of(read_estimates(session, scope, editions, slices))


def _slice(signal: Signal) -> Slice:
    return Slice(
        window_of(signal), signal.level, signal.node_key, signal.touchpoint_key, signal.metric
    )


def window_of(signal: Signal) -> int:
    """The window of the figure a signal is about."""
    return 1 if signal.kind in OF_ONE_WEEK else lead_window(signal.level, signal.touchpoint_key)


def _by_key(rows: Iterable[Row]) -> dict[RowKey, Row]:
    return {
        (
            row.edition_id, row.audience, row.level, row.node_key, row.touchpoint_key, row.metric,
        ): row
        for row in rows
    }  # fmt: skip


def _evidence(signal: Signal, known: _Known) -> Evidence:
    key = (
        signal.seen_edition_id, signal.audience, signal.level, signal.node_key,
        signal.touchpoint_key, signal.metric,
    )  # fmt: skip
    return replace(
        _readings_of(
            signal,
            signal.seen_edition_id,
            known.readings,
            known.targets[signal.last_seen_week],
        ),
        chart=known.charts.get(key) if signal.kind == SignalKind.CHART else None,
        change=known.changes.get(key) if signal.kind == SignalKind.CHANGE else None,
        finding=known.findings.get(key) if signal.kind == SignalKind.REVIEW else None,
    )


def _readings_of(signal: Signal, edition_id: int, readings: Readings, targets: Targets) -> Evidence:
    reading = readings.get(
        edition_id, signal.audience, signal.metric, window_of(signal), signal.level,
        signal.node_key, signal.touchpoint_key,
    )  # fmt: skip
    is_pair = signal.kind == SignalKind.HIDDEN_RISK and reading is not None
    partner = partner_beside(readings, reading) if is_pair and reading else None
    return Evidence(
        reading=reading,
        goal=_goal(targets, reading),
        partner=partner,
        partner_goal=_goal(targets, partner),
    )


def _goal(targets: Targets, reading: Reading | None) -> float | None:
    if reading is None:
        return None
    return targets.value(reading.audience, reading.metric, reading.level, reading.node_key)
