"""The strings of a questionnaire in one language: what is there, missing, outdated, untouched."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.piping import PLACEHOLDERS

# Short words, capitals and names may well be the same in two languages.
LONG_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]{3,}\b")


class TranslationStatus(StrEnum):
    """In the order in which they ask for attention."""

    MISSING = "missing"
    OUTDATED = "outdated"
    UNTOUCHED = "same as English"
    TRANSLATED = "translated"


@dataclass(frozen=True)
class TranslationString:
    """One English text with its translation; `context` says where it stands."""

    key: str
    context: str
    source: str
    target: str
    status: TranslationStatus

    @property
    def lost_placeholders(self) -> tuple[str, ...]:
        """Placeholders of the English text that the translation does without."""
        return lost_placeholders(self.source, self.target) if self.target.strip() else ()


@dataclass(frozen=True)
class Completeness:
    """How many of the English strings have a text in the language: absent and blank are missing."""

    language: str
    present_count: int
    string_count: int
    outdated_count: int = 0
    untouched_count: int = 0

    @property
    def share(self) -> float:
        return self.present_count / self.string_count if self.string_count else 1.0

    @property
    def missing_count(self) -> int:
        return self.string_count - self.present_count


def strings_of(
    content: QuestionnaireContent, language: str, outdated: Collection[str] = ()
) -> tuple[TranslationString, ...]:
    """Every string with an English text, in the order of the questions."""
    english = content.texts.get(FALLBACK_LANGUAGE, {})
    own = content.texts.get(language, {})
    contexts = _contexts(content)
    return tuple(
        TranslationString(
            key,
            contexts.get(key, key),
            english[key],
            own.get(key, ""),
            _status(english[key], own.get(key, ""), is_outdated=key in outdated),
        )
        for key in dict.fromkeys(content.text_keys)
        if english.get(key, "").strip()
    )


def completeness_of(
    content: QuestionnaireContent, language: str, outdated: Collection[str] = ()
) -> Completeness:
    """Presence only: whether a translation is good, people tell."""
    strings = strings_of(content, language, outdated)
    found = [string.status for string in strings]
    return Completeness(
        language=language,
        present_count=len(found) - found.count(TranslationStatus.MISSING),
        string_count=len(found),
        outdated_count=found.count(TranslationStatus.OUTDATED),
        untouched_count=found.count(TranslationStatus.UNTOUCHED),
    )


def lost_placeholders(source: str, target: str) -> tuple[str, ...]:
    there = set(PLACEHOLDERS.findall(target))
    return tuple(
        dict.fromkeys(f"{{{name}}}" for name in PLACEHOLDERS.findall(source) if name not in there)
    )


def _status(source: str, target: str, *, is_outdated: bool) -> TranslationStatus:
    if not target.strip():
        return TranslationStatus.MISSING
    if is_outdated:
        return TranslationStatus.OUTDATED
    if target.strip() == source.strip() and LONG_WORD.search(source):
        return TranslationStatus.UNTOUCHED
    return TranslationStatus.TRANSLATED


def _contexts(content: QuestionnaireContent) -> dict[str, str]:
    """Where each string stands, in words a translator understands."""
    contexts = {"title": "Title of the questionnaire", "intro": "Introduction, on the first page"}
    for number, shape in enumerate(content.questions, start=1):
        for key in (*shape.text_keys(), *shape.optional_text_keys()):
            part, _, value = key.removeprefix(f"{shape.key}.").partition(".")
            contexts[key] = f"Question {number}, {PARTS.get(part, part)} {value}".rstrip()
    return contexts


PARTS = {
    "text": "the question",
    "hint": "hint below it",
    "low": "lower end of the scale",
    "high": "upper end of the scale",
    "option": "answer",
    "row": "line",
}
