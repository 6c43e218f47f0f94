"""The integrity overview of an edition: six families, what moved, and what needs a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from core.web.filters import counted, number
from metrics.dashboards.datelines import Dateline, build_dateline, edition_text
from metrics.dashboards.editions.queries import Tally
from metrics.dashboards.heard import Ladder, build_ladder
from metrics.dashboards.queries import AUDIENCES, EditionLine
from metrics.dashboards.trust import finding_place
from metrics.dashboards.withheld import general_reason
from metrics.dashboards.wording import (
    listed,
    sentence,
    week_title,
)
from metrics.integrity.overview.moves import Direction, Move, steps_between, tell
from metrics.integrity.overview.services import OverviewData
from metrics.integrity.overview.shifts import HeadlineRow, headline_row
from metrics.integrity.overview.sparks import FamilyRow, family_rows
from metrics.models import Decision, LadderStep, Level, State

GRADES = "ABCDEF"
NONE = "–"
LEVELS = {
    Level.NETWORK: "Network",
    Level.COUNTRY: "Countries",
    Level.REGION: "Regions",
    Level.PARTNER: "Channel partners",
    Level.PRODUCT_LINE: "Product lines",
    Level.SEGMENT: "Segments",
    Level.PARTNER_LINE: "Product lines of channel partners",
}
REVIEWED_BY = "partner_selection"
DECISIONS = {Decision.HOLD: "held", Decision.SUPPRESS: "not shown"}
OF_A_TOTAL = "of this total's weight"
REASONS_OF_MANY = (
    (re.compile(r"^(Held: the last final), of [\w-]+, is shown\."), r"\1 is shown."),
    (re.compile(rf"\bhold [\d.]+\s?% {OF_A_TOTAL}"), f"hold too much {OF_A_TOTAL}"),
    (re.compile(r"(Unusual pattern, please review)\b.*", re.DOTALL), r"\1."),
)


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class ReviewLine:
    state: str
    name: str
    what: str
    url: str


@dataclass(frozen=True)
class OverviewPage:
    title: str
    lead: str
    dateline: Dateline
    edition: str
    others: tuple[Link, ...]
    families: tuple[FamilyRow, ...]
    compared: str
    worse: tuple[Move, ...]
    better: tuple[Move, ...]
    lost: tuple[Move, ...]
    grade_rows: tuple[tuple[str, ...], ...]
    ladders: tuple[Ladder, ...]
    headlines: tuple[HeadlineRow, ...]
    reviews: tuple[ReviewLine, ...]
    withheld: tuple[tuple[str, str, str], ...]
    overrides: tuple[str, ...]
    work_title: str
    work_url: str
    edition_url: str


def build_overview(data: OverviewData) -> OverviewPage:
    line = data.line
    families = family_rows(data.editions, data.counts, work_url(line))
    steps = steps_between(data.findings_before, data.findings) if data.before else []
    worse, better, lost = (
        tell(steps, direction, lambda row: finding_place(row, data.names))
        for direction in Direction
    )
    return OverviewPage(
        title=f"{week_title(line.week)}, {line.week[:4]}: {_headline(families)}",
        lead=_lead(data, worse, better),
        dateline=build_dateline(data.choice, data.zone, "/integrity"),
        edition=edition_text(line, data.zone),
        others=tuple(
            Link(edition_text(other, data.zone), overview_url(other))
            for other in data.of_week
            if other.id != line.id
        ),
        families=families,
        compared=_compared(data),
        worse=worse,
        better=better,
        lost=lost,
        grade_rows=_grade_rows(data),
        ladders=_ladders(data.ladder),
        headlines=tuple(headline_row(headline) for headline in data.headlines),
        reviews=_reviews(data),
        withheld=withheld_reasons(data.tallies),
        overrides=_overrides(data),
        work_title=_work_title(data.open_count),
        work_url=work_url(line),
        edition_url=f"/editions/{line.week}/{line.kind}/{line.revision}",
    )


def overview_url(line: EditionLine) -> str:
    return f"/integrity/{line.week}/{line.kind}/{line.revision}"


def work_url(line: EditionLine) -> str:
    return f"/integrity/worklist/{line.week}/{line.kind}/{line.revision}"


def _headline(families: Sequence[FamilyRow]) -> str:
    """How many families failed, warn and passed, in words."""
    words = (
        ("failed", "failed", (State.FAIL,)),
        ("warns", "warn", (State.WARN, State.UNKNOWN)),
        ("passed", "passed", (State.PASS,)),
        ("was not checked", "were not checked", (State.NOT_APPLICABLE,)),
    )
    counts = [
        (sum(row.mark.state in states for row in families), one, many)
        for one, many, states in words
    ]
    said = [
        f"{number(count)} {one if count == 1 else many}" for count, one, many in counts if count
    ]
    return f"of six families {listed(said)}"


def _lead(data: OverviewData, worse: Sequence[Move], better: Sequence[Move]) -> str:
    said = [worse[0].text] if worse else []
    if data.before and not worse:
        said = ["Nothing got worse since the last edition of its kind."]
    if better:
        said.append(f"{counted(len(better), 'check')} got better.")
    return " ".join([*said, sentence(_work_title(data.open_count))])


def _work_title(open_count: int) -> str:
    if not open_count:
        return "Nothing waits for a person"
    return f"{counted(open_count, 'finding')} {'needs' if open_count == 1 else 'need'} a person"


def _compared(data: OverviewData) -> str:
    """With which edition, and whether the two were made by the same rules."""
    before, line = data.before, data.line
    if before is None:
        return f"This is the first {line.kind}: there is nothing to compare it with."
    said = [
        f"Compared with the {line.kind} of {week_title(before.week).lower()}, {before.week[:4]}."
    ]
    if before.method_version != line.method_version:
        said.append(
            f"That was made by method {before.method_version}, this by {line.method_version}."
        )
    if data.threshold_versions.get(before.id) != data.threshold_versions.get(line.id):
        said.append("The limits of checks were changed in between.")
    return " ".join(said)


def _grade_rows(data: OverviewData) -> tuple[tuple[str, ...], ...]:
    """Level, then for each grade how many figures, with the change since the last edition."""
    levels = [level for level in LEVELS if any(_grades_of(data, data.line, level))]
    return tuple(
        (
            LEVELS[level],
            *(_grade_text(data, level, place) for place in range(len(GRADES))),
        )
        for level in levels
    )


def _grades_of(data: OverviewData, line: EditionLine, level: str) -> list[int]:
    return [data.grades.get((line.id, level, grade), 0) for grade in GRADES]


def _grade_text(data: OverviewData, level: str, place: int) -> str:
    now = _grades_of(data, data.line, level)[place]
    before = _grades_of(data, data.before, level)[place] if data.before else 0
    if not now and not before:
        return NONE
    return f"{number(now)} ({number(before)})" if data.before else number(now)


def _ladders(rows: Sequence[LadderStep]) -> tuple[Ladder, ...]:
    found = (build_ladder(rows, audience, 1) for audience in AUDIENCES)
    return tuple(ladder for ladder in found if ladder)


def _reviews(data: OverviewData) -> tuple[ReviewLine, ...]:
    """Channel partners whose pattern is under review, the plainest first."""
    rows = [
        row
        for row in data.findings
        if row.check_key == REVIEWED_BY
        and row.level == Level.PARTNER
        and row.state in (State.FAIL, State.WARN)
    ]
    rows.sort(key=lambda row: (row.state != State.FAIL, row.value is None, row.value or 0.0))
    return tuple(
        ReviewLine(
            row.state,
            data.names.place(Level.PARTNER, row.node_key),
            sentence(row.what),
            f"/integrity/partners/{quote(row.node_key, safe='')}",
        )
        for row in rows
    )


def _reason_of_many(reason: str) -> str:
    """The reason without week, place or figures, so that one cause is one line of the summary."""
    for pattern, text in REASONS_OF_MANY:
        reason = pattern.sub(text, reason)
    return general_reason(reason)


def withheld_reasons(tallies: Sequence[Tally]) -> tuple[tuple[str, str, str], ...]:
    """Why, what became of it, and how many figures."""
    counts: dict[tuple[str, str], int] = {}
    for one in tallies:
        if one.decision in DECISIONS:
            key = (_reason_of_many(one.reason), DECISIONS[Decision(one.decision)])
            counts[key] = counts.get(key, 0) + one.count
    ordered = sorted(counts.items(), key=lambda item: (item[0][1], -item[1], item[0][0]))
    return tuple((reason, decision, number(count)) for (reason, decision), count in ordered)


def _overrides(data: OverviewData) -> tuple[str, ...]:
    return tuple(
        f"{finding_place(row, data.names)}: {sentence(row.what)} {sentence(row.overridden)}"
        for row in data.findings
        if row.overridden
    )
