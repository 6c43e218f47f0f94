"""Conditions: what they mean, how they are written, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from surveys.errors import ConditionError
from surveys.questionnaires.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    Operator,
    Test,
    holds,
    questions_of,
    read_condition,
    write_condition,
)
from surveys.questionnaires.conditions import (
    tests_of as single_tests,
)

GIVEN = {
    "satisfaction": ("2",),
    "reasons": ("price", "skill"),
    "visit_on": ("2026-11-09",),
    "comment": ("late",),
    "quality.speed": ("5",),
    "effort": ("not_applicable",),
}
FACTS = {"partner": "north", "is_late": "yes"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"question": "satisfaction", "is": "is", "value": 2}, True),
        ({"question": "satisfaction", "is": "is", "value": "2"}, True),
        ({"question": "satisfaction", "is": "is", "value": 3}, False),
        ({"question": "satisfaction", "is": "is_not", "value": 3}, True),
        ({"question": "satisfaction", "is": "at_most", "value": 2}, True),
        ({"question": "satisfaction", "is": "at_most", "value": 1.5}, False),
        ({"question": "satisfaction", "is": "at_least", "value": 2}, True),
        ({"question": "satisfaction", "is": "at_least", "value": 10}, False),
        ({"question": "satisfaction", "is": "one_of", "value": [1, 2]}, True),
        ({"question": "satisfaction", "is": "none_of", "value": [1, 2]}, False),
        ({"question": "reasons", "is": "is", "value": "skill"}, True),
        ({"question": "reasons", "is": "none_of", "value": ["result"]}, True),
        ({"question": "visit_on", "is": "at_least", "value": "2026-11-09"}, True),
        ({"question": "visit_on", "is": "at_most", "value": "2026-11-08"}, False),
        ({"question": "quality.speed", "is": "at_least", "value": 4}, True),
        ({"question": "comment", "is": "answered"}, True),
        ({"question": "nothing", "is": "answered"}, False),
        ({"question": "nothing", "is": "not_answered"}, True),
        ({"question": "nothing", "is": "is_not", "value": 1}, True),
        ({"question": "nothing", "is": "at_most", "value": 1}, False),
        ({"question": "effort", "is": "at_most", "value": 3}, False),
        ({"question": "effort", "is": "is", "value": "not_applicable"}, True),
        ({"fact": "partner", "is": "one_of", "value": ["north", "south"]}, True),
        ({"fact": "is_late", "is": "is", "value": True}, True),
        ({"fact": "region", "is": "answered"}, False),
        ({"fact": "region", "is": "is_not", "value": "DE"}, True),
        ({"not": {"question": "comment", "is": "answered"}}, False),
    ],
)
def test_a_test_holds_by_what_was_answered_and_what_is_known(raw: Any, expected: bool) -> None:
    assert holds(read_condition(raw), GIVEN, FACTS) is expected


def test_a_number_is_never_compared_with_a_date() -> None:
    by_date = read_condition({"question": "satisfaction", "is": "at_least", "value": "2026-01-01"})

    assert not holds(by_date, GIVEN, FACTS)


def test_all_needs_every_part_and_any_needs_one() -> None:
    true = {"question": "comment", "is": "answered"}
    false = {"question": "nothing", "is": "answered"}

    assert holds(read_condition({"all": [true, true]}), GIVEN, FACTS)
    assert not holds(read_condition({"all": [true, false]}), GIVEN, FACTS)
    assert holds(read_condition({"any": [false, true]}), GIVEN, FACTS)
    assert not holds(read_condition({"any": [false, false]}), GIVEN, FACTS)


def test_a_fact_and_a_question_of_the_same_name_are_told_apart() -> None:
    about_fact = read_condition({"fact": "partner", "is": "is", "value": "north"})
    about_question = read_condition({"question": "partner", "is": "is", "value": "north"})

    assert holds(about_fact, {}, FACTS)
    assert not holds(about_question, {}, FACTS)


def test_a_grids_row_looks_at_its_grid() -> None:
    condition = read_condition(
        {
            "any": [
                {"question": "quality.speed", "is": "at_most", "value": 2},
                {"fact": "is_late", "is": "is", "value": "yes"},
            ]
        }
    )

    assert questions_of(condition) == {"quality"}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("satisfaction < 3", "must be a table"),
        (None, "must be a table"),
        ([], "must be a table"),
        ({}, "names one question or one fact"),
        ({"question": "", "is": "answered"}, "names one question or one fact"),
        ({"question": 3, "is": "answered"}, "names one question or one fact"),
        ({"question": "a", "fact": "partner", "is": "answered"}, "names one question or one fact"),
        ({"fact": "weather", "is": "answered"}, "weather is not known"),
        ({"question": "a", "is": "<", "value": 3}, "no way to compare"),
        ({"question": "a", "is": ["is"], "value": 3}, "no way to compare"),
        ({"question": "a"}, "no way to compare"),
        ({"question": "a", "is": "is"}, "needs one value"),
        ({"question": "a", "is": "is", "value": ""}, "needs one value"),
        ({"question": "a", "is": "is", "value": [1, 2]}, "needs one value"),
        ({"question": "a", "is": "is", "value": {"x": 1}}, "needs one value"),
        ({"question": "a", "is": "one_of", "value": []}, "needs a list"),
        ({"question": "a", "is": "at_most", "value": "many"}, "compares numbers and dates"),
        ({"question": "a", "is": "at_most", "value": "nan"}, "compares numbers and dates"),
        ({"question": "a", "is": "answered", "value": 1}, "compares with nothing"),
        ({"question": "a", "is": "answered", "else": 1}, "else means nothing"),
        ({"all": []}, "at least one condition"),
        ({"all": {}}, "at least one condition"),
        ({"all": [{"question": "a", "is": "answered"}], "any": []}, "any means nothing"),
        ({"not": []}, "must be a table"),
        ({"any": [{"question": "a", "is": "answered"}] * 51}, "more than 50"),
    ],
)
def test_what_is_no_condition_is_refused_with_the_remedy(raw: Any, told: str) -> None:
    with pytest.raises(ConditionError, match=told):
        read_condition(raw)


def test_a_condition_nested_without_end_is_refused() -> None:
    raw: Any = {"question": "a", "is": "answered"}
    for _ in range(5_000):
        raw = {"not": raw}

    with pytest.raises(ConditionError, match="deeper than 10"):
        read_condition(raw)


TESTS = st.builds(
    Test,
    st.sampled_from(["satisfaction", "reasons", "quality.speed"]),
    st.sampled_from([Operator.IS, Operator.IS_NOT, Operator.AT_LEAST]),
    st.tuples(st.sampled_from(["1", "2", "5"])),
) | st.builds(Test, st.just("comment"), st.just(Operator.ANSWERED))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


@drawn(CONDITIONS)
def test_what_is_written_reads_back_as_the_same_condition(condition: Condition) -> None:
    assert read_condition(write_condition(condition)) == condition


@drawn(st.lists(CONDITIONS, min_size=1, max_size=4))
def test_not_all_is_any_not(conditions: list[Condition]) -> None:
    not_all = Not(AllOf(tuple(conditions)))
    any_not = AnyOf(tuple(Not(condition) for condition in conditions))

    assert holds(not_all, GIVEN, FACTS) is holds(any_not, GIVEN, FACTS)
    assert list(single_tests(not_all)) == list(single_tests(any_not))
