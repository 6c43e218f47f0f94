"""From many things judged to few findings: one for each figure in doubt, one for all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from metrics.figures import Finding
from metrics.integrity.sheets import Concern, Sheets
from metrics.method import Family, Severity, Threshold
from metrics.models import Level, State
from metrics.warehouse.files import rounded

GRAVEST_FIRST = (State.FAIL, State.WARN, State.UNKNOWN, State.PASS, State.NOT_APPLICABLE)
IN_DOUBT = frozenset(GRAVEST_FIRST[:3])

Figure = tuple[str, Level, str, str]  # audience, level, node, metric


@dataclass(frozen=True, eq=False)
class Judged:
    """One thing that a check looked at, and the published figures that rest on it, if any do.

    `figures` are the evidence, by name; `what` a sentence about this thing alone.
    """

    name: str
    audience: str
    state: State
    what: str
    what_to_do: str = ""
    value: float | None = None
    concerns: tuple[Concern, ...] = ()
    level: Level = Level.NETWORK
    node_key: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """What the findings of a check have in common."""

    check_key: str
    family: Family
    severity: Severity
    threshold: Threshold | None = None


def findings_of(rule: Rule, judged: Iterable[Judged], sheets: Sheets) -> Iterator[Finding]:
    """The worst of what bears on a figure and is in doubt; the worst of the rest, by audience.

    What no published figure rests on is for information and changes no grade. The figures of
    everything in its group stand in a finding's evidence.
    """
    of_figures: dict[Figure, dict[str, list[Judged]]] = {}
    others: dict[str, list[Judged]] = {}
    for one in judged:
        if one.state not in IN_DOUBT or not one.concerns:
            others.setdefault(one.audience, []).append(one)
            continue
        for concern in one.concerns:
            figure = (one.audience, one.level, one.node_key, concern.metric)
            at = of_figures.setdefault(figure, {})
            at.setdefault(concern.touchpoint, []).append(one)
    for (audience, _, _, metric), at in sorted(of_figures.items()):
        for touchpoint, group in _by_place(at, sheets.asked_at(audience, metric)):
            yield _finding(rule, group, Concern(metric, touchpoint))
    for _, group in sorted(others.items()):
        yield _finding(rule, group, None)


def _by_place(
    at: Mapping[str, list[Judged]], asked: frozenset[str]
) -> Iterator[tuple[str, list[Judged]]]:
    """What is in doubt at every touchpoint that asks is so everywhere, and bears on the totals.

    The mildest of the touchpoints holds everywhere; what is graver at some stays theirs.
    """
    everywhere = list(at.get("", ()))
    single = {touchpoint: group for touchpoint, group in sorted(at.items()) if touchpoint}
    if asked and asked <= set(single):
        mildest = max(_rank(gravest_state(one.state for one in group)) for group in single.values())
        common = [one for group in single.values() for one in group if _rank(one.state) >= mildest]
        everywhere += dict.fromkeys(common)
        single = {
            touchpoint: graver
            for touchpoint, group in single.items()
            if (graver := [one for one in group if _rank(one.state) < mildest])
        }
    if everywhere:
        yield "", everywhere
    yield from single.items()


def _rank(state: State) -> int:
    """0 for the gravest."""
    return GRAVEST_FIRST.index(state)


def gravest(judged: Sequence[Judged], threshold: Threshold | None) -> Judged:
    """The worst: by state, then by value, then by name."""
    sign = -1.0 if threshold and threshold.low_is_bad else 1.0
    return min(
        judged,
        key=lambda one: (
            _rank(one.state),
            -sign * one.value if one.value is not None else float("inf"),
            one.name,
        ),
    )


def gravest_state(states: Iterable[State]) -> State:
    return min(states, key=_rank)


def _finding(rule: Rule, group: Sequence[Judged], concern: Concern | None) -> Finding:
    worst, threshold = gravest(group, rule.threshold), rule.threshold
    is_for_information = concern is None and worst.state in IN_DOUBT
    is_about_figure = concern is not None
    return Finding(
        check_key=rule.check_key,
        family=rule.family,
        severity=Severity.INFO if is_for_information else rule.severity,
        state=worst.state,
        what=worst.what,
        what_to_do="" if worst.state in GRAVEST_FIRST[3:] else worst.what_to_do,
        audience=worst.audience,
        level=worst.level if is_about_figure else Level.NETWORK,
        node_key=worst.node_key if is_about_figure else "",
        touchpoint_key=concern.touchpoint if concern else "",
        metric=concern.metric if concern else "",
        value=rounded(worst.value),
        warn=threshold.warn if threshold else None,
        fail=threshold.fail if threshold else None,
        evidence={one.name: _settled(one) for one in sorted(group, key=lambda one: one.name)},
    )


def _settled(one: Judged) -> dict[str, Any]:
    """Numbers rounded as they are published."""
    figures = {"state": one.state.value, "value": one.value, **one.figures}
    return {
        name: rounded(value) if isinstance(value, float) else value
        for name, value in figures.items()
        if value is not None
    }
