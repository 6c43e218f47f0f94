"""A questionnaire's content as the lint reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.conditions import Condition, tests_of
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.items import (
    LONGEST_OPTION,
    LONGEST_TEXT,
    Context,
    Item,
    ItemType,
)
from surveys.questionnaires.lint.length import estimated_minutes
from surveys.questionnaires.lint.questionnaire import PlacedFinding, lint_questionnaire
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import QuestionType

RELATIONSHIP = "relationship"
TRANSACTIONAL = "transactional"
ITEM_TYPES: Mapping[QuestionType, ItemType] = {
    QuestionType.RECOMMENDATION: ItemType.RATING,
    QuestionType.SATISFACTION5: ItemType.RATING,
    QuestionType.EFFORT7: ItemType.RATING,
    QuestionType.JUSTER: ItemType.RATING,
    QuestionType.SATISFACTION7: ItemType.RATING,
    QuestionType.CHOICE: ItemType.SINGLE,
    QuestionType.YES_NO: ItemType.SINGLE,
    QuestionType.MULTIPLE: ItemType.MULTI,
    QuestionType.RANKING: ItemType.RANKING,
    QuestionType.GRID: ItemType.GRID,
    QuestionType.NUMBER: ItemType.NUMERIC,
    QuestionType.DATE: ItemType.DATE,
    QuestionType.SHORT_TEXT: ItemType.SHORT,
    QuestionType.TEXT: ItemType.OPEN,
    QuestionType.CONSENT: ItemType.CONSENT,
    QuestionType.STATEMENT: ItemType.STATEMENT,
}
LISTS = frozenset({QuestionType.CHOICE, QuestionType.MULTIPLE, QuestionType.RANKING})


def lint_content(
    content: QuestionnaireContent, before: QuestionnaireContent | None = None
) -> tuple[PlacedFinding, ...]:
    """What is wrong with a questionnaire in all its languages.

    `before` is the version that is asked at present: a question with a metric that has another
    place there loses its trend. Content may be unfinished: what nobody has written yet is read as
    empty.
    """
    kind = RELATIONSHIP if _touchpoint(content) == RELATIONSHIP else TRANSACTIONAL
    reading = _Reading(content, _filters(content), _places(before) if before else {})
    return lint_questionnaire(reading.items(), FALLBACK_LANGUAGE, kind)


def minutes_of(content: QuestionnaireContent) -> float:
    """Minutes for whoever is shown every question."""
    return estimated_minutes(_Reading(content, {}, {}).items()[FALLBACK_LANGUAGE])


@dataclass(frozen=True)
class _Reading:
    """The content with the conditions questions are shown under, and their places before."""

    content: QuestionnaireContent
    filters: Mapping[str, str]
    places_before: Mapping[str, int]

    def items(self) -> dict[str, list[Item]]:
        languages = dict.fromkeys((FALLBACK_LANGUAGE, *self.content.languages))
        return {language: list(self._of_language(language)) for language in languages}

    def _of_language(self, language: str) -> Iterator[Item]:
        texts = self.content.texts.get(language, {})
        for shape in self.content.questions:
            yield self._question(shape, texts)
            yield from self._rows(shape, texts)

    def _question(self, shape: QuestionShape, texts: Mapping[str, str]) -> Item:
        options = tuple(option[:LONGEST_OPTION] for option in _options(shape, texts))
        return Item(
            question_text=texts.get(f"{shape.key}.text", "")[:LONGEST_TEXT],
            question_type=ITEM_TYPES[shape.type],
            options=options,
            required=shape.is_required,
            context=Context(
                filter=self.filters.get(shape.key, ""),
                way_out=shape.offers_not_applicable,
                touchpoint=_touchpoint(self.content),
                audience=self.content.audience.value,
                metric=shape.metric.value if shape.metric else "",
                position_last_week=self.places_before.get(shape.key) if shape.metric else None,
                option_order="fixed",
                nominal=_is_nominal(shape, options),
                grid_rows=len(shape.rows) or None,
            ),
            key=shape.key,
        )

    def _rows(self, shape: QuestionShape, texts: Mapping[str, str]) -> Iterator[Item]:
        """Each row is read as a rating of its own; the scale is judged once, at the grid."""
        for row in shape.rows:
            yield Item(
                question_text=texts.get(f"{shape.key}.row.{row}", "")[:LONGEST_TEXT],
                question_type=ItemType.RATING,
                required=shape.is_required,
                context=Context(
                    filter=self.filters.get(shape.key, ""), way_out=shape.offers_not_applicable
                ),
                key=shape.key,
                part=row,
            )


def _touchpoint(content: QuestionnaireContent) -> str:
    return content.key.partition(".")[2]


def _places(content: QuestionnaireContent) -> dict[str, int]:
    """Statements ask nothing and have no place."""
    asked = (shape for shape in content.questions if shape.answer_keys)
    return {shape.key: place for place, shape in enumerate(asked, start=1)}


def _filters(content: QuestionnaireContent) -> dict[str, str]:
    """The questions that not everybody is shown, each with what decides it."""
    filters: dict[str, str] = {}
    keys = [shape.key for shape in content.questions]
    for place, shape in enumerate(content.questions):
        if shape.show_if is not None:
            filters[shape.key] = _names(shape.show_if)
        for skip in shape.skips:
            end = keys.index(skip.to) if skip.to in keys else len(keys)
            filters.update(dict.fromkeys(keys[place + 1 : end], _names(skip.when)))
    return filters


def _names(condition: Condition) -> str:
    return ", ".join(dict.fromkeys(test.name for test in tests_of(condition)))


def _options(shape: QuestionShape, texts: Mapping[str, str]) -> Iterator[str]:
    """The labels as they are shown: a number where a step has no label, its end beside it."""
    if shape.type is QuestionType.CONSENT:
        return
    if shape.option_values:
        yield from (texts.get(f"{shape.key}.option.{value}", "") for value in shape.option_values)
    elif shape.facts.has_ends and shape.scores:
        first, *between, last = (str(score) for score in shape.scores)
        yield f"{first} {texts.get(f'{shape.key}.low', '')}".strip()
        yield from between
        yield f"{last} {texts.get(f'{shape.key}.high', '')}".strip()


def _is_nominal(shape: QuestionShape, options: tuple[str, ...]) -> bool:
    """A list of names; a list with numbers in it is taken as ordered."""
    is_numbered = any(sign.isdigit() for option in options for sign in option)
    return shape.type in LISTS and not is_numbered
