"""Which texts of a question, or of the frame, read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.content import QuestionnaireContent
from surveys.workshop.difference.words import Piece, mark_words


@dataclass(frozen=True)
class TextChange:
    language: str
    text_key: str
    old: str
    new: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return mark_words(self.old, self.new)


def text_changes(
    before: QuestionnaireContent, after: QuestionnaireContent, old_key: str, new_key: str
) -> Iterator[TextChange]:
    """Changed texts by language, English first; renamed questions' texts are paired."""
    languages = dict.fromkeys((*after.languages, *before.languages))
    for language in sorted(languages, key=lambda each: (each != FALLBACK_LANGUAGE, each)):
        old = _own(before, old_key, language)
        new = _own(after, new_key, language)
        for part in dict.fromkeys((*new, *old)):
            if old.get(part, "") != new.get(part, ""):
                yield TextChange(language, f"{new_key}{part}", old.get(part, ""), new.get(part, ""))


def _own(content: QuestionnaireContent, key: str, language: str) -> dict[str, str]:
    return {
        name.removeprefix(key): text
        for name, text in content.texts.get(language, {}).items()
        if name.partition(".")[0] == key
    }
