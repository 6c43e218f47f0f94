"""A whole questionnaire: its questions, their order, its length, its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from surveys.questionnaires.lint.checks import lint_item, lint_wording
from surveys.questionnaires.lint.findings import Category, LintFinding, warn
from surveys.questionnaires.lint.items import Context, Item, ItemType
from surveys.questionnaires.lint.length import estimated_minutes
from surveys.questionnaires.lint.order_effect import OVERALL_METRICS


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the key of its question, empty for the whole, and the language it is of.

    `part` names the row of a grid whose text it is about.
    """

    question: str
    language: str
    finding: LintFinding
    part: str = ""

    @property
    def place(self) -> str:
        return ".".join(filter(None, (self.question, self.part))) or "as a whole"

    def __str__(self) -> str:
        return f"{self.place} ({self.language}): {self.finding}"


def lint_questionnaire(
    items: Mapping[str, Sequence[Item]], source: str = "en", survey_kind: str = ""
) -> tuple[PlacedFinding, ...]:
    """What is wrong with a questionnaire, in the order of its questions, source language first.

    `items` are the questions by language, each with a key of its own, and after a grid its rows
    with the grid's key; those of `source` decide what there is and in which order. Places,
    batteries asked before and translations are filled in from the questionnaire; the rest of each
    context is taken as it is.
    """
    asked = [item for item in items[source] if not item.part]
    own = (
        PlacedFinding(item.key, source, finding, item.part)
        for item in items[source]
        for finding in lint_item(_in_place(item, asked, items, source), source)
    )
    translated = (
        PlacedFinding(item.key, language, finding, item.part)
        for language in items
        if language != source
        for item in items[language]
        for finding in lint_wording(item, language)
    )
    whole = (PlacedFinding("", source, finding) for finding in _length(asked, survey_kind))
    return (*own, *_asked_twice(items[source], source), *translated, *whole)


def _in_place(
    item: Item, asked: Sequence[Item], items: Mapping[str, Sequence[Item]], source: str
) -> Item:
    """The question with what the questionnaire around it says about it."""
    translations = {
        language: next((other for other in items[language] if _is_same(other, item)), None)
        for language in items
        if language != source
    }
    there = {language: other for language, other in translations.items() if _has_text(other)}
    is_placed = item in asked
    before = asked[: asked.index(item)] if is_placed else ()
    questions_before = [each for each in before if each.question_type is not ItemType.STATEMENT]
    context = replace(
        item.context,
        position=len(questions_before) + 1 if is_placed else None,
        after=tuple(other.key for other in before if _is_particular(other)),
        locales=tuple(items),
        present=(source, *there),
        options_missing=tuple(
            language for language, other in there.items() if _lacks_options(item, other)
        ),
        same_as_source=tuple(_untranslated(item, there)),
    )
    return replace(item, context=context)


def _is_same(one: Item, other: Item) -> bool:
    return (one.key, one.part) == (other.key, other.part)


def _has_text(item: Item | None) -> bool:
    return item is not None and bool(item.question_text.strip())


def _is_particular(item: Item) -> bool:
    """A rating of one aspect, which colours an overall judgement that follows."""
    return item.question_type.is_scale and item.context.metric not in OVERALL_METRICS


def _lacks_options(item: Item, other: Item | None) -> bool:
    filled = [option for option in other.options if option.strip()] if other else []
    return len(filled) < len(item.options)


def _untranslated(item: Item, there: Mapping[str, Item | None]) -> Iterator[str]:
    """Languages whose question, and options that, read as in the source language."""
    for language, other in there.items():
        if other and other.question_text == item.question_text:
            yield language
        if other:
            yield from sorted(set(other.options) & set(item.options))


def _asked_twice(asked: Sequence[Item], source: str) -> Iterator[PlacedFinding]:
    first: dict[str, str] = {}
    for item in asked:
        text = " ".join(item.question_text.casefold().split())
        if text and text in first:
            message = f"The question is the same as {first[text]}."
            finding = warn(Category.LENGTH, message, "Ask it once.")
            yield PlacedFinding(item.key, source, finding, item.part)
        first.setdefault(text, item.key)


def _length(asked: Sequence[Item], survey_kind: str) -> tuple[LintFinding, ...]:
    context = Context(
        survey_kind=survey_kind,
        questions=len(asked),
        est_minutes=estimated_minutes(asked),
        open_ended=sum(item.question_type is ItemType.OPEN for item in asked),
    )
    return lint_item(Item("", ItemType.QUESTIONNAIRE, context=context))
