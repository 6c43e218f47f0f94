"""The work list of an edition, by check; and one finding with what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from core.web.filters import counted, day, instant, number, percent
from customers.names.queries import Names
from metrics.dashboards.datelines import edition_text
from metrics.dashboards.families import FAMILIES
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.trust import FindingLine, finding_line, finding_place
from metrics.dashboards.wording import WINDOW_NAMES, capital, listed, week_title
from metrics.integrity.measures import check_title
from metrics.integrity.models import FindingNote, WorkState
from metrics.integrity.overview.pages import overview_url, work_url
from metrics.integrity.overview.work.forms import SHOWN_STATES, WORK_STATES, WorkFilter
from metrics.integrity.overview.work.services import Thread
from metrics.method import Family
from metrics.models import Level

MOST_OF_A_CHECK = 10
FAMILY_CHOICES = {"": "All families"} | {key.value: name for key, name in FAMILIES.items()}
RANKS = ("holds or hides figures", "failed", "warns", "concerns no figure")


@dataclass(frozen=True)
class WorkItem:
    line: FindingLine
    url: str
    about: str
    concerns: str
    work: str
    due: str


@dataclass(frozen=True)
class WorkGroup:
    """Everything one check found, up to a number; `more` leads to the rest."""

    title: str
    about: str
    items: tuple[WorkItem, ...]
    more: str
    more_url: str


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class WorkPage:
    title: str
    lead: str
    edition: str
    groups: tuple[WorkGroup, ...]
    states: tuple[Option, ...]
    families: tuple[Option, ...]
    owner: str
    path: str
    all_url: str
    overview_url: str


@dataclass(frozen=True)
class WorkData:
    line: EditionLine
    threads: Sequence[Thread]
    chosen: WorkFilter
    names: Names
    zone: ZoneInfo
    today: date


def build_work_page(data: WorkData) -> WorkPage:
    shown = [thread for thread in data.threads if data.chosen.shows(thread)]
    line, chosen, path = data.line, data.chosen, work_url(data.line)
    return WorkPage(
        title=_title(shown, chosen),
        lead=_lead(data),
        edition=f"{week_title(line.week)}, {line.week[:4]}: {edition_text(line, data.zone)}",
        groups=_groups(shown, data),
        states=_options(SHOWN_STATES, chosen.state),
        families=_options(FAMILY_CHOICES, chosen.family),
        owner=chosen.owner,
        path=path,
        all_url=path if chosen.arguments else "",
        overview_url=overview_url(line),
    )


def _title(shown: Sequence[Thread], chosen: WorkFilter) -> str:
    if not shown:
        return "Nothing here" if chosen.arguments else "Nothing waits for a person"
    if chosen.arguments:
        return f"{counted(len(shown), 'finding')} of those chosen"
    return f"{counted(len(shown), 'finding')} {'needs' if len(shown) == 1 else 'need'} a person"


def _lead(data: WorkData) -> str:
    """How many of all, what holds figures, what is taken, what is late."""
    open_ones = [thread for thread in data.threads if thread.is_open]
    counts = (
        (sum(t.rank == 0 for t in open_ones), "holds or hides figures", "hold or hide figures"),
        (sum(t.state is WorkState.TAKEN for t in open_ones), "is taken", "are taken"),
        (sum(_is_late(t, data.today) for t in open_ones), "is overdue", "are overdue"),
        (len(data.threads) - len(open_ones), "is settled", "are settled"),
    )
    said = [
        f"{number(count)} {one if count == 1 else many}" for count, one, many in counts if count
    ]
    return f"Of {counted(len(data.threads), 'finding')}, {listed(said)}." if said else ""


def _is_late(thread: Thread, today: date) -> bool:
    return thread.is_open and thread.due_on is not None and thread.due_on < today


def _options(texts: dict[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == chosen) for value, text in texts.items())


def _groups(shown: Sequence[Thread], data: WorkData) -> tuple[WorkGroup, ...]:
    """By check, in the order of each check's first finding."""
    by_check: dict[str, list[Thread]] = {}
    for thread in shown:
        by_check.setdefault(thread.first.check_key, []).append(thread)
    return tuple(_group(key, threads, data) for key, threads in by_check.items())


