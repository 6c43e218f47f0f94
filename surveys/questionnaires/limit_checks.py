"""Whether the limits of a question can be met: counts, numbers, dates, lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import AnswerKind, QuestionType, Setting

MOST_DECIMALS = 6
MOST_PLACES = 30
LARGEST_NUMBER = Decimal(10) ** 12
PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[.][0-9]+)?")
LONGEST_ANSWER: Mapping[QuestionType, int] = {
    QuestionType.SHORT_TEXT: 500,
    QuestionType.TEXT: 20_000,
}


def find_limit_problems(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    """The setting and what to correct in it, for every limit that nothing could meet."""
    yield from _counts(shape)
    yield from _decimals(shape)
    yield from _bounds(shape)
    yield from _length(shape)


def read_limit(shape: QuestionShape, text: str) -> Decimal | date | None:
    """A limit as a number or a day, whichever the question asks for; None where it is neither."""
    if shape.holds is AnswerKind.DAY:
        return _read_day(text)
    if not PLAIN_NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    is_exact = -int(number.as_tuple().exponent) <= shape.decimals
    return number if is_exact and abs(number) <= LARGEST_NUMBER else None


def write_limit(limit: Decimal | date) -> str:
    """As answers are written, to be compared with them: "3.5", "12", "2026-11-30"."""
    return limit.isoformat() if isinstance(limit, date) else format(limit.normalize() + 0, "f")


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None  # Python reads weeks and bare digits too


def _counts(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    choosable = len(shape.options) - len(shape.exclusive)
    for setting, count in ((Setting.FEWEST, shape.fewest), (Setting.MOST, shape.most)):
        if count is not None and setting in shape.facts.settings and not 1 <= count <= choosable:
            yield setting, f"write a count between 1 and {choosable}, not {count}."
    if shape.fewest and shape.most and shape.fewest > shape.most:
        yield Setting.FEWEST, "nobody can choose that many: it is more than the most."
    if shape.type is QuestionType.RANKING and (shape.most or len(shape.options)) > MOST_PLACES:
        yield Setting.MOST, f"nobody ranks so many. Ask for {MOST_PLACES} places at most."


def _decimals(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    if not 0 <= shape.decimals <= MOST_DECIMALS:
        yield Setting.DECIMALS, f"write a count between 0 and {MOST_DECIMALS}."


def _bounds(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    if Setting.LOWEST not in shape.facts.settings:
        return
    wanted = "a date as 2026-11-30" if shape.holds is AnswerKind.DAY else "a number as 0 or 2.5"
    read: list[Decimal | date] = []
    for setting, text in ((Setting.LOWEST, shape.lowest), (Setting.HIGHEST, shape.highest)):
        limit = None if text is None else read_limit(shape, text)
        if text is not None and limit is None:
            yield setting, f"write {wanted}, not {text[:40]!r}, with its decimals at most."
        elif limit is not None:
            read.append(limit)
    if len(read) == 2 and _is_above(*read):
        yield Setting.LOWEST, "the lowest is above the highest. Exchange them."


def _is_above(lowest: Decimal | date, highest: Decimal | date) -> bool:
    if isinstance(lowest, date) or isinstance(highest, date):
        return isinstance(lowest, date) and isinstance(highest, date) and lowest > highest
    return lowest > highest


def _length(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    longest = LONGEST_ANSWER.get(shape.type)
    if longest and shape.max_length is not None and not 1 <= shape.max_length <= longest:
        yield Setting.MAX_LENGTH, f"write a length between 1 and {longest:,} characters."
