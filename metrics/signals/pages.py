"""The list of signals, one signal with what was done about it, and the part of a week's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from core.web.filters import counted, day, instant, number
from metrics.dashboards.wording import capital, window_text
from metrics.signals.evidence import Evidence, window_of
from metrics.signals.forms import (
    ALL,
    ANY,
    KIND_CHOICES,
    MINE,
    NOBODYS,
    STATE_CHOICES,
    SignalFilter,
)
from metrics.signals.lines import (
    SignalFigure,
    SignalLine,
    signal_figures,
    signal_line,
    signal_url,
)
from metrics.signals.models import Deed, Signal, SignalNote, SignalState
from metrics.signals.owners import Owner
from metrics.signals.queries import Found
from metrics.signals.sentences import finding_text
from metrics.signals.wording import Reader

PAGE_LENGTH = 50
LIST_URL = "/signals"
FIRST = 3


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class PageLink:
    text: str
    url: str


@dataclass(frozen=True)
class ListPage:
    title: str
    lead: str
    items: tuple[SignalLine, ...]
    states: tuple[Option, ...]
    kinds: tuple[Option, ...]
    owners: tuple[Option, ...]
    place: str
    all_url: str
    before: PageLink | None
    after: PageLink | None
    nothing: str


def build_list_page(
    found: Found,
    lines: tuple[SignalLine, ...],
    chosen: SignalFilter,
    people: Sequence[Owner],
) -> ListPage:
    return ListPage(
        title=_title(found, chosen),
        lead=_lead(found, chosen),
        items=lines,
        states=_options(STATE_CHOICES, chosen.state),
        kinds=_options(KIND_CHOICES, chosen.kind),
        owners=_options(_owner_choices(people), chosen.owner),
        place=chosen.place,
        all_url=LIST_URL if chosen.arguments() else "",
        before=_page_link("Earlier on the list", chosen, chosen.page - 1, found.count),
        after=_page_link("Further down the list", chosen, chosen.page + 1, found.count),
        nothing=_nothing(found, chosen),
    )


def _title(found: Found, chosen: SignalFilter) -> str:
    is_plain = not chosen.arguments()
    if not found.count:
        return "No signal is open" if is_plain else "No signal is like that"
    if chosen.state == SignalState.OPEN:
        return f"{counted(found.count, 'signal')} {'is' if found.count == 1 else 'are'} open"
    if chosen == SignalFilter(state=ALL, page=chosen.page):
        return f"{counted(found.count, 'signal')}, open or closed"
    return f"{counted(found.count, 'signal')} like that"


def _lead(found: Found, chosen: SignalFilter) -> str:
    said = []
    if found.overdue_count:
        verb = "is" if found.overdue_count == 1 else "are"
        said.append(f"{number(found.overdue_count)} {verb} overdue.")
    pages = -(-found.count // PAGE_LENGTH)
    if pages > 1:
        said.append(f"Page {number(chosen.page)} of {number(pages)}.")
    return " ".join(said)


def _nothing(found: Found, chosen: SignalFilter) -> str:
    if found.count:
        return "The list is not that long. Go back to its first page."
    if chosen.arguments():
        return "Choose otherwise, or show all."
    return "When the final of a week is published, what somebody must act on stands here."


def _options(texts: dict[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == chosen) for value, text in texts.items())


def _owner_choices(people: Sequence[Owner]) -> dict[str, str]:
    names = {str(person.user_id): person.name for person in people}
    return {ANY: "Anybody’s", MINE: "Mine", NOBODYS: "Nobody’s who signs in"} | names


def _page_link(text: str, chosen: SignalFilter, page: int, count: int) -> PageLink | None:
    last = max(1, -(-count // PAGE_LENGTH))
    if not 1 <= page <= last:
        return None
    arguments = urlencode(chosen.arguments(page))
    return PageLink(text, f"{LIST_URL}?{arguments}" if arguments else LIST_URL)


@dataclass(frozen=True)
class NoteLine:
    deed: str
    when: str
    who: str
    text: str


@dataclass(frozen=True)
class SignalPage:
    """`found` is what a check said, `follows` the signal before.

    `present` are the same figures in the newest final, where the signal no longer stands in it.
    """

    line: SignalLine
    found: str
    present: tuple[SignalFigure, ...]
    present_of: str
    notes: tuple[NoteLine, ...]
    opened: str
    follows: PageLink | None
    url: str
    may_act: bool
    may_take: bool
    owner_is_gone: bool
    history_title: str


@dataclass(frozen=True)
class Rights:
    """What the reader may do with the signal."""

    may_act: bool
    may_take: bool
    owner_is_gone: bool


@dataclass(frozen=True)
class SignalData:
    """What is read for a signal's page; `present` as its figures are in the newest final."""

    signal: Signal
    evidence: Evidence
    present: Evidence
    notes: Sequence[SignalNote]
    rights: Rights


