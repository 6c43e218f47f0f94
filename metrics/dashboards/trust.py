"""How far to trust what is shown: findings, the coverage ladder, and what may not be shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.web.filters import number, percent
from customers.names.queries import Names
from metrics.dashboards.evidence import EvidenceLine, evidence_lines
from metrics.dashboards.families import (
    FAMILIES,
    STATES,
    TROUBLE,
    WORST_FIRST,
    CheckCount,
    FamilyMark,
    count_of,
    family_marks,
    tally,
)
from metrics.dashboards.telling import BY_SOMEBODY
from metrics.dashboards.told import Told
from metrics.dashboards.wording import (
    AUDIENCE_PLURALS,
    METRICS,
    WINDOW_NAMES,
    capital,
    listed,
    sentence,
)
from metrics.integrity.measures import check_title
from metrics.integrity.response_bias.devices import KEY as DEVICES
from metrics.method import Family
from metrics.models import Level, State

EVERY_WINDOW = 0
STATISTIC = re.compile(r"\s*\((?:PSI|CV|q)\b[^)]*\)")
ABOUT_DEVICES = (
    "Try the survey on the device named, mend what is hard to answer there, and read a change "
    "beside the mix of devices."
)
# More findings of one check than this are read as one until somebody asks for them.
MOST_UNFOLDED = 3
# And more than these are counted: the edition's own page has them all.
MOST_FOLDED = 24


@dataclass(frozen=True)
class FindingLine:
    state: str
    state_text: str
    family: str
    about: str
    what: str
    what_to_do: str
    check_key: str
    overridden: str = ""
    evidence: tuple[EvidenceLine, ...] = ()


@dataclass(frozen=True)
class FoldedFindings:
    """Many findings of one check behind one line; `more` counts those that are not listed."""

    title: str
    lines: tuple[FindingLine, ...]
    more: str = ""


@dataclass(frozen=True)
class Trust:
    """`title` says what the checks found; `lines` are those that did not simply pass.

    `folded` are those of checks that found much the same in many places. `families` are the six
    marks of what bears on the place; empty where only a part is known.
    """

    title: str
    lines: tuple[FindingLine, ...]
    passed: str
    rates: str = ""
    families: tuple[FamilyMark, ...] = ()
    folded: tuple[FoldedFindings, ...] = ()


def weigh_findings(
    findings: Sequence[Told],
    names: Names,
    level: str,
    node_key: str,
    windows: Sequence[int],
    quiet: Sequence[CheckCount] = (),
) -> Trust:
    """The findings that bear on a place: about itself, about everything, and below the network.

    `quiet` counts those that bear on it, need no telling and are not among the findings.
    """
    about = [
        row
        for row in findings
        if _bears_on(row, level, node_key) and row.window in (EVERY_WINDOW, *windows)
    ]
    trouble = [row for row in about if row.state in TROUBLE]
    trouble.sort(key=lambda row: WORST_FIRST.index(State(row.state)))
    counts = [*map(count_of, about), *quiet]
    total = sum(one.count for one in counts)
    passed = sum(one.count for one in counts if one.state == State.PASS)
    by_check = Counter(row.check_key for row in trouble)
    many = [key for key, count in by_check.items() if count > MOST_UNFOLDED]
    single = [row for row in trouble if row.check_key not in many]
    folded = [[row for row in trouble if row.check_key == key] for key in many]
    return Trust(
        title=_title(total, trouble),
        lines=_once([_plain(finding_line(row, names)) for row in single]),
        folded=tuple(_folded(rows, names) for rows in folded),
        passed="" if not total else f"{number(passed)} of {number(total)} results passed.",
        families=family_marks(tally(counts)),
    )


def with_rates(trust: Trust, summary: Mapping[str, Any], of: str = "") -> Trust:
    """The response rates of the edition beside what its checks found; `of` says whose they are."""
    return replace(trust, rates=rates_text(summary.get("response_rates", {}), of))


def without_network(trust: Trust) -> Trust:
    """As a channel partner reads it, to whom only findings about itself are known: no marks of
    whole families, no figures behind a finding, which may speak of others, and neither what the
    house is to do about it nor who decided."""
    folded = (replace(one, lines=_unsigned(one.lines)) for one in trust.folded)
    return replace(trust, lines=_unsigned(trust.lines), folded=tuple(folded), families=())


def _unsigned(lines: Sequence[FindingLine]) -> tuple[FindingLine, ...]:
    own = (replace(line, what_to_do="", evidence=()) for line in lines)
    return tuple(replace(line, overridden=line.overridden and BY_SOMEBODY) for line in own)


def rates_text(rates: Mapping[str, Mapping[str, Any] | None], of: str = "") -> str:
    """AAPOR RR2, once fieldwork is over; never a rate where nobody recorded who was asked."""
    said = [f"{AUDIENCE_PLURALS[audience]} {_rate(known)}" for audience, known in rates.items()]
    return sentence(f"Response rate{of}: {listed(said)}") if said else ""


def _rate(known: Mapping[str, Any] | None) -> str:
    if known is None:
        return "not known (who was asked was not recorded)"
    if known.get("rr2") is None:
        return "not known yet (links are still open)" if known["drawn"] else "none were asked"
    return f"{percent(known['rr2'])} of {number(known['drawn'])} asked"


def _plain(line: FindingLine) -> FindingLine:
    """Without the statistic in brackets, which stands among the figures behind it."""
    return replace(line, what=STATISTIC.sub("", line.what))


def _once(lines: Sequence[FindingLine]) -> tuple[FindingLine, ...]:
    """What a check of devices says of both customers, once, with what to do about it."""
    found: dict[tuple[str, str, int], FindingLine] = {}
    for at, line in enumerate(lines):
        key = (line.check_key, line.state, 0 if line.check_key == DEVICES else at)
        found[key] = _joined(found[key], line) if key in found else line
    return tuple(
        replace(line, what_to_do=line.what_to_do or ABOUT_DEVICES)
        if line.check_key == DEVICES
        else line
        for line in found.values()
    )


def _joined(first: FindingLine, other: FindingLine) -> FindingLine:
    is_same = first.what == other.what
    return replace(
        first,
        about=f"{first.about}; {other.about}",
        what=first.what if is_same else f"{first.what} {capital(other.about)}: {other.what}",
        what_to_do=first.what_to_do or other.what_to_do,
        evidence=(*first.evidence, *other.evidence),
    )


def _folded(rows: Sequence[Told], names: Names) -> FoldedFindings:
    """The worst first, without the figures behind each; how many of what, in the check's words."""
    worst = STATES[State(rows[0].state)]
    check = STATISTIC.sub("", check_title(rows[0].check_key)).lower()
    title = f"{worst}: {check}, {len(rows)} findings"
    lines = tuple(finding_line(row, names, is_brief=True) for row in rows[:MOST_FOLDED])
    rest = len(rows) - len(lines)
    more = f"And {number(rest)} more, which the page of the edition lists." if rest else ""
    return FoldedFindings(title, lines, more)


