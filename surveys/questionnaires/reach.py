"""Which questions nobody can ever reach, found by walking the sheet with every answer that matters.

Answers that no condition tells apart are one case. What was answered is forgotten where nothing
later looks at it, so that the cases stay few; where they do not, nothing is called unreachable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from surveys.questionnaires.conditions import Condition, Test, holds, tests_of
from surveys.questionnaires.possible_answers import possible_answers, possible_facts
from surveys.questionnaires.shapes import END, QuestionShape

MOST_CASES = 20_000

Values = tuple[str, ...]
# What was answered, or is known of the transaction, so far as somebody still looks at it.
Case = frozenset[tuple[str, Values]]
FACT = "fact:"  # no question's key has a colon


@dataclass(frozen=True)
class _State:
    case: Case
    target: str | None


class _TooManyCases(Exception):
    """The search is given up: nothing is decided."""


def find_unreachable(shapes: Sequence[QuestionShape]) -> tuple[str, ...]:
    """The keys of the questions that no answers and no transaction lead to, in order."""
    try:
        reached = _Search(shapes).reached()
    except _TooManyCases:
        return ()
    return tuple(shape.key for shape in shapes if shape.key not in reached)


class _Search:
    def __init__(self, shapes: Sequence[QuestionShape]) -> None:
        self._shapes = shapes
        self._conditions = [tuple(_conditions_of(shape)) for shape in shapes]
        self._tests = [
            test
            for conditions in self._conditions
            for condition in conditions
            for test in tests_of(condition)
        ]
        self._last_looked_at = {
            _name(test.name, test.is_fact): number
            for number, conditions in enumerate(self._conditions)
            for condition in conditions
            for test in tests_of(condition)
        }
        self._domains: dict[str, tuple[Values, ...]] = {}
        self._left = MOST_CASES

    def reached(self) -> frozenset[str]:
        states = {_State(frozenset(), None)}
        reached: set[str] = set()
        for number, shape in enumerate(self._shapes):
            following: set[_State] = set()
            for state in states:
                self._count()
                for after, is_shown in self._steps(number, shape, state):
                    if is_shown:
                        reached.add(shape.key)
                    if after.target != END:
                        following.add(self._forget(number, after))
            states = following
        return frozenset(reached)

    def _steps(
        self, number: int, shape: QuestionShape, state: _State
    ) -> Iterator[tuple[_State, bool]]:
        """Where this question leads from a state, and whether it is shown on the way."""
        if state.target is not None and state.target != shape.key:
            yield state, False
            return
        for known in self._with_facts(number, state.case):
            given, facts = _split(known)
            if shape.show_if is not None and not holds(shape.show_if, given, facts):
                yield _State(known, None), False
                continue
            for answered in self._with_answers(shape, known):
                given, facts = _split(answered)
                met = (skip.to for skip in shape.skips if holds(skip.when, given, facts))
                yield _State(answered, next(met, None)), True

    def _with_facts(self, number: int, case: Case) -> Iterator[Case]:
        """The case with each value of every fact that is looked at here for the first time."""
        known = {name for name, _ in case}
        new = {
            name
            for condition in self._conditions[number]
            for test in tests_of(condition)
            if test.is_fact and (name := _name(test.name, is_fact=True)) not in known
        }
        yield from self._grown(case, sorted(new), None)

    def _with_answers(self, shape: QuestionShape, case: Case) -> Iterator[Case]:
        looked_at = [key for key in shape.answer_keys if key in self._last_looked_at]
        yield from self._grown(case, looked_at, shape)

    def _grown(
        self, case: Case, names: Sequence[str], shape: QuestionShape | None
    ) -> Iterator[Case]:
        for values in product(*(self._domain(name, shape) for name in names)):
            self._count()
            yield case | frozenset(zip(names, values, strict=True))

    def _domain(self, name: str, shape: QuestionShape | None) -> tuple[Values, ...]:
        """One value of each kind that the conditions tell apart."""
        if name not in self._domains:
            plain, is_fact = name.removeprefix(FACT), shape is None
            tests = [test for test in self._tests if (test.name, test.is_fact) == (plain, is_fact)]
            mentioned = sorted({value for test in tests for value in test.values})
            found = (
                possible_facts(plain, mentioned)
                if shape is None
                else possible_answers(shape, mentioned)
            )
            self._domains[name] = tuple(_told_apart(tests, name, found))
        return self._domains[name]

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _TooManyCases

    def _forget(self, number: int, state: _State) -> _State:
        kept = (pair for pair in state.case if self._last_looked_at[pair[0]] > number)
        return _State(frozenset(kept), state.target)


def _told_apart(
    tests: Sequence[Test], name: str, found: Iterable[Values] | None
) -> Iterable[Values]:
    if found is None:
        raise _TooManyCases
    outcomes: dict[tuple[bool, ...], Values] = {}
    for values in found:
        given, facts = _split(frozenset({(name, values)}))
        outcomes.setdefault(tuple(holds(test, given, facts) for test in tests), values)
    return outcomes.values()


def _conditions_of(shape: QuestionShape) -> Iterator[Condition]:
    if shape.show_if is not None:
        yield shape.show_if
    yield from (skip.when for skip in shape.skips)


def _name(name: str, is_fact: bool) -> str:
    return f"{FACT}{name}" if is_fact else name


def _split(case: Case) -> tuple[Mapping[str, Values], Mapping[str, str]]:
    """What is answered and what is known; what is blank or unknown is absent."""
    there = {name: values for name, values in case if values}
    given = {name: values for name, values in there.items() if not name.startswith(FACT)}
    facts = {
        name.removeprefix(FACT): values[0]
        for name, values in there.items()
        if name.startswith(FACT)
    }
    return given, facts
