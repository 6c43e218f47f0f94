"""Absolutes in the question: always, never, every, all, only, completely."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, warn
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem


def absolute(read: ReadItem) -> Iterator[LintFinding]:
    """Hardly anybody can say yes to an absolute (Dillman et al. 2014; Payne 1951)."""
    for found in read.matches(Words.ABSOLUTES, read.stem.bare, silent=Words.ABSOLUTES_SILENT):
        yield warn(
            Category.ABSOLUTE,
            f"“{found.group()}” leaves no room for exceptions, so few can truly agree.",
            f"Leave “{found.group()}” out, or ask how often and let the options say it.",
            found.span(),
        )
