"""What a new question begins with: the usual labels of its scale, in every language known."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, SHARED_NAME
from surveys.questionnaires.shapes import Direction, QuestionShape
from surveys.questionnaires.types import DEFAULT_LENGTHS, FACTS, QuestionType

# The question of the ready-made questionnaires whose scale stands for its type.
MODELS: Mapping[QuestionType, str] = {
    QuestionType.RECOMMENDATION: "recommend",
    QuestionType.SATISFACTION5: "satisfaction",
    QuestionType.EFFORT7: "effort",
    QuestionType.JUSTER: "repurchase",
}


def new_question(content: QuestionnaireContent, kind: QuestionType, key: str) -> QuestionShape:
    """A question of a type as it begins; the first of its type feeds the type's metric."""
    metric = FACTS[kind].metric
    is_free = all(shape.metric is not metric for shape in content.questions)
    return QuestionShape(
        key,
        kind,
        metric=metric if is_free else None,
        direction=Direction.HIGH_IS_GOOD if FACTS[kind].scores else None,
        scale=QuestionType.SATISFACTION5 if kind is QuestionType.GRID else None,
        max_length=DEFAULT_LENGTHS.get(kind),
    )


def usual_texts(shape: QuestionShape, languages: Collection[str]) -> dict[str, dict[str, str]]:
    """The usual labels of its scale by language and text key; none for other types."""
    return {
        language: {f"{shape.key}.{ending}": text for ending, text in own.items()}
        for language, own in _labels(shape.scale or shape.type).items()
        if language in languages
    }


def with_new_language(content: QuestionnaireContent, language: str) -> QuestionnaireContent:
    """A language in which nothing stood yet begins with the usual labels of all scales."""
    if language in content.languages:
        return content
    usual = (usual_texts(shape, (language,)).get(language, {}) for shape in content.questions)
    own = {name: text for labels in usual for name, text in labels.items()}
    return replace(content, texts={**content.texts, language: own})


@lru_cache
def _labels(kind: QuestionType) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    shared = _toml(READY_FOLDER / SHARED_NAME)["texts"]
    for language, texts in shared.items():
        own = dict(_scale(texts.get(MODELS.get(kind, ""), {})))
        if own:
            found[language] = own
    for language, kinds in _toml(Path(__file__).parent / "usual.toml").items():
        if kind in kinds:
            found[language] = {f"option.{value}": text for value, text in kinds[kind].items()}
    return found


def _scale(texts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for end in ("low", "high"):
        if end in texts:
            yield end, texts[end]
    for value, text in texts.get("option", {}).items():
        yield f"option.{value}", text


@lru_cache
def _toml(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
