"""Scales whose steps say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, error
from surveys.questionnaires.lint.items import ItemType
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem
from surveys.questionnaires.lint.stem import CURLY

SAYS_NOTHING = re.compile(
    r"\W*(?:\d+(?:[.,/]\d+)?|[a-z]|[ivx]+)?\W*(?:stars?|points?|pts?)?\W*", re.IGNORECASE
)
WORD = r"[^\W\d_]{2,}"


def unlabelled_scale(read: ReadItem) -> Iterator[LintFinding]:
    """Numbers, letters or stars alone, and no meaning for them in options or question."""
    if not _is_scale(read) or not any(option.strip() for option in read.item.options):
        return
    if all(SAYS_NOTHING.fullmatch(label) for label in read.labels) and not _is_explained(read):
        yield error(
            Category.UNLABELLED_SCALE,
            f"Nobody is told what {read.item.options[0]} and {read.item.options[-1]} mean.",
            "Name at least both ends, better every step, as 1 Very poor … 5 Very good.",
        )


def _is_scale(read: ReadItem) -> bool:
    """A rating, or a choice of a number that the question calls one."""
    is_rated_choice = read.type is ItemType.SINGLE and read.says(Words.RATE, read.stem.text)
    return read.type.is_scale or is_rated_choice


def _is_explained(read: ReadItem) -> bool:
    """ "1 (very poor)", "10 means excellent", "from very poor (1)"."""
    means = read.lexicon[Words.MEANS].pattern
    explanations = (
        rf"\d\s*(?:stars?|points?)?\s*(?:\(|{means})\s*[\"']?{WORD}",
        rf"{WORD}[\"']?\s*(?:\(\s*\d+\s*\)|=\s*\d)",
    )
    text = read.stem.text.translate(CURLY)
    return any(re.search(one, text, re.IGNORECASE) for one in explanations)
