"""How large a questionnaire may be: far above what anybody answers, far below what hurts."""

from __future__ import annotations

from surveys.errors import ContentError
from surveys.questionnaires.content import QuestionnaireContent

LARGEST_FILE_BYTES = 1_000_000
MOST_QUESTIONS = 200
MOST_OPTIONS = 200
MOST_SKIPS = 50
MOST_OBJECTIVES = 50
MOST_LANGUAGES = 50
LONGEST_TEXT = 10_000
LONGEST_KEY = 100


def require_moderate(content: QuestionnaireContent) -> None:
    """Raises ContentError naming what is too much, and how much may be."""
    _require(len(content.questions), MOST_QUESTIONS, "The questionnaire", "questions")
    _require(len(content.texts), MOST_LANGUAGES, "The questionnaire", "languages")
    _require(len(content.key), LONGEST_KEY, "The questionnaire's key", "characters")
    for shape in content.questions:
        subject = f"Question {shape.key:.40}"
        _require(len(shape.key), LONGEST_KEY, f"The key {shape.key:.40}", "characters")
        _require(len(shape.options), MOST_OPTIONS, subject, "options")
        _require(len(shape.rows), MOST_OPTIONS, subject, "rows")
        _require(len(shape.skips), MOST_SKIPS, subject, "skips")
        _require(len(shape.objectives), MOST_OBJECTIVES, subject, "objectives")
        for name in (*shape.options, *shape.rows, shape.construct, *shape.objectives):
            _require(len(name), LONGEST_KEY, f"{subject}: the name {name:.40}", "characters")
    for language, texts in content.texts.items():
        for key, text in texts.items():
            _require(len(text), LONGEST_TEXT, f"The text {key:.80} in {language}", "characters")


def _require(count: int, most: int, subject: str, what: str) -> None:
    if count > most:
        raise ContentError(f"{subject} has {count:,} {what}; at most {most:,} can be. Shorten it.")
