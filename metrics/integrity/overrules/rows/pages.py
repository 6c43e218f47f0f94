"""What the page about an edition's single answers shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from core.web.filters import NOTHING, counted, instant, number
from customers.names.queries import Names
from metrics.dashboards.heard import REASONS, Ladder, build_ladder
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.wording import AUDIENCE_PLURALS
from metrics.integrity.overrules.pending import Pending
from metrics.integrity.overrules.rows.judged import JudgedRow, JudgedRows, RowChoice
from metrics.integrity.overrules.rows.services import MOST_AT_ONCE
from metrics.integrity.overrules.wording import edition_text
from metrics.models import Edition, LadderStep
from metrics.warehouse.configuration import RowOverrule
from metrics.warehouse.schema import USED

PAGE_SIZE = 50
assert PAGE_SIZE <= MOST_AT_ONCE
SCORE_NAMES = {
    "recommend": "recommends",
    "satisfaction": "satisfied",
    "effort": "ease",
    "repurchase": "buys again",
}
ALL_SET_ASIDE = "all that were set aside"


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class RowLine:
    response: str
    status: str
    flags: str
    who: str
    partner: str
    touchpoint: str
    device: str
    when: str
    seconds: str
    scores: str
    decided: str
    is_ticked: bool


@dataclass(frozen=True)
class RowsPage:
    """`kept` are the filters, as they go along with every form and link."""

    week: str
    edition: str
    weeks: tuple[Option, ...]
    statuses: tuple[Option, ...]
    partners: tuple[Option, ...]
    audiences: tuple[Option, ...]
    lines: tuple[RowLine, ...]
    shown: str
    older: str | None
    newer: str | None
    action: str
    ladders: tuple[Ladder, ...]
    pending: Pending
    is_recorded: bool


@dataclass(frozen=True)
class RowsData:
    edition: Edition
    weeks: Sequence[str]
    judged: JudgedRows | None
    choice: RowChoice
    page: int
    overrules: Sequence[RowOverrule]
    ladder: Sequence[LadderStep]
    pending: Pending
    names: Names
    zone: ZoneInfo
    ticked: frozenset[int]


def rows_page(data: RowsData) -> RowsPage:
    rows, choice = data.judged, data.choice
    chosen = rows.chosen(choice) if rows is not None else None
    count = len(chosen) if chosen is not None else 0
    last = max(1, -(-count // PAGE_SIZE))
    page = min(max(1, data.page), last)
    found = chosen.part((page - 1) * PAGE_SIZE, PAGE_SIZE) if chosen is not None else ()
    decided = {overrule.response: overrule for overrule in data.overrules}
    drawn = (build_ladder(data.ladder, audience, 1) for audience in AUDIENCES)
    return RowsPage(
        week=data.edition.week,
        edition=edition_text(data.edition),
        weeks=tuple(Option(week, week, week == data.edition.week) for week in data.weeks),
        statuses=_statuses(rows, choice),
        partners=_partners(rows, choice, data.names),
        audiences=_audiences(choice),
        lines=tuple(_line(row, decided.get(row.response), data) for row in found),
        shown=_shown(count, page, len(found)),
        older=_url(data, page + 1) if page < last else None,
        newer=_url(data, page - 1) if page > 1 else None,
        action=_url(data, page),
        ladders=tuple(ladder for ladder in drawn if ladder),
        pending=data.pending,
        is_recorded=rows is not None,
    )


def status_text(status: str) -> str:
    return "used" if status == USED else REASONS.get(status) or status.replace("_", " ")


def _statuses(rows: JudgedRows | None, choice: RowChoice) -> tuple[Option, ...]:
    counts = rows.counts("status") if rows is not None else {}
    aside = sum(count for status, count in counts.items() if status != USED)
    first = Option("", f"{ALL_SET_ASIDE} ({number(aside)})", not choice.status)
    others = (
        Option(status, f"{status_text(status)} ({number(count)})", choice.status == status)
        for status, count in counts.items()
    )
    return (first, *others)


def _partners(rows: JudgedRows | None, choice: RowChoice, names: Names) -> tuple[Option, ...]:
    keys = rows.counts("partner") if rows is not None else {}
    named = sorted((names.place("partner", key), key) for key in keys if key)
    every = Option("", "every partner", not choice.partner)
    return (every, *(Option(key, name, choice.partner == key) for name, key in named))


def _audiences(choice: RowChoice) -> tuple[Option, ...]:
    every = Option("", "both customers", not choice.audience)
    return (every, *(Option(a, AUDIENCE_PLURALS[a], choice.audience == a) for a in AUDIENCES))


def _line(row: JudgedRow, decided: RowOverrule | None, data: RowsData) -> RowLine:
    return RowLine(
        response=str(row.response),
        status=status_text(row.status),
        flags=", ".join(flag.replace("_", " ") for flag in row.flags),
        who=row.audience,
        partner=data.names.place("partner", row.partner) if row.partner else NOTHING,
        touchpoint=data.names.touchpoints.get(row.touchpoint, row.touchpoint) or NOTHING,
        device=row.device or NOTHING,
        when=instant(row.answered_at, data.zone),
        seconds=NOTHING if row.seconds is None else f"{number(row.seconds)} s",
        scores=_scores(row.scores),
        decided=_decided(decided),
        is_ticked=row.response in data.ticked,
    )


def _scores(scores: Mapping[str, int]) -> str:
    said = (f"{SCORE_NAMES[key]} {score}" for key, score in scores.items())
    return ", ".join(said) or NOTHING


def _decided(overrule: RowOverrule | None) -> str:
    if overrule is None:
        return ""
    verdict = "Use it all the same" if overrule.is_used else "Set it aside"
    return f"{verdict} ({overrule.decided_by}, {overrule.decided_on}): {overrule.reason}"


def _shown(count: int, page: int, found: int) -> str:
    if not count:
        return "No such answer in this edition."
    first = (page - 1) * PAGE_SIZE + 1
    return f"{number(first)} to {number(first + found - 1)} of {counted(count, 'answer')}"


def _url(data: RowsData, page: int) -> str:
    choice = data.choice
    given = {
        "week": data.edition.week, "reason": choice.status, "partner": choice.partner,
        "audience": choice.audience, "page": str(page) if page > 1 else "",
    }  # fmt: skip
    return "?" + urlencode({name: value for name, value in given.items() if value})
