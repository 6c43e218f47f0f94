"""What the page of comments shows to who clears them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from core.languages import name_of
from core.web.filters import counted, instant, number, week_name
from customers.names.queries import Names
from feedback.voices.forms import EVERY_STATE
from feedback.voices.marks import Mark, find_marks
from feedback.voices.models import ScoreGroup, Voice, VoiceState
from feedback.voices.queries import VoiceFilter
from feedback.voices.striking import STRUCK, plain, strike
from feedback.voices.wording import AUDIENCES, GROUP_WORDS, STATE_WORDS
from surveys.models import Promise
from surveys.wording import PROMISE_WORDS

PAGE_SIZE = 25
QUESTIONS = {
    "recommend": "recommends", "satisfaction": "satisfied", "effort": "ease",
    "repurchase": "buys again",
}  # fmt: skip


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Chooser:
    """One filter of the list."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Segment:
    """A piece of a text; `mark` says what it looks like, empty for plain words."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class VoiceCard:
    """A comment to decide about. `suggested` is the text with its marks struck out.

    `shown_text` is what readers see, where that is not what was written.
    """

    id: int
    audience: str
    about: str
    promise: str
    scores: str
    language: str
    language_name: str
    segments: tuple[Segment, ...]
    warnings: str
    suggested: str
    state: str
    shown_text: str | None
    decided: str
    is_next: bool
    problem: str
    typed_text: str
    typed_reason: str
    url: str

    @property
    def is_waiting(self) -> bool:
        return self.state == VoiceState.WAITING

    @property
    def has_problem(self) -> bool:
        return bool(self.problem)


@dataclass(frozen=True)
class VoicesPage:
    choosers: tuple[Chooser, ...]
    cards: tuple[VoiceCard, ...]
    shown: str
    waiting: str
    before: str | None
    after: str | None
    done: VoiceCard | None
    is_empty: bool


@dataclass(frozen=True)
class Typed:
    """What was sent about a comment and could not be taken."""

    voice_id: int
    problem: str
    text: str
    reason: str


@dataclass(frozen=True)
class VoicesData:
    """What the page is made of; texts, scores and names by voice or response id.

    `extra` is the one just decided about, or refused, where it is not in the list itself.
    """

    listed: Sequence[Voice]
    extra: Sequence[Voice]
    texts: Mapping[int, str]
    scores: Mapping[int, Sequence[tuple[str, int]]]
    names_near: Mapping[int, Sequence[str]]
    choices: Mapping[str, Sequence[str]]
    state_counts: Mapping[str, int]
    chosen: VoiceFilter
    page: int
    count: int
    next_id: int | None
    done_id: int | None
    names: Names
    zone: ZoneInfo
    typed: Typed | None = None


def build_voices_page(data: VoicesData) -> VoicesPage:
    cards = {voice.id: _card(voice, data) for voice in (*data.listed, *data.extra)}
    listed = (*data.extra, *data.listed) if data.typed else data.listed
    last = last_page(data.count)
    return VoicesPage(
        choosers=tuple(_choosers(data)),
        cards=tuple(cards[voice.id] for voice in listed),
        shown=_shown(data),
        waiting=counted(data.state_counts.get(VoiceState.WAITING, 0), "comment"),
        before=list_url(data.chosen, data.page - 1) if data.page > 1 else None,
        after=list_url(data.chosen, data.page + 1) if data.page < last else None,
        done=cards.get(data.done_id) if data.done_id is not None else None,
        is_empty=not data.state_counts,
    )


def last_page(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))


def filters_of(chosen: VoiceFilter) -> dict[str, str]:
    """The chosen filters, as an address carries them."""
    given = {name: value for name, value in vars(chosen).items() if value}
    return {**given, "state": chosen.state or EVERY_STATE}


def list_url(chosen: VoiceFilter, page: int = 1, **more: Any) -> str:
    given = {**filters_of(chosen), **({"page": page} if page > 1 else {}), **more}
    return "/voices?" + urlencode(given)


def _card(voice: Voice, data: VoicesData) -> VoiceCard:
    text = data.texts.get(voice.id, "")
    marks = find_marks(text, data.names_near.get(voice.id, ()))
    typed = data.typed if data.typed and data.typed.voice_id == voice.id else None
    suggested = strike(text, [(mark.start, mark.end) for mark in marks])
    kept = {**filters_of(data.chosen), **({"page": data.page} if data.page > 1 else {})}
    return VoiceCard(
        id=voice.id,
        audience=voice.audience,
        about=_about(voice, data.names),
        promise=PROMISE_WORDS[Promise(voice.promise)],
        scores=_scores(voice, data.scores.get(voice.response_id, ())),
        language=voice.language,
        language_name=name_of(voice.language),
        segments=tuple(segments(text, marks)),
        warnings=", ".join(dict.fromkeys(mark.words for mark in marks)),
        suggested=suggested,
        state=voice.state,
        shown_text=None if voice.shown_text == plain(text) else voice.shown_text,
        decided=_decided(voice, data.zone),
        is_next=voice.id == data.next_id,
        problem=typed.problem if typed else "",
        typed_text=(typed and typed.text) or suggested,
        typed_reason=typed.reason if typed else "",
        url=f"/voices/{voice.id}?{urlencode(kept)}",
    )


def segments(text: str, marks: Iterable[Mark]) -> Iterator[Segment]:
    """The text in pieces, marked ones and those between."""
    at = 0
    for mark in marks:
        if mark.start > at:
            yield Segment(text[at : mark.start])
        yield Segment(text[mark.start : mark.end], mark.words)
        at = mark.end
    if at < len(text):
        yield Segment(text[at:])


def _about(voice: Voice, names: Names) -> str:
    """Touchpoint, place and week; of an anonymous comment no place, to nobody."""
    said = [names.touchpoints.get(voice.touchpoint_key, "")]
    if voice.promise != Promise.ANONYMOUS and voice.partner_key:
        said.append(names.place("partner", voice.partner_key))
    said.append(week_name(voice.week))
    if voice.question_key != "comment":
        said.append(f"question “{voice.question_key}”")
    return ", ".join(part for part in said if part)


def _scores(voice: Voice, scores: Sequence[tuple[str, int]]) -> str:
    """As given; of an anonymous comment the group alone."""
    if voice.promise == Promise.ANONYMOUS or not scores:
        return GROUP_WORDS[ScoreGroup(voice.score_group)]
    return ", ".join(
        f"{QUESTIONS.get(key, key.replace('_', ' '))} {score}" for key, score in scores
    )


def _decided(voice: Voice, zone: ZoneInfo) -> str:
    if voice.state == VoiceState.WAITING:
        return ""
    how = STATE_WORDS[VoiceState(voice.state)].capitalize()
    if voice.state == VoiceState.CLEARED and voice.shown_text and STRUCK in voice.shown_text:
        how = "Cleared with words struck out"
    why = f": {voice.reason}" if voice.reason else ""
    return f"{how} by {voice.decided_by}, {instant(voice.decided_at, zone)}{why}"


def _choosers(data: VoicesData) -> Iterator[Chooser]:
    chosen, names, choices = data.chosen, data.names, data.choices
    counts = data.state_counts
    states = [(state.value, f"{STATE_WORDS[state]} ({number(counts.get(state, 0))})")
              for state in VoiceState]  # fmt: skip
    yield _chooser("state", "Decision", [*states, (EVERY_STATE, "all")], chosen.state or "all")
    weeks = [(week, week) for week in choices["week"]]
    yield _chooser("week", "Week", [("", "every week"), *weeks], chosen.week)
    yield _chooser("audience", "Customer", [("", "both"), *AUDIENCES.items()], chosen.audience)
    touchpoints = [(key, names.touchpoints.get(key, key)) for key in choices["touchpoint"]]
    yield _chooser("touchpoint", "Touchpoint", [("", "every one"), *touchpoints], chosen.touchpoint)
    partners = sorted((names.place("partner", key), key) for key in choices["partner"])
    shown = [(key, name) for name, key in partners]
    yield _chooser("partner", "Partner", [("", "every partner"), *shown], chosen.partner)
    groups = [(group.value, words) for group, words in GROUP_WORDS.items()]
    yield _chooser("group", "Score", [("", "every score"), *groups], chosen.group)
    languages = [(code, name_of(code)) for code in choices["language"]]
    yield _chooser("language", "Language", [("", "every language"), *languages], chosen.language)


def _chooser(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Chooser:
    return Chooser(
        name, label, tuple(Option(value, text, value == chosen) for value, text in options)
    )


def _shown(data: VoicesData) -> str:
    found = len(data.listed)
    if not found:
        return ""
    first = (data.page - 1) * PAGE_SIZE + 1
    return f"{number(first)} to {number(first + found - 1)} of {counted(data.count, 'comment')}"
