"""What is shown of a partner's review: to the partner, and to the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from core.web.filters import instant, number, percent
from customers.names.queries import Names
from metrics.dashboards.heard import Ladder, build_ladder
from metrics.dashboards.queries import AUDIENCES, EditionLine
from metrics.dashboards.trust import FindingLine, finding_line
from metrics.dashboards.wording import AUDIENCE_PLURALS, capital
from metrics.integrity.gates import STOPPING
from metrics.integrity.models import GateDecision, KioskDeclaration, PartnerStatement, Side
from metrics.integrity.overrules.gates.pages import StoppingLine, stopping_line
from metrics.integrity.overrules.gates.queries import key_of, last_words
from metrics.integrity.overrules.pending import Pending
from metrics.integrity.overrules.wording import edition_text
from metrics.models import Edition, FindingRow, LadderStep, State

UNUSUAL = "Unusual pattern, please review"
LADDER_WINDOWS = (13, 4, 1)
SUPPLIERS = {
    "partner": "the partner",
    "business": "the business itself",
    "person": "the person",
    "": "a source that nobody recorded",
}


@dataclass(frozen=True)
class StatementLine:
    who: str
    is_partner: bool
    when: str
    text: str


@dataclass(frozen=True)
class Review:
    """What the partner itself reads: figures about itself only, and both sides' words."""

    title: str
    edition: str
    seen: tuple[FindingLine, ...]
    thread: tuple[StatementLine, ...]
    can_answer: bool


@dataclass(frozen=True)
class PartnerLine:
    key: str
    name: str
    state: str
    seen: str
    said: str
    is_waiting: bool
    kiosk: str


@dataclass(frozen=True)
class PartnersPage:
    edition: str
    lines: tuple[PartnerLine, ...]


@dataclass(frozen=True)
class HousePage:
    """What the house reads of one partner; `stopping` can be released."""

    key: str
    name: str
    week: str
    weeks: tuple[str, ...]
    edition: str
    seen: tuple[FindingLine, ...]
    stopping: tuple[StoppingLine, ...]
    suppliers: tuple[tuple[str, str, str], ...]
    supplied_text: str
    ladders: tuple[Ladder, ...]
    thread: tuple[StatementLine, ...]
    can_reply: bool
    is_kiosk: bool
    kiosks: tuple[tuple[str, ...], ...]
    pending: Pending


@dataclass(frozen=True)
class HouseData:
    key: str
    edition: Edition
    weeks: Sequence[str]
    findings: Sequence[FindingRow]
    decisions: Sequence[GateDecision]
    ladder: Sequence[LadderStep]
    supplied: Mapping[tuple[str, str], int] | None
    thread: Sequence[PartnerStatement]
    kiosks: Sequence[KioskDeclaration]
    pending: Pending
    names: Names
    zone: ZoneInfo


def review(
    edition: Edition | EditionLine | None,
    findings: Sequence[FindingRow],
    thread: Sequence[PartnerStatement],
    names: Names,
    zone: ZoneInfo,
) -> Review:
    seen = tuple(_for_partner(finding_line(row, names)) for row in findings)
    return Review(
        title=UNUSUAL if seen else "No unusual pattern at present",
        edition=edition_text(edition) if edition else "",
        seen=seen,
        thread=thread_lines(thread, zone),
        can_answer=bool(seen or thread),
    )


def _for_partner(line: FindingLine) -> FindingLine:
    """What to do is said to the house, and the figures behind it may speak of others."""
    what = capital(line.what.removeprefix(f"{UNUSUAL}: "))
    return replace(line, what=what, what_to_do="", evidence=(), overridden="")


def thread_lines(thread: Iterable[PartnerStatement], zone: ZoneInfo) -> tuple[StatementLine, ...]:
    return tuple(
        StatementLine(one.said_by, one.side == Side.PARTNER, instant(one.said_at, zone), one.text)
        for one in thread
    )


