"""A questionnaire's content as the lint reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveys.questionnaires.content import FALLBACK_LANGUAGE, QuestionnaireContent
from surveys.questionnaires.lint.items import Context, Item, ItemType
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
    QuestionType.SHORT_TEXT: ItemType.OPEN,
    QuestionType.TEXT: ItemType.OPEN,
    QuestionType.CONSENT: ItemType.CONSENT,
    QuestionType.STATEMENT: ItemType.STATEMENT,
}


def lint_content(content: QuestionnaireContent) -> tuple[PlacedFinding, ...]:
    """What is wrong with a questionnaire in all its languages."""
    touchpoint = content.key.partition(".")[2]
    kind = RELATIONSHIP if touchpoint == RELATIONSHIP else TRANSACTIONAL
    items = {language: list(_items(content, language)) for language in _languages(content)}
    return lint_questionnaire(items, FALLBACK_LANGUAGE, kind)


def _languages(content: QuestionnaireContent) -> list[str]:
    return sorted(content.texts, key=lambda language: (language != FALLBACK_LANGUAGE, language))


def _items(content: QuestionnaireContent, language: str) -> Iterator[Item]:
    texts = content.texts[language]
    for shape in content.questions:
        options = tuple(_options(shape, texts))
        yield Item(
            question_text=texts.get(f"{shape.key}.text", ""),
            question_type=ITEM_TYPES[shape.type],
            options=options,
            required=shape.is_required,
            context=Context(
                touchpoint=content.key.partition(".")[2],
                audience=content.audience.value,
                metric=shape.metric.value if shape.metric else "",
                option_order="fixed",
                nominal=_is_nominal(shape, options),
            ),
            key=shape.key,
        )


def _options(shape: QuestionShape, texts: Mapping[str, str]) -> Iterator[str]:
    """The labels as they are shown: a number where a step has no label, its end beside it."""
    if shape.facts.has_labels or not shape.scores:
        yield from (texts.get(f"{shape.key}.option.{value}", "") for value in shape.option_values)
    elif shape.facts.has_ends:
        first, *between, last = (str(score) for score in shape.scores)
        yield f"{first} {texts.get(f'{shape.key}.low', '')}".strip()
        yield from between
        yield f"{last} {texts.get(f'{shape.key}.high', '')}".strip()


def _is_nominal(shape: QuestionShape, options: tuple[str, ...]) -> bool:
    """A list of names; a list with numbers in it is taken as ordered."""
    is_numbered = any(sign.isdigit() for option in options for sign in option)
    return shape.type is QuestionType.CHOICE and not is_numbered
