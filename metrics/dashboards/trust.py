"""How far to trust what is shown: findings, the coverage ladder, and what may not be shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from core.web.filters import number, percent
from customers.names.queries import Names
from metrics.dashboards.charts.ladders import LadderBar, draw_ladder
from metrics.dashboards.figures import reason_of
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import AUDIENCE_PLURALS, METRICS, WINDOW_NAMES, listed, sentence
from metrics.models import Decision, FindingRow, LadderStep, Level, State

FAMILIES = {
    "strategy": "Link to the strategy",
    "constructs": "Constructs",
    "sampling": "Sampling",
    "questionnaire": "Questionnaire",
    "response_bias": "Response bias",
    "analytics": "Analytics",
}
STATES = {
    State.FAIL: "Failed",
    State.WARN: "Warning",
    State.UNKNOWN: "Not known",
    State.PASS: "Passed",
    State.NOT_APPLICABLE: "Does not apply",
}
ORDER = tuple(STATES)
EVERY_WINDOW = 0
TROUBLE = (State.FAIL, State.WARN, State.UNKNOWN)


@dataclass(frozen=True)
class FindingLine:
    state: str
    state_text: str
    family: str
    about: str
    what: str
    what_to_do: str
    check_key: str


@dataclass(frozen=True)
class Trust:
    """`title` says what the checks found; `lines` are those that did not simply pass."""

    title: str
    lines: tuple[FindingLine, ...]
    passed: str
    rates: str = ""
    not_yet: tuple[tuple[str, str], ...] = ()


def weigh_findings(
    findings: Sequence[FindingRow],
    names: Names,
    level: str,
    node_key: str,
    windows: Sequence[int],
) -> Trust:
    """The findings that bear on a place: about itself, about everything, and below the network."""
    about = [
        row
        for row in findings
        if _bears_on(row, level, node_key) and row.window in (EVERY_WINDOW, *windows)
    ]
    trouble = [row for row in about if row.state in TROUBLE]
    trouble.sort(key=lambda row: ORDER.index(State(row.state)))
    passed = sum(row.state == State.PASS for row in about)
    return Trust(
        title=_title(about, trouble),
        lines=tuple(finding_line(row, names) for row in trouble),
        passed="" if not about else f"{number(passed)} of {number(len(about))} checks passed.",
    )


def with_summary(trust: Trust, summary: Mapping[str, Any]) -> Trust:
    """The response rates of the edition, and what is not yet checked at all."""
    return replace(
        trust,
        rates=rates_text(summary.get("response_rates", {})),
        not_yet=not_yet_checked(summary),
    )


def not_yet_checked(summary: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (FAMILIES.get(family, family), sentence(what))
        for family, what in summary.get("not_yet_checked", {}).items()
    )


def rates_text(rates: Mapping[str, Mapping[str, Any] | None]) -> str:
    """AAPOR RR2, once fieldwork is over; never a rate where nobody recorded who was asked."""
    said = [f"{AUDIENCE_PLURALS[audience]} {_rate(known)}" for audience, known in rates.items()]
    return sentence(f"Response rate (AAPOR RR2): {listed(said)}") if said else ""


def _rate(known: Mapping[str, Any] | None) -> str:
    if known is None:
        return "not known (who was asked was not recorded)"
    if known.get("rr2") is None:
        return "not known yet (links are still open)" if known["drawn"] else "none were asked"
    return f"{percent(known['rr2'])} of {number(known['drawn'])} asked"


def _bears_on(row: FindingRow, level: str, node_key: str) -> bool:
    if level == Level.NETWORK:
        return True
    return row.level in ("", Level.NETWORK) or (row.level == level and row.node_key == node_key)


def _title(about: Sequence[FindingRow], trouble: Sequence[FindingRow]) -> str:
    if not about:
        return "No check was run on this edition"
    counts = {state: sum(row.state == state for row in trouble) for state in TROUBLE}
    if not any(counts.values()):
        return "Every check passed"
    words = {State.FAIL: "failed", State.WARN: "gave a warning", State.UNKNOWN: "could not be made"}
    said = [f"{_checks(count)} {words[state]}" for state, count in counts.items() if count]
    return sentence(listed(said))[:-1]


def _checks(count: int) -> str:
    return "one check" if count == 1 else f"{count} checks"


def finding_line(row: FindingRow, names: Names) -> FindingLine:
    return FindingLine(
        state=row.state,
        state_text=STATES[State(row.state)],
        family=FAMILIES.get(row.family, row.family),
        about=finding_place(row, names),
        what=sentence(row.what),
        what_to_do=sentence(row.what_to_do),
        check_key=row.check_key,
    )


def finding_place(row: FindingRow, names: Names) -> str:
    parts = [AUDIENCE_PLURALS.get(row.audience, "both customers")]
    if row.level not in ("", Level.NETWORK):
        parts.insert(0, names.place(row.level, row.node_key))
    if row.window != EVERY_WINDOW:
        parts.append(WINDOW_NAMES[row.window])
    return ", ".join(parts)


@dataclass(frozen=True)
class Ladder:
    audience: str
    window: int
    title: str
    bars: tuple[LadderBar, ...]


STEPS = {
    "transactions": "Transactions",
    "contact_present": "Contact known",
    "eligible": "May be asked",
    "drawn": "Drawn",
    "invited": "Invited",
    "delivered": "Delivered",
    "answered": "Answered",
    "used": "Used in the figures",
}
REASONS = {
    "no_contact": "no contact known",
    "opted_out": "opted out",
    "asked_too_recently": "asked too recently",
    "other_transaction_drawn": "another transaction of the person drawn",
    "not_drawn": "not drawn",
    "not_in_frame": "not in the frame",
    "before_experience": "answered before the experience",
    "out_of_range": "a score outside its scale",
    "duplicate": "answered twice",
    "refusal": "refused",
    "non_contact": "no answer",
    "other": "could not answer",
    "unknown_undelivered": "could not be delivered",
    "not_eligible": "should not have been asked",
    "partial": "answered in part",
    "pending": "may still answer",
}


def plain(key: str, words: dict[str, str]) -> str:
    return words.get(key) or key.replace("_", " ")


def build_ladder(rows: Iterable[LadderStep], audience: str, window: int) -> Ladder | None:
    """None where there is no ladder for that customer and window."""
    left: dict[str, int] = {}
    lost: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.audience != audience or row.window != window:
            continue
        if row.reason:
            lost[row.step].append(f"{number(row.count)} no further: {plain(row.reason, REASONS)}")
            left.setdefault(row.step, 0)
        else:
            left[row.step] = row.count
    if not left:
        return None
    steps = [(_step_text(step), count, tuple(lost[step])) for step, count in left.items()]
    return Ladder(audience, window, _ladder_title(steps, audience), draw_ladder(steps, audience))


def _step_text(step: str) -> str:
    text = plain(step, STEPS)
    return text[:1].upper() + text[1:]


def _ladder_title(steps: Sequence[tuple[str, int, tuple[str, ...]]], audience: str) -> str:
    """What became of the transactions, and where most were lost."""
    whole, used = steps[0][1], steps[-1][1]
    who = AUDIENCE_PLURALS[audience]
    if not whole:
        return f"No transaction with {who} in this period"
    text = f"{number(used)} answers of {who} stand for {number(whole)} transactions"
    losses = [(before[1] - after[1], after[0]) for before, after in pairwise(steps)]
    most, where = max(losses, default=(0, ""))
    return f"{text}; most are lost at “{where.lower()}”" if most > 0 else text


@dataclass(frozen=True)
class Withheld:
    """Figures of one place that are held or may not be shown, for one reason."""

    what: str
    audience: str
    state: str
    grade: str
    reason: str


MANY = 4
# "9 answers, fewer than 10." and "6 answers, fewer than 10." are one reason.
GENERAL_REASONS = (
    (re.compile(r"^[\d,]+ answers?, too few for a figure.*", re.DOTALL), "Too few answers."),
    (re.compile(r"^[\d,]+ answers?, fewer than ([\d,]+)\.?$"), r"Fewer than \1 answers."),
    (re.compile(r"^[\d,]+ answers? of [\d,]+ persons?, (.*)", re.DOTALL), r"\1"),
)


def general_reason(reason: str) -> str:
    """The reason without the figures of the one case."""
    for pattern, text in GENERAL_REASONS:
        reason = pattern.sub(text, reason)
    return sentence(reason)


def withheld_lines(
    readings: Iterable[Reading], names: Names, own: tuple[str, str] = (Level.NETWORK, "")
) -> tuple[Withheld, ...]:
    """Held and suppressed figures, those with the same reason and customer together.

    `own` is the place whose page it is, which needs no naming.
    """
    groups: dict[tuple[str, str, str, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.decision in (Decision.HOLD, Decision.SUPPRESS):
            reason = general_reason(reason_of(reading))
            key = (reading.audience, reading.decision, reading.grade, reason)
            groups[key].append(reading)
    return tuple(
        Withheld(
            what=_what(members, names, own),
            audience=audience,
            state="held" if decision == Decision.HOLD else "not shown",
            grade=grade,
            reason=reason,
        )
        for (audience, decision, grade, reason), members in groups.items()
    )


def _what(members: Sequence[Reading], names: Names, own: tuple[str, str]) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    for reading in members:
        places[reading_place(reading, names, own)].append(METRICS[reading.metric].plain)
    if len(places) > MANY:
        first = list(places)[: MANY - 1]
        return f"{', '.join(first)} and {len(places) - len(first)} more"
    return "; ".join(f"{place}: {listed(metrics)}" for place, metrics in places.items())


def reading_place(reading: Reading, names: Names, own: tuple[str, str]) -> str:
    """Spain, Repair visit, or both: Spain, Repair visit; the page's own place is the total."""
    parts = []
    if (reading.level, reading.node_key) != own:
        parts.append(names.place(reading.level, reading.node_key))
    if reading.touchpoint_key:
        parts.append(names.touchpoints.get(reading.touchpoint_key, reading.touchpoint_key))
    return ", ".join(parts) or "Total"
