"""When a question is shown: tests of earlier answers and of the transaction's own data.

Plain data, never code:

    {"question": "satisfaction", "is": "at_most", "value": 2}
    {"fact": "product_line", "is": "one_of", "value": ["pumps", "valves"]}
    {"all": [...]}   {"any": [...]}   {"not": {...}}
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from surveys.errors import ConditionError

# What was answered so far, as plain texts: a score "7", every chosen option, "not_applicable". A
# question that nobody answered is absent. A grid's row is a question of its own, "quality.speed".
Given = Mapping[str, tuple[str, ...]]
# What is known of the transaction: see `Fact`. What is not known is absent.
Facts = Mapping[str, str]

LONGEST_CONDITION = 50
DEEPEST_CONDITION = 10


class Fact(StrEnum):
    """What a condition may know of the transaction."""

    TOUCHPOINT = "touchpoint"
    PARTNER = "partner"
    PRODUCT_LINE = "product_line"
    REGION = "region"
    IS_LATE = "is_late"
    HAS_COMPLAINT = "has_complaint"
    IS_RETURNED = "is_returned"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"

    @property
    def needs_value(self) -> bool:
        return self not in {Operator.ANSWERED, Operator.NOT_ANSWERED}


@dataclass(frozen=True)
class Test:
    """One test of one question's answer, or of one fact."""

    name: str
    operator: Operator
    values: tuple[str, ...] = ()
    is_fact: bool = False

    __test__ = False  # no test case for pytest


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    part: Condition


Condition = Test | AllOf | AnyOf | Not


def read_condition(raw: Any) -> Condition:
    """A condition from its plain form; raises ConditionError saying what to correct."""
    condition = _read(raw)
    if sum(1 for _ in tests_of(condition)) > LONGEST_CONDITION:
        raise ConditionError(f"The condition tests more than {LONGEST_CONDITION} things. Split it.")
    return condition


