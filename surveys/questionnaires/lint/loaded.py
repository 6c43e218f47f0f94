"""Words that judge before the respondent does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, error
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem


def loaded(read: ReadItem) -> Iterator[LintFinding]:
    """Emotive words in the question call for one answer (QAS-99 step 6; Payne 1951)."""
    text = read.stem.plain
    for found in read.matches(Words.LOADED, text, silent=Words.LOADED_SILENT):
        if not _is_one_side_of_two(read, text, found):
            yield error(
                Category.LOADED,
                f"“{found.group()}” carries a judgement.",
                f"Name the thing without “{found.group()}” and ask how people judge it.",
                found.span(),
            )


def _is_one_side_of_two(read: ReadItem, text: str, found: re.Match[str]) -> bool:
    """In "frustrating or pleasant" both sides are named; in "lazy or careless" only one."""
    pair = rf"(\w+) {read.alternative} {re.escape(found.group())}\b"
    pair += rf"|\b{re.escape(found.group())} {read.alternative} (\w+)"
    other = re.search(pair, text, re.IGNORECASE)
    if other is None:
        return False
    return not read.lexicon[Words.LOADED].fullmatch(other.group(1) or other.group(2))
