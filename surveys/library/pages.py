"""What the pages of the library show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.languages import FALLBACK_LANGUAGE, name_of
from customers.models import Audience
from surveys.library.catalogue import LibraryItem, Topic
from surveys.library.queries import LibrarySearch, source_item
from surveys.library.wording import (
    EVERYBODY,
    READY_HOUSE_SOURCE,
    SOME,
    STANDING_ADVICE,
    STANDING_WORDS,
    TOPIC_WORDS,
)
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.content import minutes_of
from surveys.questionnaires.lint.findings import LIMITS_OF_RULES
from surveys.questionnaires.lint.pages import LintPage, lint_page
from surveys.questionnaires.lint.rules import RULES, Rule
from surveys.questionnaires.piping import Placeholder, fill_sheet
from surveys.questionnaires.queries import build_sheet
from surveys.questionnaires.sheet import Question
from surveys.wording import AUDIENCE_WORDS
from surveys.workshop.models import QuestionnaireDraft


@dataclass(frozen=True)
class QuestionShown:
    """A question as a respondent reads it; `labels` are those of its options, steps or ends."""

    text: str
    kind: str
    rows: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class SheetShown:
    language: str
    language_name: str
    is_rtl: bool
    title: str
    intro: str
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True)
class ItemLine:
    key: str
    name: str
    text: str
    audiences: tuple[str, ...]
    standing: str


@dataclass(frozen=True)
class TopicPart:
    key: str
    words: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class LibraryPage:
    """The questions that were found, by topic, and what was looked for."""

    parts: tuple[TopicPart, ...]
    count: int
    words: str
    audience: str
    topic: str
    audiences: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ItemPage:
    """One question; `drafts` it can be taken into, the one last edited first."""

    key: str
    name: str
    topic: str
    audiences: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sheets: tuple[SheetShown, ...]
    drafts: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ReadyLine:
    key: str
    audience: str
    title: str
    question_count: int
    minutes: str
    languages: str


@dataclass(frozen=True)
class QuestionSource:
    """Where a question of a ready questionnaire comes from; the library's key where it is there."""

    question: str
    source: str
    item_key: str | None


@dataclass(frozen=True)
class ReadyPage:
    """A ready questionnaire in one language; `languages` are codes with their names."""

    key: str
    title: str
    audience: str
    sheet: SheetShown
    languages: tuple[tuple[str, str], ...]
    lint: LintPage
    sources: tuple[QuestionSource, ...]


@dataclass(frozen=True)
class RulesPage:
    rules: tuple[Rule, ...]
    limits: str = LIMITS_OF_RULES


def library_page(found: Sequence[LibraryItem], wanted: LibrarySearch) -> LibraryPage:
    return LibraryPage(
        parts=tuple(
            TopicPart(topic.value, TOPIC_WORDS[topic], tuple(map(_line, items)))
            for topic, items in groupby(found, key=lambda item: item.topic)
        ),
        count=len(found),
        words=wanted.words,
        audience=wanted.audience or "",
        topic=wanted.topic or "",
        audiences=tuple((one.value, AUDIENCE_WORDS[one]) for one in Audience),
        topics=tuple((one.value, TOPIC_WORDS[one]) for one in Topic),
    )


def item_page(item: LibraryItem, drafts: Iterable[QuestionnaireDraft], programme: str) -> ItemPage:
    content = item.content
    return ItemPage(
        key=item.key,
        name=item.name,
        topic=TOPIC_WORDS[item.topic],
        audiences=tuple(audience.value for audience in item.audiences),
        facts=(
            ("Standing", f"{STANDING_WORDS[item.standing]}. {STANDING_ADVICE[item.standing]}"),
            ("Source", item.source),
            ("Good for", item.good_for),
            ("Not for", item.not_for),
            ("Measures", item.shape.construct.replace("_", " ")),
            ("Concerns", EVERYBODY if item.concerns_everybody else SOME),
        ),
        sheets=tuple(sheet_shown(content, language, programme) for language in content.languages),
        drafts=tuple(
            (draft.id, draft.key)
            for draft in sorted(drafts, key=lambda draft: draft.edited_at, reverse=True)
        ),
    )


def ready_line(content: QuestionnaireContent) -> ReadyLine:
    return ReadyLine(
        key=content.key,
        audience=content.audience.value,
        title=content.texts[FALLBACK_LANGUAGE]["title"],
        question_count=len(content.questions),
        minutes=f"{minutes_of(content):.1f}",
        languages=", ".join(map(name_of, content.languages)),
    )


def ready_page(content: QuestionnaireContent, language: str, programme: str) -> ReadyPage:
    return ReadyPage(
        key=content.key,
        title=content.texts[FALLBACK_LANGUAGE]["title"],
        audience=content.audience.value,
        sheet=sheet_shown(content, language, programme),
        languages=tuple((code, name_of(code)) for code in content.languages),
        lint=lint_page(content),
        sources=tuple(_sources(content)),
    )


def rules_page() -> RulesPage:
    return RulesPage(tuple(RULES.values()))


def sheet_shown(content: QuestionnaireContent, language: str, programme: str) -> SheetShown:
    sheet = fill_sheet(build_sheet(content, language), {Placeholder.PROGRAMME: programme})
    return SheetShown(
        language=sheet.language,
        language_name=name_of(sheet.language),
        is_rtl=sheet.is_rtl,
        title=sheet.title,
        intro=sheet.intro,
        questions=tuple(_shown(question) for question in sheet.questions),
    )


def _shown(question: Question) -> QuestionShown:
    return QuestionShown(
        text=question.text,
        kind=question.shape.facts.words,
        rows=tuple(row.text for row in question.rows),
        labels=tuple(option.text for option in question.options) or _ends(question),
    )


def _ends(question: Question) -> tuple[str, ...]:
    if question.scores is None or question.low is None or question.high is None:
        return ()
    return (f"{question.scores[0]} = {question.low}", f"{question.scores[-1]} = {question.high}")


def _line(item: LibraryItem) -> ItemLine:
    audiences = tuple(audience.value for audience in item.audiences)
    return ItemLine(item.key, item.name, item.text, audiences, STANDING_WORDS[item.standing])


def _sources(content: QuestionnaireContent) -> Iterable[QuestionSource]:
    for shape in content.questions:
        item = source_item(shape)
        source = item.source if item else READY_HOUSE_SOURCE
        yield QuestionSource(shape.key, source, item.key if item else None)
