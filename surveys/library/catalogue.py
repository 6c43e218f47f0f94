"""The library: questions to start from, each with where it comes from and what it is not good for.

One table a topic in items/*.toml; the labels of the scales stand in scales.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.languages import FALLBACK_LANGUAGE
from customers.models import Audience
from surveys.errors import UnknownLibraryItemError
from surveys.questionnaires.content import QuestionnaireContent, Texts
from surveys.questionnaires.shapes import QuestionShape, read_shape
from surveys.strategy.services import ConstructContent

FOLDER = Path(__file__).parent
SCALES_FILE = FOLDER / "scales.toml"
CONSTRUCTS_FILE = FOLDER / "constructs.toml"
ITEMS_FOLDER = FOLDER / "items"
KEY_OF_A_SHEET = "library"
OF_THE_LIBRARY = frozenset(
    {"name", "audiences", "labels", "concerns_everybody", "standing", "source", "good_for",
     "not_for", "texts", "option_texts", "row_texts"}
)  # fmt: skip


class Standing(StrEnum):
    """How far a wording has been tested."""

    PUBLISHED = "published"
    ADAPTED = "adapted"
    HOUSE = "house"


class Topic(StrEnum):
    """A part of the library: the file its questions stand in, without the number before it."""

    OVERALL = "overall"
    SERVICE = "service"
    COMPLAINTS = "complaints"
    RELATIONSHIP = "relationship"
    CHANNEL_PARTNER = "channel_partner"
    END_USER = "end_user"


@dataclass(frozen=True)
class LibraryItem:
    """One question, ready to be taken over, with its source in words.

    `texts` are keyed as a questionnaire's, by the item's key. What does not concern everybody
    offers “not applicable”.
    """

    key: str
    name: str
    topic: Topic
    audiences: tuple[Audience, ...]
    shape: QuestionShape
    texts: Texts
    standing: Standing
    source: str
    good_for: str
    not_for: str
    concerns_everybody: bool

    @property
    def text(self) -> str:
        return self.texts[FALLBACK_LANGUAGE][f"{self.key}.text"]

    @property
    def content(self) -> QuestionnaireContent:
        """A questionnaire of this one question, to be checked and shown."""
        frame = {"title": self.name, "intro": self.source}
        texts = {language: {**frame, **own} for language, own in self.texts.items()}
        key = f"{self.audiences[0]}.{KEY_OF_A_SHEET}"
        return QuestionnaireContent(key, self.audiences[0], (self.shape,), texts)


@cache
def library_items() -> tuple[LibraryItem, ...]:
    """Every question of the library, by topic."""
    scales = _read(SCALES_FILE)
    return tuple(
        _item(key, Topic(path.stem.partition("_")[2]), given, scales)
        for path in sorted(ITEMS_FOLDER.glob("*.toml"))
        for key, given in _read(path).items()
    )


def find_item(key: str) -> LibraryItem:
    """Raises UnknownLibraryItemError."""
    found = next((item for item in library_items() if item.key == key), None)
    if found is None:
        raise UnknownLibraryItemError(
            f"The library has no question {key[:60]!r}. Choose one from the list."
        )
    return found


def library_question(key: str) -> tuple[QuestionShape, Texts]:
    """A question of the library to be put into a draft, and its texts by language and key.

    Raises UnknownLibraryItemError.
    """
    item = find_item(key)
    return item.shape, item.texts


@cache
def library_constructs() -> Mapping[str, ConstructContent]:
    """What the library's questions measure, by key."""
    return {key: ConstructContent(**given) for key, given in _read(CONSTRUCTS_FILE).items()}


def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _item(
    key: str, topic: Topic, given: Mapping[str, Any], scales: Mapping[str, Any]
) -> LibraryItem:
    concerns_everybody = given.get("concerns_everybody", True)
    settings = {name: value for name, value in given.items() if name not in OF_THE_LIBRARY}
    return LibraryItem(
        key=key,
        name=given["name"],
        topic=topic,
        audiences=tuple(Audience(one) for one in given.get("audiences", tuple(Audience))),
        shape=read_shape(
            {
                "key": key,
                "required": False,
                "metric": None,
                "not_applicable": not concerns_everybody,
                **settings,
            }
        ),
        texts={language: dict(_texts(key, language, given, scales)) for language in given["texts"]},
        standing=Standing(given["standing"]),
        source=given["source"],
        good_for=given["good_for"],
        not_for=given["not_for"],
        concerns_everybody=concerns_everybody,
    )


def _texts(
    key: str, language: str, given: Mapping[str, Any], scales: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    yield f"{key}.text", given["texts"][language]
    scale = scales[given["labels"]][language] if "labels" in given else {}
    for end in ("low", "high"):
        if end in scale:
            yield f"{key}.{end}", scale[end]
    options = {**scale.get("option", {}), **given.get("option_texts", {}).get(language, {})}
    for value, text in options.items():
        yield f"{key}.option.{value}", text
    for row, text in given.get("row_texts", {}).get(language, {}).items():
        yield f"{key}.row.{row}", text
