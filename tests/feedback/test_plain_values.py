"""Answers of batches and files: one plain value a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from feedback.answers import GivenAnswer
from feedback.errors import AnswerError, AnswerProblem
from feedback.plain_values import gather_parts, read_answer
from tests.feedback.gallery import BY_KEY, OPTIONAL_BY_KEY


@pytest.mark.parametrize(
    ("key", "raw", "answers"),
    [
        pytest.param("recommend", 7, [{"score": 7}], id="score"),
        pytest.param("recommend", "7", [{"score": 7}], id="score as text"),
        pytest.param("recommend", "not_applicable", [{"choice": "not_applicable"}], id="way out"),
        pytest.param("reason", "skill", [{"choice": "skill"}], id="choice"),
        pytest.param("reason", "", [], id="blank"),
        pytest.param("used", ["app"], [{"choice": "app", "part": "app"}], id="list"),
        pytest.param("used", ("app",), [{"choice": "app", "part": "app"}], id="tuple"),
        pytest.param(
            "used",
            "desk; app",
            [{"choice": "app", "part": "app"}, {"choice": "desk", "part": "desk"}],
            id="several in one text",
        ),
        pytest.param("used", "not_applicable", [{"choice": "not_applicable"}], id="none applies"),
        pytest.param("used", "", [], id="none of several"),
        pytest.param(
            "used",
            {"app": 1, "desk": "0", "phone": ""},
            [{"choice": "app", "part": "app"}],
            id="flags of several",
        ),
        pytest.param(
            "first",
            ["advice", "speed"],
            [{"score": 2, "part": "speed"}, {"score": 1, "part": "advice"}],
            id="ranking, first place first",
        ),
        pytest.param(
            "first",
            "advice;speed",
            [{"score": 2, "part": "speed"}, {"score": 1, "part": "advice"}],
            id="ranking in one text",
        ),
        pytest.param("first", {"price": 1}, [{"score": 1, "part": "price"}], id="places"),
        pytest.param("first", "not_applicable", [{"choice": "not_applicable"}], id="not ranked"),
        pytest.param(
            "quality",
            {"speed": 3, "advice": "not_applicable"},
            [{"score": 3, "part": "speed"}, {"choice": "not_applicable", "part": "advice"}],
            id="grid",
        ),
        pytest.param("quality", "", [], id="blank grid"),
        pytest.param("years", 3.5, [{"number": 3.5}], id="number"),
        pytest.param("years", 12, [{"number": 12.0}], id="whole number"),
        pytest.param("years", "3,5", [{"number": 3.5}], id="number as text"),
        pytest.param("since", date(2024, 2, 29), [{"day": date(2024, 2, 29)}], id="day"),
        pytest.param("since", "2024-02-29", [{"day": date(2024, 2, 29)}], id="day as text"),
        pytest.param("comment", " hm ", [{"text": " hm "}], id="text as given"),
        pytest.param("agreed", "given", [{"choice": "given"}], id="consent"),
    ],
)
def test_a_plain_value_is_read_as_the_answers_it_is(
    key: str, raw: Any, answers: list[dict[str, Any]]
) -> None:
    assert read_answer(OPTIONAL_BY_KEY[key], raw) == tuple(
        GivenAnswer(key, **answer) for answer in answers
    )


@pytest.mark.parametrize(
    ("key", "raw", "name", "problem"),
    [
        pytest.param("recommend", 11, "recommend", AnswerProblem.NOT_OFFERED, id="off the scale"),
        pytest.param("recommend", True, "recommend", AnswerProblem.NOT_OFFERED, id="truth value"),
        pytest.param("reason", 1, "reason", AnswerProblem.NOT_OFFERED, id="number for a choice"),
        pytest.param("used", ["app", "fax"], "used", AnswerProblem.NOT_OFFERED, id="unknown"),
        pytest.param("used", {"app": 2}, "used.app", AnswerProblem.NOT_OFFERED, id="no flag"),
        pytest.param("used", {"fax": 1}, "used", AnswerProblem.NOT_OFFERED, id="unknown flag"),
        pytest.param("first", ["fax"], "first.fax", AnswerProblem.NOT_OFFERED, id="not ranked"),
        pytest.param(
            "quality", {"smell": 3}, "quality.smell", AnswerProblem.NOT_OFFERED, id="no such row"
        ),
        pytest.param("quality", 3, "quality", AnswerProblem.NOT_OFFERED, id="grid of one value"),
        pytest.param("years", 1e400, "years", AnswerProblem.NOT_A_NUMBER, id="infinity"),
        pytest.param("years", 200, "years", AnswerProblem.TOO_HIGH, id="too high"),
        pytest.param("hello", "x", "hello", AnswerProblem.NOT_OFFERED, id="answer to a statement"),
    ],
)
def test_a_plain_value_that_is_no_answer_names_its_place(
    key: str, raw: Any, name: str, problem: AnswerProblem
) -> None:
    with pytest.raises(AnswerError) as raised:
        read_answer(BY_KEY[key], raw)

    assert (raised.value.name, raised.value.problem) == (name, problem)


def test_a_batch_may_leave_required_questions_open() -> None:
    assert read_answer(BY_KEY["recommend"], "") == ()


def test_columns_of_parts_are_gathered_by_question() -> None:
    columns = {"recommend": 7, "quality.speed": 3, "quality.advice": 4}

    assert gather_parts(columns) == {"recommend": 7, "quality": {"speed": 3, "advice": 4}}


@pytest.mark.parametrize(
    "columns", [{"quality": 1, "quality.speed": 3}, {"quality.speed": 3, "quality": 1}]
)
def test_a_question_given_whole_and_in_parts_is_refused(columns: dict[str, Any]) -> None:
    with pytest.raises(AnswerError):
        gather_parts(columns)
