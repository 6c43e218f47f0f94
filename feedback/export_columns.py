"""The columns in which a question's answers leave the house, and what stands in them.

A column has the name by which imports and conditions know it: "recommend", "quality.speed". Whole
numbers are coded as statistics programs expect: a chosen option of several is 1 and another 0, and
"not applicable" is 97, which no scale reaches. What is written has a column of its own for it,
since any number might be a true answer. An empty cell is an answer that was not given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from feedback.answers import GivenAnswer
from surveys.questionnaires.sheet import Question
from surveys.questionnaires.types import NOT_APPLICABLE, AnswerKind

NOT_APPLICABLE_CODE = 97
CHOSEN, NOT_CHOSEN = 1, 0
WORDS = "not applicable"

Cell = int | float | str | date | None


class ColumnKind(StrEnum):
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True)
class ExportColumn:
    """One column: its name, its label, what its codes mean, and which of them mean "missing"."""

    name: str
    label: str
    kind: ColumnKind
    codes: Mapping[int | str, str] = field(default_factory=dict)
    missing: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Export:
    """How one kind of answer leaves: its columns, and the cells of one response's answers."""

    columns: Callable[[Question], Iterator[ExportColumn]]
    cells: Callable[[Question, Sequence[GivenAnswer]], dict[str, Cell]]


def export_columns(question: Question) -> tuple[ExportColumn, ...]:
    """The columns of a question, in order; none for a statement."""
    return tuple(EXPORTS[question.shape.holds].columns(question))


def export_cells(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    """What stands in each of its columns for one response's answers to it."""
    return EXPORTS[question.shape.holds].cells(question, answers)


def _scored(question: Question) -> Iterator[ExportColumn]:
    yield _coded(question, question.key, question.text, _scale(question))


def _rated(question: Question) -> Iterator[ExportColumn]:
    for row in question.rows:
        name, label = f"{question.key}.{row.value}", f"{question.text} – {row.text}"
        yield _coded(question, name, label, _scale(question))


def _several(question: Question) -> Iterator[ExportColumn]:
    for option in question.options:
        name, label = f"{question.key}.{option.value}", f"{question.text} – {option.text}"
        yield _coded(question, name, label, {NOT_CHOSEN: "not chosen", CHOSEN: "chosen"})


def _ranked(question: Question) -> Iterator[ExportColumn]:
    for option in question.options:
        name, label = f"{question.key}.{option.value}", f"{question.text} – {option.text}"
        yield _coded(question, name, label, {})


def _coded(
    question: Question, name: str, label: str, codes: Mapping[int | str, str]
) -> ExportColumn:
    if not question.shape.offers_not_applicable:
        return ExportColumn(name, label, ColumnKind.WHOLE, codes)
    known = {**codes, NOT_APPLICABLE_CODE: question.not_applicable or WORDS}
    return ExportColumn(name, label, ColumnKind.WHOLE, known, (NOT_APPLICABLE_CODE,))


def _scale(question: Question) -> Mapping[int | str, str]:
    """What the scores mean: every label, or those of the two ends."""
    if question.options:
        return {int(option.value): option.text for option in question.options}
    scores = question.scores or range(1)
    ends = ((scores[0], question.low), (scores[-1], question.high))
    return {score: text for score, text in ends if text}


def _chosen(question: Question) -> Iterator[ExportColumn]:
    codes: dict[int | str, str] = {option.value: option.text for option in question.options}
    if not question.options:  # a consent: the text itself is what was agreed to
        codes = dict.fromkeys(question.shape.option_values, question.text)
    if question.shape.offers_not_applicable:
        codes[NOT_APPLICABLE] = question.not_applicable or WORDS
    missing = (NOT_APPLICABLE,) if question.shape.offers_not_applicable else ()
    yield ExportColumn(question.key, question.text, ColumnKind.TEXT, codes, missing)


def _written(kind: ColumnKind) -> Callable[[Question], Iterator[ExportColumn]]:
    def columns(question: Question) -> Iterator[ExportColumn]:
        yield ExportColumn(question.key, question.text, kind)
        if question.shape.offers_not_applicable:
            label = f"{question.text} – {question.not_applicable or WORDS}"
            codes: Mapping[int | str, str] = {NOT_CHOSEN: "not chosen", CHOSEN: "chosen"}
            name = f"{question.key}.{NOT_APPLICABLE}"
            yield ExportColumn(name, label, ColumnKind.WHOLE, codes)

    return columns


def _none(question: Question) -> Iterator[ExportColumn]:
    del question
    return iter(())


def _is_apart(answers: Sequence[GivenAnswer]) -> bool:
    return any(given.choice == NOT_APPLICABLE and not given.part for given in answers)


def _whole_cell(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    score = next((given.score for given in answers), None)
    return {question.key: NOT_APPLICABLE_CODE if _is_apart(answers) else score}


def _row_cells(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    codes = {
        given.part: NOT_APPLICABLE_CODE if given.score is None else given.score for given in answers
    }
    return {f"{question.key}.{row.value}": codes.get(row.value) for row in question.rows}


def _option_cells(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    chosen = {given.part for given in answers}
    return {
        f"{question.key}.{option.value}": None
        if not answers
        else NOT_APPLICABLE_CODE
        if _is_apart(answers)
        else int(option.value in chosen)
        for option in question.options
    }


def _place_cells(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    places = {given.part: given.score for given in answers}
    other = NOT_APPLICABLE_CODE if _is_apart(answers) else None
    return {
        f"{question.key}.{option.value}": places.get(option.value, other)
        for option in question.options
    }


def _choice_cell(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    return {question.key: next((given.choice for given in answers), None)}


def _written_cells(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    given = next(iter(answers), GivenAnswer(question.key))
    value = next((v for v in (given.number, given.day, given.text) if v is not None), None)
    cells: dict[str, Cell] = {question.key: value}
    if question.shape.offers_not_applicable:
        flag = int(_is_apart(answers)) if answers else None
        cells[f"{question.key}.{NOT_APPLICABLE}"] = flag
    return cells


def _no_cells(question: Question, answers: Sequence[GivenAnswer]) -> dict[str, Cell]:
    del question, answers
    return {}


EXPORTS: Mapping[AnswerKind, Export] = {
    AnswerKind.SCORE: Export(_scored, _whole_cell),
    AnswerKind.CHOICE: Export(_chosen, _choice_cell),
    AnswerKind.CHOICES: Export(_several, _option_cells),
    AnswerKind.RANKS: Export(_ranked, _place_cells),
    AnswerKind.GRID: Export(_rated, _row_cells),
    AnswerKind.NUMBER: Export(_written(ColumnKind.NUMBER), _written_cells),
    AnswerKind.DAY: Export(_written(ColumnKind.DAY), _written_cells),
    AnswerKind.TEXT: Export(_written(ColumnKind.TEXT), _written_cells),
    AnswerKind.NOTHING: Export(_none, _no_cells),
}
