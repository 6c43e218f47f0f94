"""Questions that take an event for granted."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, warn
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem

SUGGESTION = "Ask first whether it happened, and show this question to those only who say yes."


def assumption(read: ReadItem) -> Iterator[LintFinding]:
    """QAS-99 problem 4a; silent behind a filter and where an option offers a way out."""
    context = read.context
    if context.filter or context.applies_to_all or read.has_way_out:
        return
    text = read.stem.plain
    found = read.lexicon[Words.ASSUMED].search(text)
    if found and not read.lexicon[Words.ASSUMED_SILENT].search(text):
        message = f"“{found.group()}” takes for granted that it happened."
        yield warn(Category.ASSUMPTION, message, SUGGESTION, found.span())
    elif context.applies_to_all is False and read.type.is_written:
        message = "The question takes for granted what is not so for everybody."
        yield warn(Category.ASSUMPTION, message, SUGGESTION)
