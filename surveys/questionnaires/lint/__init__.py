"""The questionnaire lint: what rules can see in a question before anybody answers it."""

from __future__ import annotations

from surveys.questionnaires.lint.checks import lint_item, lint_wording
from surveys.questionnaires.lint.content import lint_content, minutes_of
from surveys.questionnaires.lint.findings import (
    LIMITS_OF_RULES,
    Category,
    LintFinding,
    Severity,
    Span,
)
from surveys.questionnaires.lint.items import Context, Item, ItemType, read_context
from surveys.questionnaires.lint.length import estimated_minutes
from surveys.questionnaires.lint.lexicon import LexiconStatus, languages_with_words
from surveys.questionnaires.lint.questionnaire import PlacedFinding, lint_questionnaire
from surveys.questionnaires.lint.rules import RULES, Rule

__all__ = [
    "LIMITS_OF_RULES",
    "RULES",
    "Category",
    "Context",
    "Item",
    "ItemType",
    "LexiconStatus",
    "LintFinding",
    "PlacedFinding",
    "Rule",
    "Severity",
    "Span",
    "estimated_minutes",
    "languages_with_words",
    "lint_content",
    "lint_item",
    "lint_questionnaire",
    "lint_wording",
    "minutes_of",
    "read_context",
]
