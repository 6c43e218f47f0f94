"""What the templates get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.languages import is_right_to_left, name_of
from feedback.asked import Asked
from feedback.course import Walk
from feedback.drawn_questions import AskedQuestion, Values, draw_question
from feedback.sheets import ReadySheet
from feedback.wording import Notice, Speech, Wording
from surveys.questionnaires import Sheet
from surveys.questionnaires.names import names_in
from surveys.questionnaires.piping import fill_sheet
from surveys.questionnaires.types import AnswerKind

# Pew Research Center ("How we keep our online surveys from running too long", 2022): 15 minutes
# are 85 questions.
MINUTES_A_QUESTION = 15 / 85


@dataclass(frozen=True)
class LanguageLink:
    language: str
    name: str
    is_rtl: bool
    is_shown: bool


@dataclass(frozen=True)
class FirstScreen:
    """Who asks and why, how long it takes, and what becomes of the answers."""

    intro: str
    from_whom: str
    duration: str
    promise: str


@dataclass(frozen=True)
class SheetPage:
    """One page of a sheet. `hidden` are the answers of its other pages; `first` is what only the
    first page says; `resumed` says when a draft was saved that goes on here. The questionnaire's
    own texts may stand in another language than the page's: `of_sheet` says which then."""

    language: str
    is_rtl: bool
    of_sheet: Speech | None
    programme: str
    title: str
    first: FirstScreen | None
    notice: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]
    hidden: tuple[tuple[str, str], ...]
    languages: tuple[LanguageLink, ...]
    action: str
    token: str
    trail: str
    unsubscribe_url: str | None
    alert: str | None
    resumed: str | None
    progress: str | None
    is_closing: bool
    is_last: bool
    can_go_back: bool
    keeps_drafts: bool
    is_preview: bool
    words: Wording

    @property
    def problems(self) -> tuple[AskedQuestion, ...]:
        return tuple(question for question in self.questions if question.problems)

    @property
    def is_fresh(self) -> bool:
        return not self.problems and self.alert is None


@dataclass(frozen=True)
class SheetState:
    """What happened to the sheet so far: where one is, what was sent, and what is wrong."""

    page: int
    token: str
    trail: str
    values: Values
    walk: Walk
    problems: Mapping[str, str] = field(default_factory=dict)
    alert: str | None = None
    resumed_at: datetime | None = None

    def with_alert(self, alert: str) -> SheetState:
        return replace(self, alert=alert)


@dataclass(frozen=True)
class SheetAddress:
    """Where the sheet lives, and where its owner can ask to be left in peace."""

    path: str
    unsubscribe_url: str | None = None
    is_preview: bool = False


@dataclass(frozen=True)
class NoticePage:
    """A page without questions; `sent` are fields to be sent again by its button, and `go_on_url`
    leads back to the sheet."""

    language: str
    is_rtl: bool
    programme: str | None
    heading: str
    text: str
    words: Wording
    sent: tuple[tuple[str, str], ...]
    go_on_url: str | None


def build_sheet_page(
    asked: Asked, ready: ReadySheet, address: SheetAddress, state: SheetState
) -> SheetPage:
    sheet, words, walk = _filled(asked, ready), ready.wording, state.walk
    is_first = state.page == walk.first_page()
    return SheetPage(
        language=words.language,
        is_rtl=words.is_rtl,
        of_sheet=words.speech_of(sheet.language),
        programme=asked.programme,
        title=sheet.title,
        first=_first_screen(asked, sheet, words, walk) if is_first else None,
        notice=_notice(asked, words),
        questions=tuple(_questions(sheet, words, state)),
        hidden=tuple(_hidden(state)),
        languages=tuple(_language_links(ready)),
        action=in_language(address.path, ready.language),
        token=state.token,
        trail=state.trail,
        unsubscribe_url=address.unsubscribe_url,
        alert=state.alert,
        resumed=_resumed(asked, words, state),
        progress=_progress(words, state),
        is_closing=state.page == walk.closing_page,
        is_last=walk.is_last(state.page),
        can_go_back=walk.page_before(state.page) is not None,
        keeps_drafts=asked.keeps_drafts,
        is_preview=address.is_preview,
        words=words,
    )


