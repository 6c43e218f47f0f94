"""What the pages of a draft show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.languages import is_right_to_left, name_of
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.pages import FindingLine, LintPage, lint_page
from surveys.questionnaires.problems import ContentProblem
from surveys.questionnaires.shapes import Flow, QuestionShape
from surveys.questionnaires.types import FACTS
from surveys.workshop.editor.entries import fingerprint, frame_fingerprint
from surveys.workshop.models import DraftStep, QuestionnaireDraft
from surveys.workshop.queries import NO_PURPOSES, Purposes
from surveys.workshop.wording import (
    FACT_WORDS,
    FLOW_WORDS,
    METRIC_WORDS,
    PAGE_LANGUAGES,
    TYPE_EXAMPLES,
    condition_in_words,
    target_in_words,
)


@dataclass(frozen=True)
class LanguageChoice:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    is_chosen: bool = False
    example: str = ""


@dataclass(frozen=True)
class SupposedFact:
    """Something of a transaction that the preview can be told."""

    name: str
    words: str
    is_yes_or_no: bool


SUPPOSED_FACTS = tuple(
    SupposedFact(fact.value, words.removesuffix(" (yes or no)").capitalize(), "(yes" in words)
    for fact, words in FACT_WORDS.items()
)


@dataclass(frozen=True)
class DraftHead:
    """What every page of a draft says about it."""

    id: int
    key: str
    revision: int
    language: str
    is_rtl: bool
    languages: tuple[LanguageChoice, ...]
    based_on: int | None
    based_on_number: int | None
    edited: str
    undo_deed: str
    preview_path: str
    facts: tuple[SupposedFact, ...] = SUPPOSED_FACTS


@dataclass(frozen=True)
class QuestionCard:
    key: str
    number: int
    text: str
    is_fallback: bool
    kind: str
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    seen: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class DraftPage:
    head: DraftHead
    title: str
    intro: str
    seen: str
    flows: tuple[Choice, ...]
    cards: tuple[QuestionCard, ...]
    problems: tuple[str, ...]
    problem_count: int
    lint: LintPage
    types: tuple[Choice, ...]
    steps: tuple[DraftStep, ...]


def head_of(
    draft: QuestionnaireDraft,
    content: QuestionnaireContent,
    language: str,
    last: DraftStep | None,
) -> DraftHead:
    based_on = draft.based_on
    return DraftHead(
        id=draft.id,
        key=draft.key,
        revision=draft.revision,
        language=language,
        is_rtl=is_right_to_left(language),
        languages=tuple(
            LanguageChoice(code, name_of(code), code == language)
            for code in dict.fromkeys((*content.languages, *PAGE_LANGUAGES, language))
        ),
        based_on=based_on.id if based_on else None,
        based_on_number=based_on.number if based_on else None,
        edited=f"{draft.edited_by}, {draft.edited_at:%Y-%m-%d %H:%M} UTC",
        undo_deed=last.deed if last else "",
        preview_path=f"/workshop/{draft.id}/preview?lang={language}",
    )


def draft_page(
    head: DraftHead,
    content: QuestionnaireContent,
    before: QuestionnaireContent | None,
    steps: Sequence[DraftStep],
    purposes: Purposes,
) -> DraftPage:
    lint, problems = lint_page(content, before), find_problems(content)
    own = content.texts.get(head.language, {})
    return DraftPage(
        head=head,
        title=own.get("title", ""),
        intro=own.get("intro", ""),
        seen=frame_fingerprint(content, head.language),
        flows=tuple(Choice(flow, FLOW_WORDS[flow], flow is content.flow) for flow in Flow),
        cards=tuple(_cards(content, head.language, problems, lint, purposes)),
        problems=tuple(problem.text for problem in problems if not problem.question),
        problem_count=len(problems),
        lint=lint,
        types=tuple(
            Choice(kind, facts.words.capitalize(), example=TYPE_EXAMPLES[kind])
            for kind, facts in FACTS.items()
        ),
        steps=tuple(steps),
    )


def notes_of(shape: QuestionShape, purposes: Purposes = NO_PURPOSES) -> Iterator[str]:
    """What is set of a question, each in a few words; what it is for by the names given."""
    if shape.is_required:
        yield "required"
    if shape.metric:
        yield f"feeds {METRIC_WORDS[shape.metric]}"
    if shape.offers_not_applicable:
        yield "offers “not applicable”"
    if shape.construct:
        yield f"measures {purposes.construct_name(shape.construct)}"
    if shape.objectives:
        yield f"for {', '.join(map(purposes.objective_name, shape.objectives))}"
    if shape.show_if:
        yield f"shown if {condition_in_words(shape.show_if)}"
    for skip in shape.skips:
        yield f"if {condition_in_words(skip.when)}, go on with {target_in_words(skip.to)}"


def _cards(
    content: QuestionnaireContent,
    language: str,
    problems: Sequence[ContentProblem],
    lint: LintPage,
    purposes: Purposes,
) -> Iterator[QuestionCard]:
    for place, shape in enumerate(content.questions):
        own, english = text_with_fallback(content, f"{shape.key}.text", language)
        yield QuestionCard(
            key=shape.key,
            number=place + 1,
            text=own or english,
            is_fallback=not own,
            kind=shape.facts.words,
            notes=tuple(notes_of(shape, purposes)),
            problems=tuple(each.text for each in problems if each.question == shape.key),
            findings=lint.of(shape.key),
            seen=fingerprint(content, shape.key, language),
            is_first=place == 0,
            is_last=place == len(content.questions) - 1,
        )


def text_with_fallback(content: QuestionnaireContent, key: str, language: str) -> tuple[str, str]:
    """A text in a language, and in English."""
    texts: Mapping[str, Mapping[str, str]] = content.texts
    return texts.get(language, {}).get(key, ""), texts.get("en", {}).get(key, "")
