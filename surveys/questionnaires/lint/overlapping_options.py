"""Options that share an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from surveys.questionnaires.lint.findings import Category, LintFinding, warn
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem
from surveys.questionnaires.lint.recall_period import MONTHS_IN

NUMBER = r"(\d+(?:[.,]\d+)*)\s*([km]?)\b"
CURRENCY = re.compile(r"[€$£¥%]|\b(?:eur|usd|gbp|chf)\b", re.IGNORECASE)
THOUSANDS = re.compile(r"(?<=\d)[ ,.](?=\d{3}\b)")
TIMES = {"": 1.0, "k": 1e3, "m": 1e6}
TIME_UNITS = {**MONTHS_IN, Words.HOURS: 12 / 8766, Words.MINUTES: 12 / 525960}
SUGGESTION = "Let each answer fit one option, as 0–9, 10–19, 20 or more."


@dataclass(frozen=True)
class NumberClass:
    """The numbers an option stands for; an end that is `open` does not belong to it."""

    label: str
    low: float
    high: float
    is_low_open: bool = False
    is_high_open: bool = False

    def overlaps(self, above: NumberClass) -> bool:
        if self.high == above.low:
            return not (self.is_high_open or above.is_low_open)
        return self.high > above.low


def overlapping_options(read: ReadItem) -> Iterator[LintFinding]:
    """Numeric classes that share a number, or the same label twice (QAS-99 step 7)."""
    labels = Counter(option.strip().lower() for option in read.item.options)
    for label, count in labels.items():
        if label and count > 1:
            yield _shared(f"“{label}” is offered {count} times.")
    classes = [found for option in read.item.options if (found := number_class(read, option))]
    classes.sort(key=lambda found: (found.low, found.high))
    for below, above in pairwise(classes):
        if below.overlaps(above) and below.label.lower() != above.label.lower():
            yield _shared(f"“{below.label}” and “{above.label}” share an answer.")


def number_class(read: ReadItem, option: str) -> NumberClass | None:
    """The class an option stands for, in its smallest unit; None where it is no class."""
    if not any(sign.isdigit() for sign in option):
        return None
    text = THOUSANDS.sub("", CURRENCY.sub("", option.lower())).strip()
    label = option.strip()
    to, to_below = (read.lexicon[words].pattern for words in (Words.TO, Words.TO_BELOW))
    unit = r"\s*([^\W\d]*)"
    one = rf"{NUMBER}{unit}"
    stretch = rf"(?:{_starts(read, Words.FROM)})?{one}\s*(?:({to_below})|{to})\s*{one}.*"
    if found := re.fullmatch(stretch, text):
        low, high = _ends(read, found)
        return NumberClass(label, low, high, is_high_open=bool(found.group(4)))
    return _one_sided(read, label, text, unit)


def _one_sided(read: ReadItem, label: str, text: str, unit: str) -> NumberClass | None:
    number = rf"{NUMBER}{unit}"
    for words in (Words.BELOW, Words.UP_TO):
        if found := re.fullmatch(rf"{_starts(read, words)}{number}.*", text):
            high = _amount(read, *found.groups())
            return NumberClass(label, -inf, high, is_high_open=words is Words.BELOW)
    for words in (Words.ABOVE, Words.FROM):
        if found := re.fullmatch(rf"{_starts(read, words)}{number}.*", text):
            low = _amount(read, *found.groups())
            return NumberClass(label, low, inf, is_low_open=words is Words.ABOVE)
    more = rf"{number}\s*{read.lexicon[Words.OR_MORE].pattern}.*"
    found = re.fullmatch(more, text)
    return NumberClass(label, _amount(read, *found.groups()), inf) if found else None


def _starts(read: ReadItem, words: Words) -> str:
    return rf"{read.lexicon[words].pattern}\s*"


def _ends(read: ReadItem, found: re.Match[str]) -> tuple[float, float]:
    low, low_times, low_unit, _, high, high_times, high_unit = found.groups()
    return (
        _amount(read, low, low_times or high_times, low_unit or high_unit),
        _amount(read, high, high_times, high_unit),
    )


def _amount(read: ReadItem, number: str, times: str, unit: str) -> float:
    """A number in its unit; times are in months, other units as they stand."""
    value = float(number.replace(",", ".")) * TIMES[times]
    for words, months in TIME_UNITS.items():
        if unit and read.lexicon[words].fullmatch(unit):
            return value * months
    return value


def _shared(message: str) -> LintFinding:
    return warn(Category.OVERLAPPING_OPTIONS, message, SUGGESTION)