def build_notice_page(
    notice: Notice,
    words: Wording,
    programme: str | None = None,
    sent: Sequence[tuple[str, str]] = (),
    go_on_url: str | None = None,
) -> NoticePage:
    return NoticePage(
        language=words.language,
        is_rtl=words.is_rtl,
        programme=programme,
        heading=notice.heading,
        text=notice.text,
        words=words,
        sent=tuple(sent),
        go_on_url=go_on_url,
    )


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def _filled(asked: Asked, ready: ReadySheet) -> Sheet:
    """The sheet with every placeholder filled; most use none but the programme's name."""
    if ready.unfilled is None:
        return ready.sheet
    about = asked.about
    names = names_in(
        ready.sheet.language,
        programme=asked.programme,
        partner=about.partner,
        product_line=about.product_line,
        touchpoint=about.touchpoint,
        occurred_on=about.occurred_on,
    )
    return fill_sheet(ready.unfilled, names)


def _first_screen(asked: Asked, sheet: Sheet, words: Wording, walk: Walk) -> FirstScreen:
    shown = walk.keys
    asking = [question for question in sheet.questions if question.shape.holds is not NOTHING]
    count = sum(question.key in shown for question in asking)
    minutes = words.minutes.format(count=max(1, round(count * MINUTES_A_QUESTION)))
    day, programme = asked.about.occurred_on, words.name(asked.programme)
    return FirstScreen(
        intro=sheet.intro,
        from_whom=words.from_whom.format(programme=programme, day=words.day(day))
        if day
        else words.from_whom_undated.format(programme=programme),
        duration=words.duration.format(count=count, minutes=minutes),
        promise=words.promises[asked.promise],
    )


NOTHING = AnswerKind.NOTHING


def _notice(asked: Asked, words: Wording) -> tuple[str, ...]:
    programme = words.name(asked.programme)
    return (
        words.notice_who.format(programme=programme),
        words.notice_promises[asked.promise].format(programme=programme),
        words.notice_drafts if asked.keeps_drafts else words.notice_local,
        words.notice_paradata,
    )


def _questions(sheet: Sheet, words: Wording, state: SheetState) -> list[AskedQuestion]:
    """The questions of the page, numbered through the whole sheet; statements have no number."""
    on_page = {shape.key for shape in state.walk.page(state.page)}
    shown = state.walk.keys
    drawn, number = [], 0
    for question in sheet.questions:
        number += question.key in shown and question.shape.holds is not NOTHING
        if question.key in on_page:
            drawn.append(draw_question(question, number, words, state.values, state.problems))
    return drawn


def _hidden(state: SheetState) -> list[tuple[str, str]]:
    """The answers of the other pages: each name belongs to the question it begins with."""
    on_page = {shape.key for shape in state.walk.page(state.page)}
    return [
        (name, value)
        for name, values in state.values.items()
        if name.partition(".")[0] not in on_page
        for value in values
        if value
    ]


def _resumed(asked: Asked, words: Wording, state: SheetState) -> str | None:
    if state.resumed_at is None:
        return None
    there = state.resumed_at.astimezone(ZoneInfo(asked.time_zone))
    return words.resumed.format(day=words.day(there.date()), time=f"{there:%H:%M}")


def _progress(words: Wording, state: SheetState) -> str | None:
    progress = state.walk.progress(state.page)
    if progress is None:
        return None
    text = words.progress_about if progress.is_about else words.progress
    return text.format(position=progress.position, count=progress.count)


def _language_links(ready: ReadySheet) -> Iterator[LanguageLink]:
    """The languages of the questions, and the one of the page where they do not have it."""
    for language in dict.fromkeys((*ready.languages, ready.language)):
        yield LanguageLink(
            language=language,
            name=name_of(language),
            is_rtl=is_right_to_left(language),
            is_shown=language == ready.language,
        )