def _group(check_key: str, threads: Sequence[Thread], data: WorkData) -> WorkGroup:
    most = len(threads) if data.chosen.check_key else MOST_OF_A_CHECK
    left = len(threads) - most
    rest = {**data.chosen.arguments, "check": check_key}
    return WorkGroup(
        title=check_title(check_key),
        about=f"{FAMILIES[Family(threads[0].first.family)]}; {RANKS[threads[0].rank]}; "
        f"{counted(len(threads), 'finding')}",
        items=tuple(_item(thread, data) for thread in threads[:most]),
        more=f"And {number(left)} more" if left > 0 else "",
        more_url=f"{work_url(data.line)}?{urlencode(rest)}",
    )


def _item(thread: Thread, data: WorkData) -> WorkItem:
    row = thread.first
    return WorkItem(
        line=finding_line(row, data.names),
        url=finding_url(row.id),
        about=_about(thread, data.names),
        concerns=concerns(thread),
        work=_work(thread),
        due=_due(thread, data.today),
    )


def finding_url(finding_id: int) -> str:
    return f"/integrity/findings/{finding_id}"


def _about(thread: Thread, names: Names) -> str:
    """The place and customers, and over which other windows the check says the same."""
    others = [WINDOW_NAMES[row.window] for row in thread.findings[1:] if row.window in WINDOW_NAMES]
    also = f"; also over {listed(others)}" if others else ""
    return f"{finding_place(thread.first, names)}{also}"


def concerns(thread: Thread) -> str:
    if thread.first.level in ("", Level.NETWORK):
        return "concerns the whole network"
    if not thread.share:
        return ""
    share = "less than 1 %" if thread.share < 0.005 else percent(thread.share)
    return f"concerns {share} of the transactions of 13 weeks"


def _work(thread: Thread) -> str:
    if thread.is_back:
        return "Open again: it was settled, passed, and fires again"
    said = {WorkState.OPEN: "Open", WorkState.TAKEN: "Taken", WorkState.SETTLED: "Settled"}
    by = f" by {thread.owner}" if thread.owner and thread.state is not WorkState.OPEN else ""
    return f"{said[thread.state]}{by}"


def _due(thread: Thread, today: date) -> str:
    if thread.due_on is None or not thread.is_open:
        return ""
    late = ", overdue" if _is_late(thread, today) else ""
    return f"By {day(thread.due_on)}{late}"


@dataclass(frozen=True)
class NoteLine:
    when: str
    who: str
    state: str
    text: str


@dataclass(frozen=True)
class FindingPage:
    title: str
    about: str
    edition: str
    lines: tuple[FindingLine, ...]
    work: str
    concerns: str
    notes: tuple[NoteLine, ...]
    url: str
    work_url: str
    edition_url: str
    decide_url: str


def build_finding_page(thread: Thread, data: WorkData) -> FindingPage:
    line = data.line
    return FindingPage(
        title=check_title(thread.first.check_key),
        about=finding_place(thread.first, data.names),
        edition=f"{week_title(line.week)}, {line.week[:4]}: {edition_text(line, data.zone)}",
        lines=tuple(finding_line(row, data.names) for row in thread.findings),
        work="; ".join(part for part in (_work(thread), _due(thread, data.today)) if part),
        concerns=capital(concerns(thread)),
        notes=tuple(_note_line(note, data.zone) for note in reversed(thread.notes)),
        url=finding_url(thread.first.id),
        work_url=work_url(line),
        edition_url=f"/editions/{line.week}/{line.kind}/{line.revision}",
        decide_url=f"/integrity/decisions/{thread.first.id}" if thread.rank == 0 else "",
    )


def _note_line(note: FindingNote, zone: ZoneInfo) -> NoteLine:
    said = [WORK_STATES[WorkState(note.state)].partition(":")[0]]
    said += [f"by {note.owner}"] if note.owner else []
    said += [f"until {day(note.due_on)}"] if note.due_on else []
    return NoteLine(
        instant(note.noted_at, zone), f"{note.noted_by}, {note.week}", " ".join(said), note.note
    )
