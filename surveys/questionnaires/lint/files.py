"""A questionnaire file as the lint reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveys.questionnaires.content import (
    FALLBACK_LANGUAGE,
    TYPES_WITH_ENDS,
    TYPES_WITH_LABELS,
    QuestionShape,
    QuestionType,
)
from surveys.questionnaires.files import QuestionnaireFile
from surveys.questionnaires.lint.items import Context, Item, ItemType
from surveys.questionnaires.lint.questionnaire import PlacedFinding, lint_questionnaire

RELATIONSHIP = "relationship"
TRANSACTIONAL = "transactional"
ITEM_TYPES: Mapping[QuestionType, ItemType] = {
    QuestionType.RECOMMENDATION: ItemType.RATING,
    QuestionType.SATISFACTION5: ItemType.RATING,
    QuestionType.EFFORT7: ItemType.RATING,
    QuestionType.JUSTER: ItemType.RATING,
    QuestionType.CHOICE: ItemType.SINGLE,
    QuestionType.TEXT: ItemType.OPEN,
}


def lint_file(file: QuestionnaireFile) -> tuple[PlacedFinding, ...]:
    """What is wrong with a questionnaire in all its languages."""
    touchpoint = file.key.partition(".")[2]
    kind = RELATIONSHIP if touchpoint == RELATIONSHIP else TRANSACTIONAL
    items = {language: list(_items(file, language)) for language in _languages(file)}
    return lint_questionnaire(items, FALLBACK_LANGUAGE, kind)


def _languages(file: QuestionnaireFile) -> list[str]:
    return sorted(file.texts, key=lambda language: (language != FALLBACK_LANGUAGE, language))


def _items(file: QuestionnaireFile, language: str) -> Iterator[Item]:
    texts = file.texts[language]
    for shape in file.questions:
        options = tuple(_options(shape, texts))
        yield Item(
            question_text=texts.get(f"{shape.key}.text", ""),
            question_type=ITEM_TYPES[shape.type],
            options=options,
            required=shape.is_required,
            context=Context(
                touchpoint=file.key.partition(".")[2],
                audience=file.audience.value,
                metric=shape.metric.value if shape.metric else "",
                option_order="fixed",
                nominal=_is_nominal(shape, options),
            ),
            key=shape.key,
        )


def _options(shape: QuestionShape, texts: Mapping[str, str]) -> Iterator[str]:
    """The labels as they are shown: a number where a step has no label, its end beside it."""
    if shape.type in TYPES_WITH_LABELS or not shape.scores:
        yield from (texts.get(f"{shape.key}.option.{value}", "") for value in shape.option_values)
    elif shape.type in TYPES_WITH_ENDS:
        first, *between, last = (str(score) for score in shape.scores)
        yield f"{first} {texts.get(f'{shape.key}.low', '')}".strip()
        yield from between
        yield f"{last} {texts.get(f'{shape.key}.high', '')}".strip()


def _is_nominal(shape: QuestionShape, options: tuple[str, ...]) -> bool:
    """A list of names; a list with numbers in it is taken as ordered."""
    is_numbered = any(sign.isdigit() for option in options for sign in option)
    return shape.type is QuestionType.CHOICE and not is_numbered
