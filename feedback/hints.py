"""What the page says beside a question of its own accord: what would fit as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feedback.fields import say_limit
from feedback.reading import place_count
from feedback.wording import Wording
from surveys.questionnaires import Question
from surveys.questionnaires.types import AnswerKind

Limit = int | str | None


@dataclass(frozen=True)
class Limits:
    """The least and the most that a question takes, and how the one, the other and both are said
    together."""

    low: Limit
    high: Limit
    at_least: str
    at_most: str
    between: str


def hints_of(question: Question, words: Wording) -> Iterator[str]:
    """That it may stay empty, unless the designer says something beside it; then what would fit."""
    shape = question.shape
    if not question.hint and not question.is_required and shape.holds is not AnswerKind.NOTHING:
        yield words.optional
    if shape.holds is AnswerKind.RANKS:
        yield words.places.format(limit=place_count(shape))
    elif shape.holds is AnswerKind.CHOICES and not (shape.fewest or shape.most):
        yield words.several
    limits = _limits(question, words)
    if limits is not None:
        yield from _say_limits(limits, words)


def _limits(question: Question, words: Wording) -> Limits | None:
    shape = question.shape
    fewest = shape.fewest if shape.fewest != 1 else None  # who answers chooses one anyway
    by_kind: Mapping[AnswerKind, Limits] = {
        AnswerKind.CHOICES: Limits(
            fewest, shape.most, words.too_few, words.too_many, words.count_between
        ),
        AnswerKind.NUMBER: Limits(
            shape.lowest, shape.highest, words.too_low, words.too_high, words.number_between
        ),
        AnswerKind.DAY: Limits(
            shape.lowest, shape.highest, words.too_early, words.too_late, words.day_between
        ),
    }
    return by_kind.get(shape.holds)


def _say_limits(limits: Limits, words: Wording) -> Iterator[str]:
    if limits.low and limits.high and limits.low != limits.high:
        low, high = say_limit(limits.low, words), say_limit(limits.high, words)
        yield limits.between.format(low=low, high=high)
        return
    for text, limit in ((limits.at_least, limits.low), (limits.at_most, limits.high)):
        if limit:
            yield text.format(limit=say_limit(limit, words))
