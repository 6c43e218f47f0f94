"""What the lint says about a question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LIMITS_OF_RULES = (
    "These are rules, a screen and no verdict. They are reliable for balance, labels, a way out "
    "for those it does not concern, required answers, order, length, reading grade, translations, "
    "overlapping classes, absolutes and negations. They know double-barrelled, leading and loaded "
    "questions by their words only, and miss some. Whether a question takes something for "
    "granted, means one thing to everybody, and can be answered from memory, only people can "
    "tell: try every new question on a few respondents and let them think aloud."
)

Span = tuple[int, int]


class Category(StrEnum):
    """What can be wrong with a question (methods E)."""

    DOUBLE_BARRELLED = "double_barrelled"
    LEADING = "leading"
    LOADED = "loaded"
    NEGATIVE = "negative"
    ABSOLUTE = "absolute"
    UNBALANCED_SCALE = "unbalanced_scale"
    UNLABELLED_SCALE = "unlabelled_scale"
    MISSING_NA = "missing_na"
    READING_GRADE = "reading_grade"
    LENGTH = "length"
    REQUIRED_SENSITIVE = "required_sensitive"
    ORDER_EFFECT = "order_effect"
    TRANSLATION_INCOMPLETE = "translation_incomplete"
    ASSUMPTION = "assumption"
    OVERLAPPING_OPTIONS = "overlapping_options"
    RECALL_PERIOD = "recall_period"


class Severity(StrEnum):
    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True)
class LintFinding:
    """One thing that is wrong: where in the question's text, why, and what to do.

    `span` counts characters of the text from 0, the end not included; None where the trouble is
    not in the text but in the options or around the question.
    """

    category: Category
    severity: Severity
    span: Span | None
    message: str
    suggestion: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.category}: {self.message} {self.suggestion}"


def error(
    category: Category, message: str, suggestion: str, span: Span | None = None
) -> LintFinding:
    return LintFinding(category, Severity.ERROR, span, message, suggestion)


def warn(
    category: Category, message: str, suggestion: str, span: Span | None = None
) -> LintFinding:
    return LintFinding(category, Severity.WARN, span, message, suggestion)
