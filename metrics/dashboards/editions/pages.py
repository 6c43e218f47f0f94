"""The list of editions, and the integrity overview of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from core.web.filters import counted, instant, number, percent
from customers.names.queries import Names
from metrics.dashboards.datelines import edition_text
from metrics.dashboards.editions.history import HistoryLine, Moved, history_lines
from metrics.dashboards.editions.queries import PAGE_LENGTH, Tally
from metrics.dashboards.families import TROUBLE, FamilyMark, marks_of
from metrics.dashboards.heard import Ladder, build_ladder
from metrics.dashboards.queries import AUDIENCES, EditionLine
from metrics.dashboards.told import Told
from metrics.dashboards.trust import FindingLine, finding_line
from metrics.dashboards.withheld import general_reason
from metrics.dashboards.wording import AUDIENCE_PLURALS, capital, short_hash, week_title
from metrics.models import LadderStep, Weighing

DECISIONS = {
    "publish": "published",
    "caveat": "published with a caveat",
    "hold": "held",
    "suppress": "not shown",
}


@dataclass(frozen=True)
class EditionRow:
    week: str
    text: str
    url: str
    transactions: str
    answers: str
    late: str
    expected: str
    mark: str
    reason: str


@dataclass(frozen=True)
class EditionsPage:
    title: str
    rows: tuple[EditionRow, ...]
    older_url: str


def build_editions_page(lines: Sequence[EditionLine], zone: ZoneInfo) -> EditionsPage:
    shown = lines[:PAGE_LENGTH]
    has_more = len(lines) > PAGE_LENGTH
    # A week is never cut in two: the rest of the last one comes with the next page.
    if has_more:
        shown = [line for line in shown if line.week != shown[-1].week] or shown
    return EditionsPage(
        title="Editions",
        rows=tuple(_row(line, zone) for line in shown),
        older_url=f"/editions?before={shown[-1].week}" if has_more else "",
    )


def edition_url(line: EditionLine) -> str:
    return f"/editions/{line.week}/{line.kind}/{line.revision}"


def _row(line: EditionLine, zone: ZoneInfo) -> EditionRow:
    return EditionRow(
        week=line.week,
        text=edition_text(line, zone),
        url=edition_url(line),
        transactions=number(line.transaction_count),
        answers=number(line.response_count),
        late=number(line.late_response_count),
        expected=percent(line.expected_answer_share),
        mark=short_hash(line.manifest_hash),
        reason=line.reason or "",
    )


@dataclass(frozen=True)
class WeighingTable:
    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FamilyFindings:
    """Every check of one family: those that found something, and the others."""

    mark: FamilyMark
    trouble: tuple[FindingLine, ...]
    rest: tuple[FindingLine, ...]
    rest_title: str


@dataclass(frozen=True)
class EditionPage:
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    families: tuple[FamilyFindings, ...]
    tallies: tuple[tuple[str, str, str, str], ...]
    weighings: tuple[WeighingTable, ...]
    ladders: tuple[Ladder, ...]
    history: tuple[HistoryLine, ...]
    week_url: str
    overview_url: str
    verify_url: str


@dataclass(frozen=True)
class EditionData:
    line: EditionLine
    zone: ZoneInfo
    names: Names
    findings: Sequence[Told]
    tallies: Sequence[Tally]
    weighings: Sequence[Weighing]
    ladder: Sequence[LadderStep]
    history: Sequence[EditionLine]
    moved: dict[int, Moved]


def build_edition_page(data: EditionData) -> EditionPage:
    line = data.line
    return EditionPage(
        title=f"{week_title(line.week)}, {line.week[:4]}: {line.kind}, revision {line.revision}",
        lead=_lead(data),
        facts=_facts(line, data.zone),
        families=tuple(_family(mark, data) for mark in marks_of(data.findings)),
        tallies=_tallies(data.tallies),
        weighings=tuple(weighing_table(row) for row in data.weighings),
        ladders=_ladders(data.ladder),
        history=history_lines(data.history, data.moved, data.zone, line.id),
        week_url=f"/?week={line.week}",
        overview_url=f"/integrity/{line.week}/{line.kind}/{line.revision}",
        verify_url=f"/editions/{line.week}/{line.kind}/{line.revision}/verify",
    )


def _lead(data: EditionData) -> str:
    total = sum(tally.count for tally in data.tallies)
    hidden = sum(tally.count for tally in data.tallies if tally.decision == "suppress")
    held = sum(tally.count for tally in data.tallies if tally.decision == "hold")
    return (
        f"{number(total - hidden - held)} figures are published, {number(hidden)} may not be "
        f"shown and {number(held)} are held; {number(len(data.findings))} checks were made."
    )


def _family(mark: FamilyMark, data: EditionData) -> FamilyFindings:
    # The figures behind what found nothing stand in the overview and in the download.
    lines = [
        finding_line(row, data.names, is_brief=row.state not in TROUBLE)
        for row in data.findings
        if row.family == mark.key
    ]
    rest = tuple(line for line in lines if line.state not in TROUBLE)
    return FamilyFindings(
        mark=mark,
        trouble=tuple(line for line in lines if line.state in TROUBLE),
        rest=rest,
        rest_title=f"{counted(len(rest), 'check')} that found nothing, or could not apply",
    )


def _facts(line: EditionLine, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Edition", edition_text(line, zone)),
        ("Cut-off", instant(line.cut_off_at, zone)),
        ("Published", instant(line.published_at, zone)),
        ("Transactions", number(line.transaction_count)),
        ("Answers", number(line.response_count)),
        ("Answers too late for it", number(line.late_response_count)),
        ("Expected answers in", percent(line.expected_answer_share)),
        ("Method", f"version {line.method_version}, software {line.code_version}"),
        ("Manifest", line.manifest_hash),
    ]
    return tuple([*facts, ("Reason of the revision", line.reason)] if line.reason else facts)


def _tallies(tallies: Sequence[Tally]) -> tuple[tuple[str, str, str, str], ...]:
    """Counts by grade, decision and reason, the reasons without the figures of each case."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for tally in tallies:
        decision = DECISIONS.get(tally.decision, tally.decision)
        counts[tally.grade, decision, general_reason(tally.reason)] += tally.count
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1]))
    return tuple((*key, number(count)) for key, count in ordered)


def weighing_table(row: Weighing) -> WeighingTable:
    weeks = "1 week" if row.window == 1 else f"{row.window} weeks"
    who = capital(AUDIENCE_PLURALS.get(row.audience, row.audience))
    return WeighingTable(f"{who}, {weeks}", tuple(report_rows(row.report)))


def report_rows(report: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    """A report's entries as name and text, whatever it states; nested ones by their path."""
    rows: list[tuple[str, str]] = []
    for key, value in report.items():
        name = f"{above}, {_plain(key)}" if above else capital(_plain(key))
        if isinstance(value, Mapping):
            rows += report_rows(value, name)
        else:
            rows.append((name, _value(value)))
    return rows


def _plain(key: str) -> str:
    return str(key).replace("_", " ")


def _value(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return number(value, 4 if abs(value) < 1 else 2)
    if isinstance(value, (list, tuple)):
        return "; ".join(_value(entry) for entry in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{_plain(key)} {_value(entry)}" for key, entry in value.items())
    return _plain(value)


def _ladders(rows: Sequence[LadderStep]) -> tuple[Ladder, ...]:
    windows = sorted({row.window for row in rows})
    found = (build_ladder(rows, audience, window) for window in windows for audience in AUDIENCES)
    return tuple(ladder for ladder in found if ladder)