def _bears_on(row: Told, level: str, node_key: str) -> bool:
    if level == Level.NETWORK:
        return True
    return row.level in ("", Level.NETWORK) or (row.level == level and row.node_key == node_key)


def _title(total: int, trouble: Sequence[Told]) -> str:
    """Each check once, as the worst it found, and how many findings that makes."""
    if not total:
        return "No check was run on this edition"
    if not trouble:
        return "Every check passed"
    worst: dict[str, str] = {}
    for row in trouble:  # the worst first
        worst.setdefault(row.check_key, row.state)
    checks = Counter(worst.values())
    found = Counter(worst[row.check_key] for row in trouble)
    words = {State.FAIL: "failed", State.WARN: "gave a warning", State.UNKNOWN: "could not be made"}
    said = [
        f"{_checks(checks[state])} {words[state]}{_findings(checks[state], found[state])}"
        for state in TROUBLE
        if checks[state]
    ]
    return sentence(listed(said))[:-1]


def _checks(count: int) -> str:
    return "one check" if count == 1 else f"{count} checks"


def _findings(checks: int, found: int) -> str:
    return f" ({number(found)} findings)" if found > checks else ""


def finding_line(row: Told, names: Names, *, is_brief: bool = False) -> FindingLine:
    """`is_brief` without the figures behind it."""
    return FindingLine(
        state=row.state,
        state_text=STATES[State(row.state)],
        family=FAMILIES[Family(row.family)],
        about=finding_place(row, names),
        what=sentence(row.what),
        what_to_do=sentence(row.what_to_do),
        check_key=row.check_key,
        overridden=sentence(row.overridden or ""),
        evidence=() if is_brief else evidence_lines(row),
    )


def finding_place(row: Told, names: Names) -> str:
    parts = [AUDIENCE_PLURALS.get(row.audience, "both customers")]
    if row.level not in ("", Level.NETWORK):
        parts.insert(0, names.place(row.level, row.node_key))
    if row.touchpoint_key:
        parts.append(names.touchpoints.get(row.touchpoint_key, row.touchpoint_key))
    if row.metric:
        parts.append(METRICS[row.metric].plain)
    if row.window != EVERY_WINDOW:
        parts.append(WINDOW_NAMES[row.window])
    return ", ".join(parts)
