"""Did the figure change, or who was served (methods H7)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.figures import ChangeFigure, Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import AUDIENCE_NAMES
from metrics.method import Family, Severity
from metrics.models import Level, Metric, State, Verdict
from metrics.warehouse.files import rounded
from metrics.warehouse.series import GroupMean
from metrics.weighing.measures import METRICS
from stats import MixShift
from stats import mix_shift as decompose

HEADLINE_WINDOW = 1
CALLED = (Verdict.UP, Verdict.DOWN)
# Told only of a touchpoint that is shown, now and in the edition before.
LARGEST, LARGEST_PART = "largest touchpoint", "largest part"
DIMENSIONS = {
    "touchpoint": "touchpoint",
    "country": "country",
    "region": "region",
    "outcome": "kind of outcome",
}
# How a figure's unit is said, and what it is multiplied by.
UNITS: Mapping[Metric, tuple[str, float]] = {
    Metric.NPS: ("points", 1.0),
    Metric.CSAT: ("percentage points", 100.0),
    Metric.EFFORT: ("points of the scale", 1.0),
    Metric.INTENT: ("percentage points", 100.0),
}
DIGITS = {Metric.EFFORT: 2}

Groups = Mapping[str, GroupMean]


@dataclass(frozen=True)
class _Shift:
    """A change parted by one dimension; `groups` in the order of the parts."""

    dimension: str
    parts: MixShift
    groups: tuple[str, ...]


def mix_shift(evidence: WeekEvidence) -> Iterator[Finding]:
    """Every headline total against the last edition of the same kind, by what it may shift in."""
    last = evidence.last
    if last is None:
        yield _nothing("There is no earlier edition of the same kind to compare with.")
        return
    if last.series is None:
        yield _nothing("The last edition did not keep what its totals are made of.")
        return
    now, before = _by_figure(evidence.groups), _by_figure(last.series.groups)
    for change in evidence.changes:
        key = (change.audience, change.metric)
        if change.difference is not None and key in now and key in before:
            yield _judged(evidence, change, _shifts(now[key], before[key]))
    if not any(change.difference is not None for change in evidence.changes):
        yield _nothing("No headline figure can be compared with the last edition.")


def _nothing(why: str) -> Finding:
    return Finding(
        "mix_shift", Family.ANALYTICS, Severity.CAVEAT, State.NOT_APPLICABLE, why, window=1
    )


def _by_figure(
    groups: Sequence[GroupMean],
) -> dict[tuple[str, str], dict[str, dict[str, GroupMean]]]:
    """By audience and metric: each dimension's groups."""
    found: dict[tuple[str, str], dict[str, dict[str, GroupMean]]] = {}
    for group in groups:
        dimensions = found.setdefault((group.audience, group.metric), {})
        dimensions.setdefault(group.dimension, {})[group.group] = group
    return found


def _shifts(now: Mapping[str, Groups], before: Mapping[str, Groups]) -> list[_Shift]:
    """One for each dimension of two groups or more, in the order of DIMENSIONS."""
    found = []
    for dimension in DIMENSIONS:
        here, there = now.get(dimension, {}), before.get(dimension, {})
        names = sorted(here.keys() | there.keys())
        if len(names) < 2:
            continue
        parts = decompose(
            [there[name].share if name in there else 0.0 for name in names],
            [there[name].mean if name in there else None for name in names],
            [here[name].share if name in here else 0.0 for name in names],
            [here[name].mean if name in here else None for name in names],
        )
        found.append(_Shift(dimension, parts, tuple(names)))
    return found


def _judged(evidence: WeekEvidence, change: ChangeFigure, shifts: Sequence[_Shift]) -> Finding:
    assert change.ci_low is not None
    assert change.ci_high is not None
    margin = max((change.ci_high - change.ci_low) / 2, METRICS[Metric(change.metric)].tolerance)
    threshold = evidence.thresholds.of("mix_shift")
    who = f"{change.metric} of {AUDIENCE_NAMES.get(change.audience, change.audience)}"
    worst = max(shifts, key=lambda shift: abs(shift.parts.mix), default=None)
    value = rounded(abs(worst.parts.mix) / margin) if worst else None
    state = evidence.thresholds.judge("mix_shift", value) if worst else State.NOT_APPLICABLE
    reversed_by = next((shift for shift in shifts if shift.parts.simpson), None)
    if state is State.PASS and reversed_by and change.verdict in CALLED:
        state, worst = State.WARN, reversed_by
    return Finding(
        check_key="mix_shift",
        family=Family.ANALYTICS,
        severity=Severity.CAVEAT,
        state=state,
        what=_sentence(who, Metric(change.metric), worst, is_warning=state is not State.PASS),
        what_to_do="Look at the parts before explaining the total."
        if state in (State.WARN, State.FAIL)
        else "",
        audience=change.audience,
        window=HEADLINE_WINDOW,
        level=Level.NETWORK,
        metric=change.metric,
        is_only_here=True,
        value=value,
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=_figures(shifts, margin) | _largest(shifts),
    )


def _sentence(who: str, metric: Metric, shift: _Shift | None, *, is_warning: bool) -> str:
    if shift is None:
        return f"The {who} has no parts to shift between."
    unit, factor = UNITS[metric]
    digits, parts = DIGITS.get(metric, 1), shift.parts
    name = DIMENSIONS[shift.dimension]
    if not is_warning:
        return (
            f"Who was served explains {_signed(parts.mix * factor, digits)} {unit} of the change "
            f"in {who} at most (by {name}): less than its margin of error."
        )
    said = (
        f"The {who} changed by {_signed(parts.delta * factor, digits)} {unit}, of which "
        f"{_signed(parts.mix * factor, digits)} come from who was served (by {name}) and "
        f"{_signed(parts.within * factor, digits)} from changes within"
    )
    moved = "rose" if parts.delta < 0 else "fell"
    return f"{said}; each {name} {moved}." if parts.simpson else f"{said}."


def _signed(value: float, digits: int) -> str:
    """With a true minus sign; never minus nothing."""
    text = f"{abs(value):.{digits}f}"
    sign = "" if float(text) == 0 else "−" if value < 0 else "+"
    return f"{sign}{text}"


def _figures(shifts: Sequence[_Shift], margin: float) -> dict[str, object]:
    figures: dict[str, object] = {"margin": rounded(margin)}
    for shift in shifts:
        parts, name = shift.parts, shift.dimension
        figures |= {
            f"{name} before": rounded(parts.total0),
            f"{name} now": rounded(parts.total1),
            f"{name} within": rounded(parts.within),
            f"{name} mix": rounded(parts.mix),
            f"{name} reversed": "yes" if parts.simpson else "no",
        }
    return figures


def _largest(shifts: Sequence[_Shift]) -> dict[str, object]:
    """The touchpoint whose own change makes most of the total's, and how much of it."""
    for shift in shifts:
        if shift.dimension == "touchpoint":
            within = shift.parts.within_by_group
            place = int(np.argmax(within * np.sign(shift.parts.delta)))
            return {LARGEST: shift.groups[place], LARGEST_PART: rounded(float(within[place]))}
    return {}
