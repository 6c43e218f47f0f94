"""Every answer to a question that conditions could tell apart, as conditions see answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import chain, combinations

from surveys.questionnaires.conditions import Fact
from surveys.questionnaires.limit_checks import LARGEST_NUMBER, read_limit, write_limit
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import (
    DEFAULT_LENGTHS,
    NOT_APPLICABLE,
    YES_OR_NO,
    AnswerKind,
)

Values = tuple[str, ...]
MOST_MENTIONED = 10  # options of one multiple choice: their combinations are all tried


def possible_answers(shape: QuestionShape, mentioned: Sequence[str]) -> tuple[Values, ...] | None:
    """One of each kind of answer to a question, or to a grid's row, that names `mentioned`.

    A blank is the empty tuple. None where there are too many to be told.
    """
    found = _OF_KIND[shape.holds](shape, mentioned)
    if found is None:
        return None
    blank: tuple[Values, ...] = () if shape.is_required else ((),)
    unapplicable: tuple[Values, ...] = ((NOT_APPLICABLE,),) if shape.offers_not_applicable else ()
    return (*blank, *unapplicable, *found)


def possible_facts(name: str, mentioned: Sequence[str]) -> tuple[Values, ...]:
    """What may be known of a transaction, or not be known."""
    if name in {Fact.IS_LATE, Fact.HAS_COMPLAINT, Fact.IS_RETURNED}:
        return ((), *((value,) for value in YES_OR_NO))
    return ((), *((value,) for value in mentioned), (_something_else(mentioned),))


def _offered(shape: QuestionShape, mentioned: Sequence[str]) -> Iterator[Values]:
    del mentioned
    return ((value,) for value in shape.offered_values or ())


def _several(shape: QuestionShape, mentioned: Sequence[str]) -> tuple[Values, ...] | None:
    plain = [option for option in shape.options if option not in shape.exclusive]
    named = [option for option in plain if option in mentioned]
    if len(named) > MOST_MENTIONED:
        return None
    others = [option for option in plain if option not in mentioned]
    most, fewest = shape.most or len(plain), shape.fewest or 1
    found = []
    for chosen in chain.from_iterable(combinations(named, size) for size in range(most + 1)):
        filled = (*chosen, *others[: max(0, fewest - len(chosen))])
        if fewest <= len(filled) <= most:
            found.append(filled)
    return (*found, *((option,) for option in shape.exclusive))


def _numbers(shape: QuestionShape, mentioned: Sequence[str]) -> Iterator[Values]:
    step = Decimal(1).scaleb(-shape.decimals)
    lowest = read_limit(shape, shape.lowest) if shape.lowest else -LARGEST_NUMBER
    highest = read_limit(shape, shape.highest) if shape.highest else LARGEST_NUMBER
    assert isinstance(lowest, Decimal)
    assert isinstance(highest, Decimal)
    near = [Decimal(value) for value in mentioned if value != NOT_APPLICABLE]
    for number in (*near, lowest, highest):
        below = number.quantize(step, ROUND_FLOOR)
        for tried in (below - step, below, below + step):
            if lowest <= tried <= highest:
                yield (write_limit(tried),)


def _days(shape: QuestionShape, mentioned: Sequence[str]) -> Iterator[Values]:
    lowest = date.fromisoformat(shape.lowest) if shape.lowest else date.min
    highest = date.fromisoformat(shape.highest) if shape.highest else date.max
    near = [date.fromisoformat(value) for value in mentioned if value != NOT_APPLICABLE]
    for day in (*near, lowest, highest):
        for days in (-1, 0, 1):
            number = day.toordinal() + days
            if lowest.toordinal() <= number <= highest.toordinal():
                yield ((date.min + timedelta(days=number - 1)).isoformat(),)


def _texts(shape: QuestionShape, mentioned: Sequence[str]) -> Iterator[Values]:
    longest = shape.max_length or DEFAULT_LENGTHS[shape.type]
    for text in (*mentioned, _something_else(mentioned)):
        if len(text) <= longest:
            yield (text,)


def _something_else(mentioned: Sequence[str]) -> str:
    """A text that no condition mentions, as short as there is."""
    return next(text for text in map(str, range(len(mentioned) + 1)) if text not in mentioned)


_OF_KIND: Mapping[
    AnswerKind,
    Callable[[QuestionShape, Sequence[str]], Iterator[Values] | tuple[Values, ...] | None],
] = {
    AnswerKind.SCORE: _offered,
    AnswerKind.CHOICE: _offered,
    AnswerKind.CHOICES: _several,
    AnswerKind.RANKS: _offered,
    AnswerKind.GRID: _offered,
    AnswerKind.NUMBER: _numbers,
    AnswerKind.DAY: _days,
    AnswerKind.TEXT: _texts,
}
