"""What counts as an answer, for the answering page and for batches alike: one reader a kind.

Answers are kept exactly as given; only line ends are written one way, since browsers send two.

A browser sends a question's answer under the question's key; a grid under `KEY.row` for each row, a
ranking under `KEY.option` for each option. "Not applicable" is one of the values offered there;
beside what is written or ranked it is a field of its own, `KEY._na`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from feedback.answers import FIRST_PLACE, GivenAnswer, plain_number
from feedback.errors import AnswerError, AnswerProblem
from feedback.numbers import read_number
from surveys.questionnaires.checks import UNSTORABLE
from surveys.questionnaires.limit_checks import LARGEST_NUMBER
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import (
    DEFAULT_LENGTHS,
    NOT_APPLICABLE,
    AnswerKind,
    QuestionType,
)

# No option and no row is called so: they begin with a letter or a digit.
APART = "_na"

# What was sent, every value of a name.
Sent = Mapping[str, Sequence[str]]
Found = Iterator[GivenAnswer | AnswerError]


@dataclass(frozen=True)
class Reading:
    """What was read of one question: its answers, and what is wrong, the first of each field."""

    answers: tuple[GivenAnswer, ...] = ()
    problems: tuple[AnswerError, ...] = ()


def names_of(shape: QuestionShape) -> tuple[str, ...]:
    """The names of the fields that ask a question, in order."""
    return _names(shape.key, shape.holds, shape.rows or shape.options, shape.offers_not_applicable)


def read_sent(shape: QuestionShape, sent: Sent) -> Reading:
    """The answer in what a browser sent for one question; a required one must be there."""
    reading = read_values(shape, sent)
    if shape.is_required and not reading.problems:
        return Reading(reading.answers, tuple(_missing(shape, reading.answers)))
    return reading


def read_values(shape: QuestionShape, sent: Sent) -> Reading:
    """The answer in what was sent for one question, which may also be left open."""
    if not any(map(_is_there, sent.values())):
        return Reading()
    answers: list[GivenAnswer] = []
    problems: dict[str, AnswerError] = {}
    for found in _apart(shape, sent) or READERS[shape.holds](shape, sent):
        if isinstance(found, AnswerError):
            problems.setdefault(found.name, found)
        else:
            answers.append(found)
    return Reading(() if problems else tuple(answers), tuple(problems.values()))


@lru_cache(maxsize=4096)
def _names(
    key: str, kind: AnswerKind, parts: tuple[str, ...], offers_not_applicable: bool
) -> tuple[str, ...]:
    if kind is AnswerKind.NOTHING:
        return ()
    apart = (f"{key}.{APART}",) if offers_not_applicable and kind in WITH_FIELD_APART else ()
    if kind in IN_PARTS:
        return (*(f"{key}.{part}" for part in parts), *apart)
    return (key, *apart)


def _is_there(values: Sequence[str]) -> bool:
    return any(value.strip() for value in values)


def _apart(shape: QuestionShape, sent: Sent) -> tuple[GivenAnswer | AnswerError, ...]:
    """ "Not applicable" from a field of its own."""
    name = f"{shape.key}.{APART}"
    if shape.holds not in WITH_FIELD_APART or not _is_there(sent.get(name, ())):
        return ()
    if not shape.offers_not_applicable or tuple(sent[name]) != (NOT_APPLICABLE,):
        return (AnswerError(shape.key, AnswerProblem.NOT_OFFERED),)
    if any(_is_there(values) for other, values in sent.items() if other != name):
        return (AnswerError(shape.key, AnswerProblem.NOT_TOGETHER),)
    return (GivenAnswer(shape.key, choice=NOT_APPLICABLE),)


def _picked(shape: QuestionShape, sent: Sent, part: str = "") -> Found:
    """One of the offered values: a score, an option, or "not applicable"."""
    values = sent.get(f"{shape.key}.{part}" if part else shape.key, ())
    scores = shape.scores or shape.row_scores
    if len(values) > 1:
        yield AnswerError(shape.key, AnswerProblem.MORE_THAN_ONE, part=part)
    elif not _is_there(values):
        return
    elif values[0] == NOT_APPLICABLE and shape.offers_not_applicable:
        yield GivenAnswer(shape.key, choice=NOT_APPLICABLE, part=part)
    elif scores is not None and values[0] in _spellings(scores):
        yield GivenAnswer(shape.key, score=_spellings(scores)[values[0]], part=part)
    elif scores is None and values[0] in (shape.offered_values or ()):
        yield GivenAnswer(shape.key, choice=values[0], part=part)
    else:
        yield AnswerError(shape.key, AnswerProblem.NOT_OFFERED, part=part)


@lru_cache
def _spellings(scores: range) -> Mapping[str, int]:
    """Only the plain spelling: "07", "7.0" or digits of other scripts were never offered."""
    return {str(score): score for score in scores}


def _several(shape: QuestionShape, sent: Sent) -> Found:
    chosen = [value for value in sent.get(shape.key, ()) if value.strip()]
    alone = {*shape.exclusive, *((NOT_APPLICABLE,) if shape.offers_not_applicable else ())}
    problem: AnswerError | None = None
    if not set(chosen) <= {*shape.options, *alone}:
        problem = AnswerError(shape.key, AnswerProblem.NOT_OFFERED)
    elif len(set(chosen)) < len(chosen):
        problem = AnswerError(shape.key, AnswerProblem.REPEATED)
    elif len(chosen) > 1 and not alone.isdisjoint(chosen):
        problem = AnswerError(shape.key, AnswerProblem.NOT_TOGETHER)
    elif alone.isdisjoint(chosen) and shape.fewest and len(chosen) < shape.fewest:
        problem = AnswerError(shape.key, AnswerProblem.TOO_FEW, limit=shape.fewest)
    elif shape.most and len(chosen) > shape.most:
        problem = AnswerError(shape.key, AnswerProblem.TOO_MANY, limit=shape.most)
    if problem is not None:
        yield problem
    elif chosen == [NOT_APPLICABLE]:
        yield GivenAnswer(shape.key, choice=NOT_APPLICABLE)
    else:
        in_order = (option for option in shape.options if option in set(chosen))
        yield from (GivenAnswer(shape.key, choice=option, part=option) for option in in_order)


def _ranked(shape: QuestionShape, sent: Sent) -> Found:
    offered = _spellings(range(FIRST_PLACE, place_count(shape) + 1))
    taken: set[int] = set()
    for option in shape.options:
        values = sent.get(f"{shape.key}.{option}", ())
        if not _is_there(values):
            continue
        place = offered.get(values[0]) if len(values) == 1 else None
        if place is None:
            yield AnswerError(shape.key, AnswerProblem.NOT_OFFERED, part=option)
        elif place in taken:
            yield AnswerError(shape.key, AnswerProblem.SAME_PLACE, part=option)
        else:
            taken.add(place)
            yield GivenAnswer(shape.key, score=place, part=option)
    if taken and max(taken) > len(taken):
        yield AnswerError(shape.key, AnswerProblem.PLACE_LEFT_OUT)


def place_count(shape: QuestionShape) -> int:
    """How many places a ranking has to give."""
    return shape.most or len(shape.options)


def _rated(shape: QuestionShape, sent: Sent) -> Found:
    for row in shape.rows:
        yield from _picked(shape, sent, row)


def _numbered(shape: QuestionShape, sent: Sent) -> Found:
    number = read_number(_single(shape, sent), shape.decimals)
    if isinstance(number, AnswerProblem):
        yield AnswerError(shape.key, number, limit=shape.decimals)
    elif number < Decimal(shape.lowest or -LARGEST_NUMBER):
        limit = shape.lowest or plain_number(-LARGEST_NUMBER)
        yield AnswerError(shape.key, AnswerProblem.TOO_LOW, limit=limit)
    elif number > Decimal(shape.highest or LARGEST_NUMBER):
        limit = shape.highest or plain_number(LARGEST_NUMBER)
        yield AnswerError(shape.key, AnswerProblem.TOO_HIGH, limit=limit)
    else:
        yield GivenAnswer(shape.key, number=float(number))


def _dated(shape: QuestionShape, sent: Sent) -> Found:
    text = _single(shape, sent).strip()
    try:
        # Only as a date field sends it: Python reads weeks and days without hyphens too.
        day = date.fromisoformat(text) if len(text) == 10 and text.isascii() else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        yield AnswerError(shape.key, AnswerProblem.NOT_A_DAY)
    elif shape.lowest and text < shape.lowest:
        yield AnswerError(shape.key, AnswerProblem.TOO_EARLY, limit=shape.lowest)
    elif shape.highest and text > shape.highest:
        yield AnswerError(shape.key, AnswerProblem.TOO_LATE, limit=shape.highest)
    else:
        yield GivenAnswer(shape.key, day=day)


def _written(shape: QuestionShape, sent: Sent) -> Found:
    raw = _single(shape, sent)
    if len(sent.get(shape.key, ())) > 1:
        yield AnswerError(shape.key, AnswerProblem.MORE_THAN_ONE)
        return
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    limit = shape.max_length or DEFAULT_LENGTHS[shape.type]
    if UNSTORABLE.search(raw):
        yield AnswerError(shape.key, AnswerProblem.UNSTORABLE)
    elif len(text) > limit:
        yield AnswerError(shape.key, AnswerProblem.TOO_LONG, count=len(text), limit=limit)
    elif text.strip():
        yield GivenAnswer(shape.key, text=text)


def _nothing(shape: QuestionShape, sent: Sent) -> Found:
    del sent
    yield AnswerError(shape.key, AnswerProblem.NOT_OFFERED)


def _single(shape: QuestionShape, sent: Sent) -> str:
    """The one value, or several as one that is none."""
    return " ; ".join(sent.get(shape.key, ()))


READERS: Mapping[AnswerKind, Callable[[QuestionShape, Sent], Found]] = {
    AnswerKind.SCORE: _picked,
    AnswerKind.CHOICE: _picked,
    AnswerKind.CHOICES: _several,
    AnswerKind.RANKS: _ranked,
    AnswerKind.GRID: _rated,
    AnswerKind.NUMBER: _numbered,
    AnswerKind.DAY: _dated,
    AnswerKind.TEXT: _written,
    AnswerKind.NOTHING: _nothing,
}
IN_PARTS = frozenset({AnswerKind.RANKS, AnswerKind.GRID})
WITH_FIELD_APART = frozenset({AnswerKind.RANKS, AnswerKind.NUMBER, AnswerKind.DAY, AnswerKind.TEXT})


def _missing(shape: QuestionShape, answers: Sequence[GivenAnswer]) -> Iterator[AnswerError]:
    """What a required question still lacks."""
    is_apart = any(given.choice == NOT_APPLICABLE and not given.part for given in answers)
    if shape.holds is AnswerKind.GRID:
        rated = {given.part for given in answers}
        for row in shape.rows:
            if row not in rated:
                yield AnswerError(shape.key, AnswerProblem.MISSING_CHOICE, part=row)
    elif shape.holds is AnswerKind.RANKS:
        if not is_apart and len(answers) < place_count(shape):
            yield AnswerError(shape.key, AnswerProblem.PLACES, limit=place_count(shape))
    elif not answers and shape.holds is not AnswerKind.NOTHING:
        written = shape.holds in WITH_FIELD_APART
        plain = AnswerProblem.MISSING_TEXT if written else AnswerProblem.MISSING_CHOICE
        is_tick = shape.type is QuestionType.CONSENT
        yield AnswerError(shape.key, AnswerProblem.MISSING_TICK if is_tick else plain)
