"""Which questions nobody can reach, held against walking the sheet with every answer there is."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import given as drawn
from hypothesis import strategies as st

from surveys.questionnaires.condition_checks import find_condition_problems
from surveys.questionnaires.conditions import Condition, Given, holds, read_condition
from surveys.questionnaires.flow import shown_questions
from surveys.questionnaires.reach import find_unreachable
from surveys.questionnaires.shapes import END, QuestionShape, Skip
from surveys.questionnaires.types import NOT_APPLICABLE, QuestionType


def _if(question: str, operator: str, value: Any = None) -> Condition:
    raw = {"question": question, "is": operator} | ({} if value is None else {"value": value})
    return read_condition(raw)


def _last(*before: QuestionShape, show_if: Any) -> bool:
    """Whether a question with this condition can be reached after the others."""
    condition = read_condition(show_if) if isinstance(show_if, dict) else show_if
    last = QuestionShape("last", QuestionType.YES_NO, show_if=condition)
    return find_unreachable((*before, last)) == ()


RATE = QuestionShape("rate", QuestionType.SATISFACTION5)
NEEDED = QuestionShape("rate", QuestionType.SATISFACTION5, is_required=True)
SEVERAL = QuestionShape(
    "several", QuestionType.MULTIPLE, options=("a", "b", "c", "none"), exclusive=("none",), most=2
)
YEARS = QuestionShape("years", QuestionType.NUMBER, lowest="0", highest="10", decimals=0)
NEEDED_YEARS = QuestionShape("years", QuestionType.NUMBER, is_required=True)
DAY = QuestionShape("day", QuestionType.DATE, lowest="2026-01-01", highest="2026-12-31")
ANY_DAY = QuestionShape("day", QuestionType.DATE)
NAME = QuestionShape("name", QuestionType.SHORT_TEXT, max_length=3)


def _both(*parts: Any) -> dict[str, Any]:
    return {"all": list(parts)}


def _is(question: str, operator: str, value: Any) -> dict[str, Any]:
    return {"question": question, "is": operator, "value": value}


@pytest.mark.parametrize(
    ("before", "show_if", "is_reachable"),
    [
        pytest.param(RATE, _if("rate", "not_answered"), True, id="left blank"),
        pytest.param(NEEDED, _if("rate", "not_answered"), False, id="required, so never blank"),
        pytest.param(
            RATE, _both(_is("rate", "is", 1), _is("rate", "is", 2)), False, id="two scores at once"
        ),
        pytest.param(
            SEVERAL, _both(_is("several", "is", "a"), _is("several", "is", "b")), True, id="two"
        ),
        pytest.param(
            SEVERAL,
            _both(*(_is("several", "is", option) for option in "abc")),
            False,
            id="three of at most two",
        ),
        pytest.param(
            SEVERAL,
            _both(_is("several", "is", "none"), _is("several", "is", "a")),
            False,
            id="exclusive with another",
        ),
        pytest.param(
            YEARS,
            _both(_is("years", "at_least", 3), _is("years", "at_most", 2)),
            False,
            id="an empty interval",
        ),
        pytest.param(YEARS, _if("years", "is", 11), False, id="above the highest"),
        pytest.param(
            YEARS,
            _both(_is("years", "at_least", "2.5"), _is("years", "at_most", "2.6")),
            False,
            id="between whole numbers",
        ),
        pytest.param(
            NEEDED_YEARS,
            {"not": {"any": [_is("years", "at_most", 4), _is("years", "at_least", 5)]}},
            False,
            id="neither of two that leave nothing",
        ),
        pytest.param(
            NEEDED_YEARS,
            {"not": {"any": [_is("years", "at_most", 4), _is("years", "at_least", 6)]}},
            True,
            id="neither of two that leave five",
        ),
        pytest.param(DAY, _if("day", "at_least", "2027-01-01"), False, id="after the last day"),
        pytest.param(DAY, _if("day", "at_least", "2026-12-31"), True, id="the last day"),
        pytest.param(ANY_DAY, _if("day", "at_least", "9999-12-31"), True, id="the end of time"),
        pytest.param(NAME, _if("name", "is", "Ada"), True, id="a text that fits"),
        pytest.param(NAME, _if("name", "is", "Byron"), False, id="a text that is too long"),
    ],
)
def test_a_condition_is_reachable_where_some_answer_meets_it(
    before: QuestionShape, show_if: Any, is_reachable: bool
) -> None:
    assert _last(before, show_if=show_if) is is_reachable


def test_what_is_known_of_a_transaction_is_one_thing_at_a_time() -> None:
    late = {"fact": "is_late", "is": "is", "value": "yes"}
    on_time = {"fact": "is_late", "is": "is", "value": "no"}
    pumps = {"fact": "product_line", "is": "is", "value": "pumps"}
    valves = {"fact": "product_line", "is": "is", "value": "valves"}

    assert _last(show_if=_both(late, pumps))
    assert not _last(show_if=_both(late, on_time))
    assert not _last(show_if=_both(pumps, valves))


def test_what_is_known_stays_the_same_along_the_sheet() -> None:
    late = {"fact": "is_late", "is": "is", "value": "yes"}
    on_time = {"fact": "is_late", "is": "is", "value": "no"}
    why_late = QuestionShape(
        "why_late", QuestionType.YES_NO, is_required=True, show_if=read_condition(late)
    )

    assert not _last(RATE, why_late, show_if=_both(on_time, _is("why_late", "one_of", ["yes"])))


def test_a_question_that_every_skip_jumps_over_is_unreachable() -> None:
    jumping = QuestionShape(
        "rate", QuestionType.YES_NO, skips=(Skip(read_condition({"any": [
            {"question": "rate", "is": "answered"}, {"question": "rate", "is": "not_answered"}
        ]}), "last"),),
    )  # fmt: skip
    over = QuestionShape("over", QuestionType.YES_NO)
    last = QuestionShape("last", QuestionType.YES_NO)

    assert find_unreachable((jumping, over, last)) == ("over",)


def test_too_many_cases_to_be_told_count_as_reachable() -> None:
    many = [
        QuestionShape(f"q{n}", QuestionType.MULTIPLE, options=tuple("abcdef")) for n in range(8)
    ]
    all_of = _both(*(_is(shape.key, "is", option) for shape in many[:7] for option in "abcdef"))
    never = _both(all_of, _is("q7", "is", "a"), {"not": _is("q7", "is", "a")})

    assert _last(*many, show_if=never)


# Small sheets, so that every combination of answers can be walked.
TYPES = {
    "yes_no": QuestionShape("x", QuestionType.YES_NO),
    "needed": QuestionShape("x", QuestionType.YES_NO, is_required=True),
    "way_out": QuestionShape("x", QuestionType.YES_NO, offers_not_applicable=True),
    "several": QuestionShape(
        "x", QuestionType.MULTIPLE, options=("a", "b", "none"), exclusive=("none",)
    ),
}
ANSWERS: dict[str, list[tuple[str, ...]]] = {
    "yes_no": [(), ("yes",), ("no",)],
    "needed": [("yes",), ("no",)],
    "way_out": [(), ("yes",), ("no",), (NOT_APPLICABLE,)],
    "several": [(), ("a",), ("b",), ("a", "b"), ("none",)],
}
FACTS = [{}, {"is_late": "yes"}, {"is_late": "no"}]


@st.composite
def _conditions(draw: Any, kinds: list[str]) -> Condition:
    """A condition that looks at the first questions, of the kinds given."""

    def test() -> dict[str, Any]:
        if not kinds or draw(st.integers(0, 4)) == 0:
            return {"fact": "is_late", "is": "is", "value": draw(st.sampled_from(["yes", "no"]))}
        number = draw(st.integers(0, len(kinds) - 1))
        operator = draw(st.sampled_from(["is", "is_not", "answered", "not_answered"]))
        written: dict[str, Any] = {"question": f"q{number}", "is": operator}
        if operator in {"is", "is_not"}:
            values = sorted({value for each in ANSWERS[kinds[number]] for value in each})
            written["value"] = draw(st.sampled_from(values))
        return written

    parts = [test() for _ in range(draw(st.integers(1, 3)))]
    word = draw(st.sampled_from(["all", "any", "not"]))
    return read_condition({"not": parts[0]} if word == "not" else {word: parts})


@st.composite
def _sheets(draw: Any) -> tuple[list[str], tuple[QuestionShape, ...]]:
    kinds = draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=2, max_size=4))
    shapes = []
    for number, kind in enumerate(kinds):
        show_if = draw(st.none() | _conditions(kinds[:number]))
        later = [END, *(f"q{n}" for n in range(number + 1, len(kinds)))]
        skips: tuple[Skip, ...] = ()
        if draw(st.booleans()):
            skips = (Skip(draw(_conditions(kinds[: number + 1])), draw(st.sampled_from(later))),)
        plain = TYPES[kind]
        shapes.append(
            QuestionShape(
                f"q{number}", plain.type, plain.is_required, options=plain.options,
                offers_not_applicable=plain.offers_not_applicable, exclusive=plain.exclusive,
                show_if=show_if, skips=skips,
            )
        )  # fmt: skip
    return kinds, tuple(shapes)


def _given(values: tuple[tuple[str, ...], ...]) -> Given:
    return {f"q{number}": each for number, each in enumerate(values) if each}


@drawn(_sheets())
def test_unreachable_is_exactly_what_no_combination_of_answers_shows(
    sheet: tuple[list[str], tuple[QuestionShape, ...]],
) -> None:
    kinds, shapes = sheet
    assume(not list(find_condition_problems(shapes)))

    shown = {
        shape.key
        for values in product(*(ANSWERS[kind] for kind in kinds))
        for facts in FACTS
        for shape in shown_questions(shapes, _given(values), facts)
    }

    assert set(find_unreachable(shapes)) == {shape.key for shape in shapes} - shown


@drawn(_sheets(), st.data())
def test_no_question_is_shown_whose_condition_fails(
    sheet: tuple[list[str], tuple[QuestionShape, ...]], data: Any
) -> None:
    kinds, shapes = sheet
    given = _given(tuple(data.draw(st.sampled_from(ANSWERS[kind])) for kind in kinds))
    facts = data.draw(st.sampled_from(FACTS))

    shown = shown_questions(shapes, given, facts)

    for number, shape in enumerate(shown):
        before = {each.key for each in shown[:number]}
        counted = {key: values for key, values in given.items() if key in before}
        assert shape.show_if is None or holds(shape.show_if, counted, facts)
