"""Questions that ask for more than memory holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from surveys.questionnaires.lint.findings import Category, LintFinding, Span, warn
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem

LONGEST_MONTHS = 12
MONTHS_IN: Mapping[Words, float] = {
    Words.DAYS: 12 / 365.25,
    Words.WEEKS: 12 / 52.1775,
    Words.MONTHS: 1,
    Words.QUARTERS: 3,
    Words.YEARS: 12,
    Words.DECADES: 120,
}
# A year of 366 days, of 53 weeks or of 365 is a year.
ROUNDING = 0.25
SUGGESTION = "Ask for a time that people can look back over, as “in the last 3 months”."


def recall_period(read: ReadItem) -> Iterator[LintFinding]:
    """More than 12 months back, or no limit at all (QAS-99 steps 3d and 5c)."""
    text = read.stem.plain
    periods = list(_periods(read, text))
    for months, span in periods:
        if months > LONGEST_MONTHS + ROUNDING:
            message = f"“{text[slice(*span)]}” is {months:.0f} months, more than 12."
            yield warn(Category.RECALL_PERIOD, message, SUGGESTION, span)
    endless = next(read.matches(Words.UNBOUNDED, text, silent=Words.BOUNDED), None)
    if endless and not periods:
        message = f"“{endless.group()}” has no limit in time."
        yield warn(Category.RECALL_PERIOD, message, SUGGESTION, endless.span())
    elif not periods and (counted := _counted_without_limit(read, text)):
        message = "What happened is to be counted, over no stated time."
        yield warn(Category.RECALL_PERIOD, message, SUGGESTION, counted)


def _periods(read: ReadItem, text: str) -> Iterator[tuple[float, Span]]:
    """Each "last 6 months" or "2 years ago", in months."""
    for words, months in MONTHS_IN.items():
        unit = read.lexicon[words].pattern
        for found in re.finditer(_look_back(read, unit), text, re.IGNORECASE):
            count = _number(read, found.group("count") or found.group("ago"))
            yield count * months, found.span()


def _look_back(read: ReadItem, unit: str) -> str:
    number = rf"\d+|{'|'.join(read.lexicon.numbers)}"
    last, ago = (read.lexicon[words].pattern for words in (Words.LAST, Words.AGO))
    return (
        rf"{last}(?:\s+(?P<count>{number}))?(?:\s+full)?[\s-]+{unit}"
        rf"|\b(?P<ago>{number})\s+{unit}\s+{ago}"
        rf"|\b(?P<after>{number})\s+{last}\s+{unit}"
    ).replace("(?P<after>", "(?:")


def _number(read: ReadItem, word: str | None) -> float:
    if not word:
        return 1
    return read.lexicon.numbers.get(word.lower()) or float(word)


def _counted_without_limit(read: ReadItem, text: str) -> Span | None:
    counted = read.lexicon[Words.COUNTS].search(text)
    if counted is None or read.context.filter or read.lexicon[Words.EVENTS].search(text):
        return None
    return counted.span()
