"""Which questions a sheet shows, and on which pages."""

from __future__ import annotations

from typing import Any

from hypothesis import given as drawn
from hypothesis import strategies as st

from surveys.questionnaires.conditions import read_condition
from surveys.questionnaires.flow import MOST_ON_A_PAGE, pages_of, shown_questions
from surveys.questionnaires.shapes import END, Flow, QuestionShape, Skip
from surveys.questionnaires.types import QuestionType


def _ask(key: str, *, show_if: Any = None, skips: tuple[Skip, ...] = ()) -> QuestionShape:
    condition = read_condition(show_if) if show_if else None
    return QuestionShape(key, QuestionType.SATISFACTION5, show_if=condition, skips=skips)


def _low(key: str) -> dict[str, Any]:
    return {"question": key, "is": "at_most", "value": 2}


def _keys(shapes: tuple[QuestionShape, ...]) -> list[str]:
    return [shape.key for shape in shapes]


def _pages(shapes: list[QuestionShape], flow: Flow = Flow.ONE_PAGE) -> list[list[str]]:
    return [_keys(page) for page in pages_of(shapes, flow)]


def test_a_question_is_shown_when_its_condition_holds() -> None:
    shapes = [_ask("first"), _ask("why", show_if=_low("first")), _ask("last")]

    assert _keys(shown_questions(shapes, {"first": ("1",)}, {})) == ["first", "why", "last"]
    assert _keys(shown_questions(shapes, {"first": ("5",)}, {})) == ["first", "last"]


def test_an_answer_to_a_question_that_is_not_shown_decides_nothing() -> None:
    shapes = [_ask("first"), _ask("why", show_if=_low("first")), _ask("deep", show_if=_low("why"))]

    shown = shown_questions(shapes, {"first": ("5",), "why": ("1",)}, {})

    assert _keys(shown) == ["first"]


def test_a_skip_leaves_out_what_stands_between() -> None:
    skip = Skip(read_condition(_low("first")), "last")
    shapes = [_ask("first", skips=(skip,)), _ask("middle"), _ask("last")]

    assert _keys(shown_questions(shapes, {"first": ("2",)}, {})) == ["first", "last"]
    assert _keys(shown_questions(shapes, {"first": ("3",)}, {})) == ["first", "middle", "last"]


def test_a_skip_to_the_end_ends_the_sheet() -> None:
    skip = Skip(read_condition(_low("first")), END)
    shapes = [_ask("first", skips=(skip,)), _ask("middle"), _ask("last")]

    assert _keys(shown_questions(shapes, {"first": ("2",)}, {})) == ["first"]


def test_the_first_skip_that_holds_is_taken() -> None:
    low, lower = read_condition(_low("first")), read_condition(_low("first"))
    shapes = [_ask("first", skips=(Skip(low, "c"), Skip(lower, END))), _ask("b"), _ask("c")]

    assert _keys(shown_questions(shapes, {"first": ("1",)}, {})) == ["first", "c"]


def test_facts_of_the_transaction_decide_too() -> None:
    shapes = [_ask("late", show_if={"fact": "is_late", "is": "is", "value": "yes"})]

    assert _keys(shown_questions(shapes, {}, {"is_late": "yes"})) == ["late"]
    assert _keys(shown_questions(shapes, {}, {"is_late": "no"})) == []
    assert _keys(shown_questions(shapes, {}, {})) == []


def test_a_page_takes_seven_questions() -> None:
    shapes = [_ask(f"q{number}") for number in range(9)]

    assert list(map(len, _pages(shapes))) == [7, 2]


def test_a_grid_counts_its_rows() -> None:
    grid = QuestionShape(
        "quality",
        QuestionType.GRID,
        rows=tuple("abcdef"),
        scale=QuestionType.SATISFACTION5,
    )

    assert _pages([_ask("a"), grid, _ask("b")]) == [["a", "quality"], ["b"]]


def test_one_by_one_gives_every_question_its_page() -> None:
    assert _pages([_ask("a"), _ask("b")], Flow.ONE_BY_ONE) == [["a"], ["b"]]


def test_a_page_ends_before_a_question_that_depends_on_it() -> None:
    shapes = [_ask("a"), _ask("b"), _ask("why", show_if=_low("a")), _ask("c", show_if=_low("a"))]

    assert _pages(shapes) == [["a", "b"], ["why", "c"]]


def test_a_page_ends_after_a_question_that_can_skip() -> None:
    skip = Skip(read_condition(_low("a")), END)

    assert _pages([_ask("a", skips=(skip,)), _ask("b")]) == [["a"], ["b"]]


def test_a_condition_on_the_transaction_ends_no_page() -> None:
    late = _ask("late", show_if={"fact": "is_late", "is": "is", "value": "yes"})

    assert _pages([_ask("a"), late]) == [["a", "late"]]


def test_a_sheet_without_questions_has_no_page() -> None:
    assert pages_of([], Flow.ONE_PAGE) == ()


KEYS = [f"q{number}" for number in range(12)]


@st.composite
def _shapes(draw: st.DrawFn) -> list[QuestionShape]:
    """Up to twelve questions, some with a condition on one before or a skip to one after."""
    shapes = []
    count = draw(st.integers(1, len(KEYS)))
    for place in range(count):
        before = draw(st.sampled_from(KEYS[:place])) if place and draw(st.booleans()) else None
        target = draw(st.sampled_from([*KEYS[place + 1 : count], END]))
        skip = Skip(read_condition(_low(KEYS[place])), target)
        skips = (skip,) if draw(st.integers(0, 3)) == 0 else ()
        shapes.append(_ask(KEYS[place], show_if=_low(before) if before else None, skips=skips))
    return shapes


ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from([("1",), ("5",)]))


@drawn(_shapes(), st.sampled_from(Flow))
def test_every_question_has_one_page_in_its_order(shapes: list[QuestionShape], flow: Flow) -> None:
    pages = pages_of(shapes, flow)

    assert [shape for page in pages for shape in page] == shapes
    assert all(0 < len(page) <= MOST_ON_A_PAGE for page in pages)


@drawn(_shapes(), ANSWERS)
def test_what_a_page_shows_does_not_depend_on_its_own_answers(
    shapes: list[QuestionShape], answers: dict[str, tuple[str, ...]]
) -> None:
    shown = set(_keys(shown_questions(shapes, answers, {})))
    before: dict[str, tuple[str, ...]] = {}

    for page in pages_of(shapes, Flow.ONE_PAGE):
        on_page = {shape.key for shape in page}
        seen = set(_keys(shown_questions(shapes, before, {}))) & on_page
        before |= {key: value for key, value in answers.items() if key in on_page}

        assert seen == shown & on_page


@drawn(_shapes(), ANSWERS)
def test_dropping_the_answers_of_what_is_not_shown_shows_the_same(
    shapes: list[QuestionShape], answers: dict[str, tuple[str, ...]]
) -> None:
    shown = shown_questions(shapes, answers, {})
    kept = {key: answers[key] for key in _keys(shown) if key in answers}

    assert shown_questions(shapes, kept, {}) == shown
