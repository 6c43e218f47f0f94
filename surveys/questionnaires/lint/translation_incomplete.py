"""Texts that are missing in a language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, error
from surveys.questionnaires.lint.items import SOME_LANGUAGE
from surveys.questionnaires.lint.read_item import ReadItem

LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]+)*")
# Up to three letters, capitals and names are the same in every language.
OWN_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]{3,}\b")
CATEGORY = Category.TRANSLATION_INCOMPLETE


def translation_incomplete(read: ReadItem) -> Iterator[LintFinding]:
    """A language that lacks the question, lacks an option, or still has the source text.

    Whether a translation is good, only people can tell (the team method TRAPD).
    """
    yield from _missing(read)
    yield from _options_missing(read)
    yield from _untranslated(read)


def _missing(read: ReadItem) -> Iterator[LintFinding]:
    context = read.context
    present = context.locales if context.present is None else context.present
    missing = [locale for locale in context.locales if locale not in present]
    if missing:
        message = f"The question does not exist in {', '.join(missing)}."
        yield error(CATEGORY, message, "Translate it, or do not offer the language.")


def _options_missing(read: ReadItem) -> Iterator[LintFinding]:
    missing = read.context.options_missing
    if missing:
        message = f"Options are missing: {', '.join(missing)}."
        yield error(CATEGORY, message, "Translate every option: all languages need the same scale.")


def _untranslated(read: ReadItem) -> Iterator[LintFinding]:
    same = [name for name in read.context.same_as_source if _should_differ(read, name)]
    if same:
        message = f"The text was left in the source language: {', '.join(same)}."
        yield error(CATEGORY, message, "Translate it.")


def _should_differ(read: ReadItem, name: str) -> bool:
    """Named is a language, whose text is the question's, or the text itself."""
    languages = {*read.context.locales, SOME_LANGUAGE}
    is_language = name in languages or LANGUAGE.fullmatch(name)
    return bool(OWN_WORD.search(read.item.question_text if is_language else name))