def write_condition(condition: Condition) -> dict[str, Any]:
    """The plain form; `read_condition` of it gives the same condition."""
    match condition:
        case AllOf(parts):
            return {"all": [write_condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [write_condition(part) for part in parts]}
        case Not(part):
            return {"not": write_condition(part)}
        case Test(name, operator, values, is_fact):
            written: dict[str, Any] = {"fact" if is_fact else "question": name, "is": str(operator)}
            if operator.needs_value:
                is_list = operator in _LISTS
                written["value"] = list(values) if is_list else values[0]
            return written


def holds(condition: Condition, given: Given, facts: Facts) -> bool:
    """Whether the condition is met.

    What is unknown or unanswered meets only `not_answered`, `is_not` and `none_of`.
    """
    match condition:
        case AllOf(parts):
            return all(holds(part, given, facts) for part in parts)
        case AnyOf(parts):
            return any(holds(part, given, facts) for part in parts)
        case Not(part):
            return not holds(part, given, facts)
        case Test(name, operator, values, is_fact):
            found = _known(facts, name) if is_fact else given.get(name, ())
            return _TESTS[operator](found, values)


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every single test in the condition."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_of(part)
        case Not(part):
            yield from tests_of(part)
        case Test():
            yield condition


def questions_of(condition: Condition) -> frozenset[str]:
    """The keys of the questions it looks at; a grid's row by the grid's key."""
    return frozenset(
        test.name.partition(".")[0] for test in tests_of(condition) if not test.is_fact
    )


def _known(facts: Facts, name: str) -> tuple[str, ...]:
    return (facts[name],) if name in facts else ()


def _read(raw: Any, depth: int = 0) -> Condition:
    if depth > DEEPEST_CONDITION:
        raise ConditionError(
            f"Conditions lie deeper than {DEEPEST_CONDITION} in each other. Flatten them."
        )
    if not isinstance(raw, Mapping):
        raise ConditionError(f"A condition must be a table as {EXAMPLE}, not {reprlib.repr(raw)}.")
    for word, build in (("all", AllOf), ("any", AnyOf)):
        if word in raw:
            _only(raw, {word})
            parts = raw[word]
            if not isinstance(parts, list | tuple) or not parts:
                raise ConditionError(f'"{word}" must hold a list of at least one condition.')
            return build(tuple(_read(part, depth + 1) for part in parts))
    if "not" in raw:
        _only(raw, {"not"})
        return Not(_read(raw["not"], depth + 1))
    return _read_test(raw)


EXAMPLE = '{"question": "satisfaction", "is": "at_most", "value": 2}'


def _read_test(raw: Mapping[str, Any]) -> Test:
    _only(raw, {"question", "fact", "is", "value"})
    is_fact = "fact" in raw
    name = raw.get("fact") if is_fact else raw.get("question")
    if not isinstance(name, str) or not name or (is_fact and "question" in raw):
        raise ConditionError(f"A condition names one question or one fact, as {EXAMPLE}.")
    if is_fact and name not in set(Fact):
        raise ConditionError(f"{name} is not known of a transaction. Known: {', '.join(Fact)}.")
    try:
        operator = Operator(raw.get("is", ""))
    except ValueError:
        raise ConditionError(
            f"{raw.get('is')!r} is no way to compare. Use one of {', '.join(Operator)}."
        ) from None
    return Test(name, operator, _read_values(operator, raw.get("value")), is_fact)


def _read_values(operator: Operator, raw: Any) -> tuple[str, ...]:
    if not operator.needs_value:
        if raw is not None:
            raise ConditionError(f'"{operator}" compares with nothing. Leave the value out.')
        return ()
    values = raw if isinstance(raw, list | tuple) else [raw]
    is_plain = all(isinstance(value, str | int | float) for value in values)
    texts = tuple(_plain(value) for value in values) if is_plain else ()
    if not texts or not all(texts) or (operator not in _LISTS and len(texts) != 1):
        wanted = "a list of values" if operator in _LISTS else "one value"
        raise ConditionError(f'"{operator}" needs {wanted} to compare with.')
    if operator in _ORDERED and _order_of(texts[0]) is None:
        raise ConditionError(f'"{operator}" compares numbers and dates, not {texts[0]!r:.40}.')
    return texts


def _plain(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize() + 0, "f")
    return str(value)


def _only(raw: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(map(str, raw)) - known)
    if unknown:
        raise ConditionError(f"{unknown[0]} means nothing in a condition. Leave it out.")


Order = tuple[int, float | str]


def _order_of(text: str) -> Order | None:
    """Numbers compare as numbers and dates as dates; the first number tells them apart."""
    try:
        number = float(text)
    except ValueError:
        is_date = len(text) == 10 and text[4] == text[7] == "-" and text.isascii()
        return (1, text) if is_date and text.replace("-", "").isdecimal() else None
    return (0, number) if number == number and abs(number) != float("inf") else None


def _compares(found: tuple[str, ...], values: tuple[str, ...], least: bool) -> bool:
    limit = _order_of(values[0])
    for text in found:
        order = _order_of(text)
        if order is None or limit is None or order[0] != limit[0]:
            continue
        is_met = order >= limit if least else order <= limit
        if is_met:
            return True
    return False


_LISTS = frozenset({Operator.ONE_OF, Operator.NONE_OF})
_ORDERED = frozenset({Operator.AT_LEAST, Operator.AT_MOST})
_TESTS: Mapping[Operator, Callable[[tuple[str, ...], tuple[str, ...]], bool]] = {
    Operator.IS: lambda found, values: values[0] in found,
    Operator.IS_NOT: lambda found, values: values[0] not in found,
    Operator.ONE_OF: lambda found, values: any(value in found for value in values),
    Operator.NONE_OF: lambda found, values: all(value not in found for value in values),
    Operator.AT_LEAST: lambda found, values: _compares(found, values, least=True),
    Operator.AT_MOST: lambda found, values: _compares(found, values, least=False),
    Operator.ANSWERED: lambda found, _values: bool(found),
    Operator.NOT_ANSWERED: lambda found, _values: not found,
}
