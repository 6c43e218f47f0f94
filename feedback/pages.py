"""What the templates get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.languages import is_right_to_left, name_of
from feedback.queries import AskedInvitation
from feedback.question_types import TYPES
from feedback.sheets import ReadySheet
from feedback.wording import Notice, Wording
from surveys.questionnaires import Question


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class AskedQuestion:
    """One question as drawn; `value` and `problem` are what was sent and what is wrong with it."""

    key: str
    number: int
    template: str
    text: str
    hint: str
    low: str | None
    high: str | None
    choices: tuple[Choice, ...]
    value: str
    is_required: bool
    problem: str | None

    @property
    def focus_id(self) -> str:
        """The first control: where the error summary leads."""
        return f"{self.key}-first"

    @property
    def described_by(self) -> str:
        """The ids of what is said about the question beside its text."""
        parts = (
            ("error", self.problem),
            ("hint", self.hint),
            ("ends", self.low and self.template == "scale"),
        )
        return " ".join(f"{self.key}-{name}" for name, is_there in parts if is_there)


@dataclass(frozen=True)
class LanguageLink:
    language: str
    name: str
    is_rtl: bool
    url: str | None


@dataclass(frozen=True)
class SheetPage:
    language: str
    is_rtl: bool
    programme: str
    title: str
    intro: str
    from_whom: str
    duration: str
    promise: str
    notice: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]
    languages: tuple[LanguageLink, ...]
    action: str
    token: str
    unsubscribe_url: str
    alert: str | None
    words: Wording

    @property
    def problems(self) -> tuple[AskedQuestion, ...]:
        return tuple(question for question in self.questions if question.problem)

    @property
    def is_fresh(self) -> bool:
        return not self.problems and self.alert is None


@dataclass(frozen=True)
class SheetState:
    """What happened to the sheet so far: what was sent, what is wrong, what went wrong."""

    token: str
    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    alert: str | None = None

    def with_alert(self, alert: str) -> SheetState:
        return replace(self, alert=alert)


@dataclass(frozen=True)
class SheetAddress:
    """Where the sheet lives, and where its owner can ask to be left in peace."""

    path: str
    unsubscribe_url: str


@dataclass(frozen=True)
class NoticePage:
    """A page without questions; `sent` are fields to be sent again by its button."""

    language: str
    is_rtl: bool
    programme: str | None
    heading: str
    text: str
    send_again: str
    sent: tuple[tuple[str, str], ...]


def build_sheet_page(
    asked: AskedInvitation, ready: ReadySheet, address: SheetAddress, state: SheetState
) -> SheetPage:
    sheet, words = ready.sheet, ready.wording
    return SheetPage(
        language=sheet.language,
        is_rtl=sheet.is_rtl,
        programme=asked.programme,
        title=sheet.title,
        intro=sheet.intro,
        from_whom=words.from_whom.format(
            programme=asked.programme, day=words.day(asked.occurred_on)
        ),
        duration=words.duration.format(count=len(sheet.questions)),
        promise=words.promises[asked.promise],
        notice=_notice(asked, words),
        questions=tuple(
            _asked_question(question, number, words, state)
            for number, question in enumerate(sheet.questions, start=1)
        ),
        languages=tuple(
            _language_link(language, sheet.language, address.path) for language in ready.languages
        ),
        action=_in_language(address.path, sheet.language),
        token=state.token,
        unsubscribe_url=address.unsubscribe_url,
        alert=state.alert,
        words=words,
    )


def build_notice_page(
    notice: Notice,
    words: Wording,
    programme: str | None = None,
    sent: Sequence[tuple[str, str]] = (),
) -> NoticePage:
    return NoticePage(
        language=words.language,
        is_rtl=words.is_rtl,
        programme=programme,
        heading=notice.heading,
        text=notice.text,
        send_again=words.send_again,
        sent=tuple(sent),
    )


def _notice(asked: AskedInvitation, words: Wording) -> tuple[str, ...]:
    return (
        words.notice_who.format(programme=asked.programme),
        words.notice_promises[asked.promise].format(programme=asked.programme),
        words.notice_paradata,
    )


def _asked_question(
    question: Question, number: int, words: Wording, state: SheetState
) -> AskedQuestion:
    value = state.values.get(question.key, "")
    return AskedQuestion(
        key=question.key,
        number=number,
        template=TYPES[question.type].template,
        text=question.text,
        hint=question.hint or ("" if question.is_required else words.optional),
        low=question.low,
        high=question.high,
        choices=tuple(_choices(question, value)),
        value=value,
        is_required=question.is_required,
        problem=state.problems.get(question.key),
    )


def _choices(question: Question, value: str) -> list[Choice]:
    if question.options:
        pairs = [(option.value, option.text) for option in question.options]
    else:
        pairs = [(str(score), str(score)) for score in question.scores or ()]
    return [Choice(offered, text, offered == value) for offered, text in pairs]


def _language_link(language: str, shown: str, path: str) -> LanguageLink:
    return LanguageLink(
        language=language,
        name=name_of(language),
        is_rtl=is_right_to_left(language),
        url=None if language == shown else _in_language(path, language),
    )


def _in_language(path: str, language: str) -> str:
    return f"{path}?lang={language}"