def build_signal_page(data: SignalData, reader: Reader) -> SignalPage:
    signal, evidence, notes, rights = data.signal, data.evidence, data.notes, data.rights
    follows = signal.follows_id
    return SignalPage(
        line=signal_line(signal, evidence, reader),
        found=finding_text(evidence),
        present=() if reader.is_now(signal) else tuple(signal_figures(data.present)),
        present_of=capital(window_text(reader.newest_week, window_of(signal))),
        notes=tuple(_note_line(note, reader) for note in reversed(notes)),
        opened=f"Opened {instant(signal.opened_at, reader.zone)}, by the final of "
        f"{signal.opened_week}",
        follows=PageLink(f"signal {follows}", signal_url(follows)) if follows else None,
        url=signal_url(signal.id),
        may_act=rights.may_act,
        may_take=rights.may_take,
        owner_is_gone=rights.owner_is_gone,
        history_title=_history_title(notes),
    )


def _history_title(notes: Iterable[SignalNote]) -> str:
    count = len(list(notes))
    return counted(count, "note") if count else "Nobody has done anything about it yet"


DEEDS = {
    Deed.PLANNED: "Planned",
    Deed.DONE: "Done",
    Deed.NOT_ACTED_ON: "Not acted on",
    Deed.REOPENED: "Opened again",
    Deed.WITHDRAWN: "Withdrawn",
}


def _note_line(note: SignalNote, reader: Reader) -> NoteLine:
    deed = Deed(note.deed)
    said = DEEDS[deed]
    if deed is Deed.PLANNED:
        who = note.owner or "nobody yet"
        said = f"{said}: {who}, by {day(note.due_on)}"
    return NoteLine(said, instant(note.said_at, reader.zone), note.said_by, note.note)


@dataclass(frozen=True)
class SignalsPart:
    """What to do, on a page of the week: the first few, and where the others are."""

    title: str
    items: tuple[SignalLine, ...]
    more: str
    more_url: str
    first: tuple[SignalLine, ...] = ()


def build_signals_part(
    found: Found,
    lines: tuple[SignalLine, ...],
    more_url: str,
    week: str = "",
) -> SignalsPart:
    """`week` where the page is not about the newest one: what stood in it then."""
    left = found.count - len(lines)
    return SignalsPart(
        title=_part_title(found, week),
        items=lines,
        more=f"And {number(left)} more" if left > 0 else "All signals",
        more_url=more_url,
        first=() if week else lines[:FIRST],
    )


def _part_title(found: Found, week: str) -> str:
    count = counted(found.count, "signal")
    if week:
        if not found.count:
            return f"No signal stood in {week}"
        each = "" if found.count == 1 else "each "
        return f"{count} stood in {week}, {each}told as of the last week in which it stood"
    if not found.count:
        return "No signal is open here"
    said = [f"{count} {'is' if found.count == 1 else 'are'} open"]
    said += _of_them(found, found.overdue_count, "overdue")
    said += _of_them(found, found.gone_count, "no longer shown by the newest final")
    return ", ".join(said)


def _of_them(found: Found, count: int, what: str) -> list[str]:
    if not count:
        return []
    return [what if found.count == 1 else f"{number(count)} of them {what}"]
