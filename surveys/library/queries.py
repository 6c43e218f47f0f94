"""Find questions in the library, and the ready questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from customers.models import Audience
from surveys.library.catalogue import LibraryItem, Topic, library_items
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import read_ready
from surveys.questionnaires.shapes import QuestionShape

# The ready questionnaires ask these of the library, worded for their touchpoint.
READY_SOURCES: Mapping[str, str] = {
    "recommend": "recommend",
    "satisfaction": "overall_satisfaction",
    "effort": "effort",
    "repurchase": "repurchase",
    "comment": "comment",
}


@dataclass(frozen=True)
class LibrarySearch:
    """What is looked for: words that all must occur, an audience, a topic; none of them is all."""

    words: str = ""
    audience: Audience | None = None
    topic: Topic | None = None


def search_library(wanted: LibrarySearch) -> tuple[LibraryItem, ...]:
    """The questions that fit, in the library's order."""
    words = wanted.words.casefold().split()
    return tuple(
        item
        for item in library_items()
        if (wanted.audience is None or wanted.audience in item.audiences)
        and (wanted.topic is None or wanted.topic is item.topic)
        and all(word in _heard(item) for word in words)
    )


def ready_questionnaires() -> tuple[QuestionnaireContent, ...]:
    return read_ready()


def find_ready(key: str) -> QuestionnaireContent | None:
    return next((content for content in ready_questionnaires() if content.key == key), None)


def source_item(shape: QuestionShape) -> LibraryItem | None:
    """The library's question that one of a ready questionnaire goes back to, where there is one."""
    key = READY_SOURCES.get(shape.key)
    return next((item for item in library_items() if item.key == key), None)


def _heard(item: LibraryItem) -> str:
    texts = (text for of_language in item.texts.values() for text in of_language.values())
    about = (item.key, item.name, item.source, item.good_for, item.shape.construct)
    return " ".join((*about, *texts)).casefold()
