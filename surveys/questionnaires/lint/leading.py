"""Questions that tell which answer is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, Span, error
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem
from surveys.questionnaires.lint.stem import mask_all

LAST_WORD = re.compile(r"([\w'-]+)\W*$")


def leading(read: ReadItem) -> Iterator[LintFinding]:
    """Praise of what is asked about, tags, social norms, authorities, one-sided degrees.

    QAS-99 step 6 (bias); Dillman et al. 2014; Krosnick & Presser 2010.
    """
    taken: list[Span] = []
    for span, message, suggestion in (*_cues(read), *_praise(read), *_attributes(read)):
        if not any(span[0] < end and start < span[1] for start, end in taken):
            taken.append(span)
            yield error(Category.LEADING, message, suggestion, span)


Found = tuple[Span, str, str]


def _cues(read: ReadItem) -> Iterator[Found]:
    text = read.stem.plain
    openings = read.matches(Words.OPENINGS, text)
    opened = (found for found in openings if _opens_a_clause(text, found.start()))
    for found in (*read.matches(Words.CUES, text, silent=Words.CUES_SILENT), *opened):
        yield (
            found.span(),
            f"“{found.group().strip(' ,')}” tells which answer is expected.",
            "Ask openly and name both sides, as “How easy or difficult …?”.",
        )


def _praise(read: ReadItem) -> Iterator[Found]:
    text = read.stem.plain
    for found in read.matches(Words.PRAISE, text, silent=Words.PRAISE_SILENT):
        if not (_is_stated(read, found.start()) or _is_one_of_two(read, found.end())):
            yield _flattered(found.group(), found.span())


def _attributes(read: ReadItem) -> Iterator[Found]:
    """Ordinary praise leads only where it belongs to the thing: "our friendly staff"."""
    owners, praise = (read.lexicon[words].pattern for words in (Words.OWNERS, Words.ATTRIBUTES))
    described = re.compile(
        rf"(?:{owners})\s+(?:(?:\w+ly|\w+,)\s+)??({praise})(?=,?\s+\w)", re.IGNORECASE
    )
    text = mask_all(read.stem.plain, read.lexicon[Words.ATTRIBUTES_SILENT])
    for found in described.finditer(text):
        if not _is_one_of_two(read, found.end(1)):
            yield _flattered(found.group(1), found.span(1))


def _flattered(word: str, span: Span) -> Found:
    return (
        span,
        f"“{word}” praises what people are asked to judge.",
        f"Leave “{word}” out; the options carry the judgement.",
    )


def _opens_a_clause(text: str, place: int) -> bool:
    before = text[:place].rstrip(" ¿¡\"'(-–")
    return not before or before[-1] in ".!?:;,"


def _is_stated(read: ReadItem, place: int) -> bool:
    """ "The service is excellent", to be agreed with or not, is an item and no hint."""
    before = LAST_WORD.search(read.stem.plain[:place])
    is_predicate = before and read.lexicon[Words.COPULAS].fullmatch(before.group(1))
    return bool(is_predicate) and not read.stem.is_question(place)


def _is_one_of_two(read: ReadItem, end: int) -> bool:
    """In "how great or poor" both sides are named."""
    return bool(re.match(rf"\s+{read.alternative}\s", read.stem.plain[end:], re.IGNORECASE))
