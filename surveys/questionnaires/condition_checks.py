"""Conditions that cannot work: they look at what is not there, not answered yet or not offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from surveys.questionnaires.conditions import Condition, Fact, Operator, Test, tests_of
from surveys.questionnaires.limit_checks import read_limit, write_limit
from surveys.questionnaires.problems import ContentProblem
from surveys.questionnaires.reach import find_unreachable
from surveys.questionnaires.shapes import END, QuestionShape
from surveys.questionnaires.types import NOT_APPLICABLE, YES_OR_NO, AnswerKind

SHOW_IF, SKIPS = "show_if", "skips"
YES_OR_NO_FACTS = frozenset({Fact.IS_LATE, Fact.HAS_COMPLAINT, Fact.IS_RETURNED})
ORDERED_KINDS = frozenset({AnswerKind.SCORE, AnswerKind.GRID, AnswerKind.NUMBER, AnswerKind.DAY})
WRITTEN_KINDS = frozenset({AnswerKind.NUMBER, AnswerKind.DAY})
IN_ORDER = frozenset({Operator.AT_LEAST, Operator.AT_MOST})

Places = Mapping[str, int]


def find_condition_problems(shapes: Sequence[QuestionShape]) -> Iterator[ContentProblem]:
    """What is wrong with each condition and each skip, taken by itself."""
    places = {shape.key: number for number, shape in enumerate(shapes)}
    for shape in shapes:
        yield from _of_shape(shape, shapes, places)


def find_unreachable_problems(shapes: Sequence[QuestionShape]) -> Iterator[ContentProblem]:
    """The questions that nobody can ever reach; the questions must be sound by themselves."""
    for key in find_unreachable(shapes):
        yield ContentProblem(
            key,
            SHOW_IF,
            "nobody can ever reach it: its condition and what is asked or skipped before exclude "
            "each other. Change one of them.",
        )


def _of_shape(
    shape: QuestionShape, shapes: Sequence[QuestionShape], places: Places
) -> Iterator[ContentProblem]:
    here = places[shape.key]
    if shape.show_if is not None:
        for text in _of_condition(shape.show_if, shapes, places, here):
            yield ContentProblem(shape.key, SHOW_IF, text)
    for skip in shape.skips:
        for text in _of_condition(skip.when, shapes, places, here + 1):
            yield ContentProblem(shape.key, SKIPS, text)
        if skip.to != END and skip.to not in places:
            text = f"the skip leads to {skip.to[:60]}, which is not asked. Name a later question."
            yield ContentProblem(shape.key, SKIPS, text)
        elif skip.to != END and places[skip.to] <= here:
            text = f"the skip leads back to {skip.to}. A skip leads to a later question or to end."
            yield ContentProblem(shape.key, SKIPS, text)


def _of_condition(
    condition: Condition, shapes: Sequence[QuestionShape], places: Places, before: int
) -> Iterator[str]:
    """What is wrong with it, if it may look at the questions whose place is below `before`."""
    for test in tests_of(condition):
        if test.is_fact:
            yield from _of_fact(test)
            continue
        key = test.name.partition(".")[0]
        if key not in places:
            yield f"the condition looks at {key[:60]}, which is not asked. Correct the name."
        elif places[key] >= before:
            yield f"the condition looks at {key}, which is answered only here or later. Move it."
        else:
            yield from _of_test(test, shapes[places[key]])


def _of_fact(test: Test) -> Iterator[str]:
    if test.name not in set(Fact):
        yield f"{test.name[:60]} is not known of a transaction. Known: {', '.join(Fact)}."
    elif test.operator in IN_ORDER:
        yield f"{test.name} has no order. Compare with is or one_of."
    elif test.name in YES_OR_NO_FACTS and not set(test.values) <= set(YES_OR_NO):
        yield f"{test.name} is yes or no, never {', '.join(test.values)[:60]}."


def _of_test(test: Test, shape: QuestionShape) -> Iterator[str]:
    if shape.holds is AnswerKind.NOTHING:
        yield f"the condition looks at {shape.key}, which nobody answers. Choose a question."
    elif test.name not in shape.answer_keys:
        rows = ", ".join(shape.answer_keys)
        yield f"the condition looks at {test.name[:80]}. What is answered there is {rows}."
    elif test.operator in IN_ORDER:
        yield from _of_order(test, shape)
    else:
        yield from _of_values(test, shape)


def _of_values(test: Test, shape: QuestionShape) -> Iterator[str]:
    unknown = [value for value in test.values if not _is_offered(value, shape)]
    if unknown:
        yield f"{unknown[0][:60]} is no answer to {test.name}. Name one that is offered."
        return
    for value in test.values:
        # Equal is what is written alike, and answers are written in one way.
        limit = read_limit(shape, value) if shape.holds in WRITTEN_KINDS else None
        if limit is not None and write_limit(limit) != value:
            yield f"no answer to {test.name} is written {value[:60]}. Write {write_limit(limit)}."


def _of_order(test: Test, shape: QuestionShape) -> Iterator[str]:
    if shape.holds not in ORDERED_KINDS:
        yield f"the answers to {test.name} have no order. Compare with is or one_of."
        return
    scores = shape.scores or shape.row_scores
    value = test.values[0]
    if scores is not None and not _is_within(value, scores):
        yield f"{value[:60]} lies outside the scale of {test.name}, {scores[0]} to {scores[-1]}."
    elif scores is None and not _is_readable(value, shape):
        wanted = "a date as 2026-11-30" if shape.holds is AnswerKind.DAY else "a number"
        yield f"{value[:60]} cannot be compared with {test.name}. Write {wanted}."


def _is_within(value: str, scores: range) -> bool:
    try:
        return scores[0] <= Decimal(value) <= scores[-1]
    except InvalidOperation:
        return False


def _is_readable(value: str, shape: QuestionShape) -> bool:
    return read_limit(shape, value) is not None


def _is_offered(value: str, shape: QuestionShape) -> bool:
    if value == NOT_APPLICABLE:
        return shape.offers_not_applicable
    offered = shape.offered_values
    if offered is not None:
        return value in offered
    return shape.holds is AnswerKind.TEXT or _is_readable(value, shape)
