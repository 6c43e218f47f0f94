"""The columns of a file that hold the answers to a question: one way a kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from customers.imports.cells import (
    Reader,
    Rules,
    read_comment,
    read_name,
    read_whole_number,
    short_text,
)
from customers.imports.dates import read_day
from customers.imports.kinds import Field
from surveys.questionnaires import QuestionShape
from surveys.questionnaires.types import NOT_APPLICABLE, AnswerKind

LONGEST_LIST = 10_000  # characters of several options in one cell


def answer_fields(shape: QuestionShape) -> tuple[Field, ...]:
    """The columns that may bring the answer to a question; none for a statement."""
    return tuple(FIELDS[shape.holds](shape))


def or_not_applicable(read: Reader) -> Reader:
    def read_either(cell: str, rules: Rules) -> object:
        return cell if cell == NOT_APPLICABLE else read(cell, rules)

    return read_either


def _whole(read: Reader) -> Callable[[QuestionShape], Iterator[Field]]:
    def fields(shape: QuestionShape) -> Iterator[Field]:
        yield Field(shape.key, or_not_applicable(read), f"the answer to {shape.key}")

    return fields


def _text(shape: QuestionShape) -> Iterator[Field]:
    yield Field(shape.key, read_comment, f"the answer to {shape.key}", is_verbatim=True)


def _listed(shape: QuestionShape) -> Iterator[Field]:
    about = f"the answer to {shape.key}: the options, parted by semicolons"
    yield Field(shape.key, short_text(LONGEST_LIST), about)
    for option in shape.options:
        name = f"{shape.key}.{option}"
        yield Field(name, read_whole_number, f"instead: 1 where {option} was chosen, else 0")


def _ranked(shape: QuestionShape) -> Iterator[Field]:
    about = f"the answer to {shape.key}: the options from the first place on, with semicolons"
    yield Field(shape.key, short_text(LONGEST_LIST), about)
    for option in shape.options:
        yield Field(f"{shape.key}.{option}", read_whole_number, f"instead: the place of {option}")


def _rated(shape: QuestionShape) -> Iterator[Field]:
    for row in shape.rows:
        name = f"{shape.key}.{row}"
        yield Field(name, or_not_applicable(read_whole_number), f"the answer to {name}")


def _none(shape: QuestionShape) -> Iterator[Field]:
    del shape
    return iter(())


FIELDS: Mapping[AnswerKind, Callable[[QuestionShape], Iterator[Field]]] = {
    AnswerKind.SCORE: _whole(read_whole_number),
    AnswerKind.CHOICE: _whole(read_name),
    AnswerKind.CHOICES: _listed,
    AnswerKind.RANKS: _ranked,
    AnswerKind.GRID: _rated,
    AnswerKind.NUMBER: _whole(read_name),
    AnswerKind.DAY: _whole(read_day),
    AnswerKind.TEXT: _text,
    AnswerKind.NOTHING: _none,
}