def partners_page(
    edition: Edition,
    findings: Sequence[FindingRow],
    said: Mapping[str, PartnerStatement],
    kiosks: Sequence[str],
    names: Names,
    zone: ZoneInfo,
) -> PartnersPage:
    """Partners under review, those with a thread and those with a declared device."""
    worst: dict[str, list[FindingRow]] = {}
    for row in findings:
        worst.setdefault(row.node_key, []).append(row)
    keys = {*worst, *said, *kiosks}
    lines = [_partner_line(key, worst.get(key, ()), said, kiosks, names, zone) for key in keys]
    order = {State.FAIL.value: 0, State.WARN.value: 1, State.PASS.value: 2}
    lines.sort(key=lambda line: (order[line.state], not line.is_waiting, line.name, line.key))
    return PartnersPage(edition_text(edition), tuple(lines))


def _partner_line(
    key: str,
    found: Sequence[FindingRow],
    said: Mapping[str, PartnerStatement],
    kiosks: Sequence[str],
    names: Names,
    zone: ZoneInfo,
) -> PartnerLine:
    states = {row.state for row in found}
    last = said.get(key)
    is_waiting = last is not None and last.side == Side.PARTNER
    return PartnerLine(
        key=key,
        name=names.place("partner", key),
        state=next((s for s in (State.FAIL, State.WARN) if s in states), State.PASS).value,
        seen=" ".join(finding_line(row, names).what for row in found) or "Nothing at present.",
        said="" if last is None else f"{last.said_by}, {instant(last.said_at, zone)}",
        is_waiting=is_waiting,
        kiosk="declared" if key in kiosks else "",
    )


def house_page(data: HouseData) -> HousePage:
    last = last_words(data.decisions)
    stopping = [row for row in data.findings if _stops(row)]
    declared = data.kiosks[-1].is_declared if data.kiosks else False
    drawn = (build_ladder(data.ladder, a, w) for a in reversed(AUDIENCES) for w in LADDER_WINDOWS)
    return HousePage(
        key=data.key,
        name=data.names.place("partner", data.key),
        week=data.edition.week,
        weeks=tuple(data.weeks),
        edition=edition_text(data.edition),
        seen=tuple(finding_line(row, data.names) for row in data.findings if not _stops(row)),
        stopping=tuple(
            stopping_line(row, last.get(key_of(row)), data.names, data.zone) for row in stopping
        ),
        suppliers=_suppliers(data.supplied or {}),
        supplied_text=_supplied_text(data.supplied),
        ladders=_widest(ladder for ladder in drawn if ladder),
        thread=thread_lines(data.thread, data.zone),
        can_reply=bool(data.thread or data.findings),
        is_kiosk=declared,
        kiosks=tuple(_kiosk_row(one, data.zone) for one in reversed(data.kiosks)),
        pending=data.pending,
    )


def _stops(row: FindingRow) -> bool:
    return row.state == State.FAIL and row.severity in STOPPING


def _widest(ladders: Iterable[Ladder]) -> tuple[Ladder, ...]:
    """Of each audience the widest window that has one."""
    found: dict[str, Ladder] = {}
    for ladder in ladders:
        found.setdefault(ladder.audience, ladder)
    return tuple(found.values())


def _suppliers(supplied: Mapping[tuple[str, str], int]) -> tuple[tuple[str, str, str], ...]:
    totals: Counter[str] = Counter()
    for (audience, _), count in supplied.items():
        totals[audience] += count
    return tuple(
        (
            f"{capital(AUDIENCE_PLURALS[audience])}, from {SUPPLIERS.get(supplier, supplier)}",
            number(count),
            percent(count / totals[audience]),
        )
        for (audience, supplier), count in sorted(supplied.items())
    )


def _supplied_text(supplied: Mapping[tuple[str, str], int] | None) -> str:
    """Why there is no table of it."""
    if supplied is None:
        return "Who supplied the contacts cannot be read: frozen files of these weeks are damaged."
    return "" if supplied else "Who supplied the contacts was not recorded in these weeks."


def _kiosk_row(one: KioskDeclaration, zone: ZoneInfo) -> tuple[str, ...]:
    what = "Declared" if one.is_declared else "No longer declared"
    return instant(one.decided_at, zone), what, one.decided_by, one.reason
