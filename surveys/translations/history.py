"""Which translations are outdated: their English changed after they were made.

Nothing is stored for it. The questionnaire's versions and the draft's steps are walked in order; a
translation is made where its own text changes, and keeps the English text of that moment. If the
English of today is another, it is outdated, through however many versions. Whoever changes both at
once has translated the new text; an English text that is changed back is up to date again.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.content import QuestionnaireContent


def outdated_keys(history: Iterable[QuestionnaireContent], language: str) -> frozenset[str]:
    """The text keys whose translation is older than their English; the latest content comes last.

    White space alone changes nothing.
    """
    made_for: dict[str, str] = {}
    before: dict[str, str] = {}
    english: dict[str, str] = {}
    for content in history:
        english = _plain(content, FALLBACK_LANGUAGE)
        own = _plain(content, language)
        for key, text in own.items():
            if before.get(key) != text:
                made_for[key] = english.get(key, "")
        before = own
    return frozenset(
        key for key, text in before.items() if text and made_for[key] != english.get(key, "")
    )


def _plain(content: QuestionnaireContent, language: str) -> dict[str, str]:
    return {key: " ".join(text.split()) for key, text in content.texts.get(language, {}).items()}
