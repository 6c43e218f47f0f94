"""What a comparison of one question with fixed values means in our conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveys.errors import ExpressionError
from surveys.questionnaires.conditions import AllOf, Condition, Operator, Test

TICKED = frozenset({"y", "yes", "1", "true"})


@dataclass(frozen=True)
class Answerable:
    """A question, or a part of one, as expressions name it.

    `values` turns the other software's codes into ours. Where `option` is set the name stands for
    that one option of a multiple choice, ticked or not. `is_whole` answers have no halves.
    """

    key: str
    values: Mapping[str, str] | None = None
    option: str | None = None
    is_whole: bool = True


def meaning_of(subject: Answerable, comparison: str, values: list[str]) -> Condition:
    """Raises ExpressionError where ours cannot say the same."""
    if comparison in {"=", "!="} and values == [""]:
        comparison, values = ("empty" if comparison == "=" else "notempty"), []
    if comparison in {"empty", "notempty"}:
        return _answered(subject, is_answered=comparison == "notempty")
    if not values:
        raise ExpressionError("it compares with nothing")
    if subject.option is not None:
        return _ticked(subject, comparison, values)
    return MEANINGS[comparison](subject, values)


def _answered(subject: Answerable, *, is_answered: bool) -> Condition:
    if subject.option is not None:
        operator = Operator.IS if is_answered else Operator.IS_NOT
        return Test(subject.key, operator, (subject.option,))
    return Test(subject.key, Operator.ANSWERED if is_answered else Operator.NOT_ANSWERED)


def _ticked(subject: Answerable, comparison: str, values: list[str]) -> Condition:
    """One option of a multiple choice, which the other software asks as a question of its own."""
    if comparison not in {"=", "!="}:
        raise ExpressionError("an option is either chosen or not")
    is_chosen = (values[0].lower() in TICKED) == (comparison == "=")
    return _answered(subject, is_answered=is_chosen)


def _one(operator: Operator) -> Callable[[Answerable, list[str]], Condition]:
    def test(subject: Answerable, values: list[str]) -> Condition:
        if len(values) != 1:
            raise ExpressionError("a whole set of answers cannot be compared")
        return Test(subject.key, operator, (_own_value(subject, values[0]),))

    return test


def _several(operator: Operator) -> Callable[[Answerable, list[str]], Condition]:
    def test(subject: Answerable, values: list[str]) -> Condition:
        return Test(subject.key, operator, tuple(_own_value(subject, each) for each in values))

    return test


def _every(subject: Answerable, values: list[str]) -> Condition:
    tests = tuple(_one(Operator.IS)(subject, [value]) for value in values)
    return tests[0] if len(tests) == 1 else AllOf(tests)


def _in_order(operator: Operator, *, step: int) -> Callable[[Answerable, list[str]], Condition]:
    """At least or at most; strictly above or below is one further, or the same but not it."""

    def test(subject: Answerable, values: list[str]) -> Condition:
        value = _own_value(subject, values[0])
        if not re.fullmatch(r"-?\d+(\.\d+)?|\d{4}-\d\d-\d\d", value):
            raise ExpressionError(f"{value[:20]!r} has no order")
        if step and subject.is_whole and re.fullmatch(r"-?\d+", value):
            return Test(subject.key, operator, (str(int(value) + step),))
        reached = Test(subject.key, operator, (value,))
        return AllOf((reached, Test(subject.key, Operator.IS_NOT, (value,)))) if step else reached

    return test


MEANINGS: Mapping[str, Callable[[Answerable, list[str]], Condition]] = {
    "=": _one(Operator.IS),
    "!=": _one(Operator.IS_NOT),
    ">": _in_order(Operator.AT_LEAST, step=1),
    "<": _in_order(Operator.AT_MOST, step=-1),
    ">=": _in_order(Operator.AT_LEAST, step=0),
    "<=": _in_order(Operator.AT_MOST, step=0),
    "contains": _every,
    "notcontains": _several(Operator.NONE_OF),
    "anyof": _several(Operator.ONE_OF),
    "allof": _every,
    "noneof": _several(Operator.NONE_OF),
}


def _own_value(subject: Answerable, value: str) -> str:
    if subject.values is None:
        return value
    if value not in subject.values:
        raise ExpressionError(f"{value[:40]!r} is no answer that was carried over")
    return subject.values[value]
