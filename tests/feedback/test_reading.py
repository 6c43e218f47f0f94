"""What a browser may send for a question of each kind, and what it is told where it may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from feedback.answers import GivenAnswer
from feedback.errors import AnswerProblem
from feedback.reading import names_of, read_sent
from surveys.questionnaires.shapes import QuestionShape
from tests.feedback.gallery import BY_KEY, FILLED, OPTIONAL, OPTIONAL_BY_KEY, REQUIRED

Sent = Mapping[str, Sequence[str]]
NA = "not_applicable"


def _problems(shape: QuestionShape, sent: Sent) -> list[tuple[str, AnswerProblem]]:
    return [(each.name, each.problem) for each in read_sent(shape, sent).problems]


def _own(shape: QuestionShape) -> Sent:
    return {name: FILLED[name] for name in names_of(shape) if name in FILLED}


@pytest.mark.parametrize("shape", REQUIRED, ids=lambda shape: shape.key)
def test_a_filled_question_of_every_type_is_answered(shape: QuestionShape) -> None:
    reading = read_sent(shape, _own(shape))

    assert reading.problems == ()
    assert bool(reading.answers) is bool(shape.answer_keys)


@pytest.mark.parametrize("shape", OPTIONAL, ids=lambda shape: shape.key)
@pytest.mark.parametrize("blank", ["", "  \r\n"])
def test_an_optional_question_of_every_type_may_be_left_open(
    shape: QuestionShape, blank: str
) -> None:
    for sent in ({}, {name: [blank] for name in names_of(shape)}):
        assert read_sent(shape, sent).problems == ()
        assert read_sent(shape, sent).answers == ()


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        *((key, [(key, AnswerProblem.MISSING_CHOICE)]) for key in
          ("recommend", "satisfaction", "care", "effort", "again", "reason", "used", "running")),
        *((key, [(key, AnswerProblem.MISSING_TEXT)]) for key in
          ("years", "since", "town", "comment")),
        ("agreed", [("agreed", AnswerProblem.MISSING_TICK)]),
        ("first", [("first", AnswerProblem.PLACES)]),
        ("quality", [("quality.speed", AnswerProblem.MISSING_CHOICE),
                     ("quality.advice", AnswerProblem.MISSING_CHOICE)]),
        ("hello", []),
    ],
)  # fmt: skip
def test_a_required_question_says_what_is_missing(
    key: str, missing: list[tuple[str, AnswerProblem]]
) -> None:
    assert _problems(BY_KEY[key], {}) == missing


@pytest.mark.parametrize(
    ("key", "sent", "answers"),
    [
        pytest.param("recommend", {"recommend": ["0"]}, [{"score": 0}], id="lowest score"),
        pytest.param("recommend", {"recommend": ["10"]}, [{"score": 10}], id="highest score"),
        pytest.param("reason", {"reason": ["skill"]}, [{"choice": "skill"}], id="choice"),
        pytest.param("running", {"running": ["yes"]}, [{"choice": "yes"}], id="yes"),
        pytest.param("agreed", {"agreed": ["given"]}, [{"choice": "given"}], id="consent"),
        pytest.param(
            "used",
            {"used": ["phone", "app"]},
            [{"choice": "app", "part": "app"}, {"choice": "phone", "part": "phone"}],
            id="several, in the order they are offered",
        ),
        pytest.param(
            "used", {"used": ["none"]}, [{"choice": "none", "part": "none"}], id="exclusive"
        ),
        pytest.param(
            "first",
            {"first.advice": ["1"], "first.speed": ["2"], "first.price": [""]},
            [{"score": 2, "part": "speed"}, {"score": 1, "part": "advice"}],
            id="ranking",
        ),
        pytest.param(
            "quality",
            {"quality.speed": ["3"], "quality.advice": ["5"]},
            [{"score": 3, "part": "speed"}, {"score": 5, "part": "advice"}],
            id="grid",
        ),
        pytest.param("years", {"years": ["3,5"]}, [{"number": 3.5}], id="number"),
        pytest.param("years", {"years": ["99.5"]}, [{"number": 99.5}], id="highest number"),
        pytest.param("since", {"since": ["2024-02-29"]}, [{"day": date(2024, 2, 29)}], id="day"),
        pytest.param("town", {"town": [" Łódź "]}, [{"text": " Łódź "}], id="text as given"),
        pytest.param("comment", {"comment": ["a\r\nb\rc"]}, [{"text": "a\nb\nc"}], id="line ends"),
        pytest.param("comment", {"comment": ["😀" * 40]}, [{"text": "😀" * 40}], id="characters"),
    ],
)
def test_what_was_sent_is_read_as_the_answers_it_is(
    key: str, sent: Sent, answers: list[dict[str, object]]
) -> None:
    expected = tuple(GivenAnswer(key, **answer) for answer in answers)  # type: ignore[arg-type]

    assert read_sent(BY_KEY[key], sent).answers == expected


@pytest.mark.parametrize(
    ("key", "values", "problem"),
    [
        pytest.param("recommend", ["11"], AnswerProblem.NOT_OFFERED, id="above the scale"),
        pytest.param("recommend", ["-1"], AnswerProblem.NOT_OFFERED, id="below the scale"),
        pytest.param("recommend", ["07"], AnswerProblem.NOT_OFFERED, id="padded"),
        pytest.param("recommend", ["7.0"], AnswerProblem.NOT_OFFERED, id="decimal score"),
        pytest.param("recommend", ["٧"], AnswerProblem.NOT_OFFERED, id="digit of another script"),
        pytest.param("recommend", ["7\x00"], AnswerProblem.NOT_OFFERED, id="score with NUL"),
        pytest.param("recommend", ["3", "4"], AnswerProblem.MORE_THAN_ONE, id="two scores"),
        pytest.param("recommend", [NA], AnswerProblem.NOT_OFFERED, id="no way out offered"),
        pytest.param("effort", ["0"], AnswerProblem.NOT_OFFERED, id="scale from one"),
        pytest.param("reason", ["weather"], AnswerProblem.NOT_OFFERED, id="unknown choice"),
        pytest.param("running", ["maybe"], AnswerProblem.NOT_OFFERED, id="neither yes nor no"),
        pytest.param("agreed", ["no"], AnswerProblem.NOT_OFFERED, id="consent of another word"),
        pytest.param("used", ["fax"], AnswerProblem.NOT_OFFERED, id="unknown among several"),
        pytest.param("used", ["app", "app"], AnswerProblem.REPEATED, id="the same twice"),
        pytest.param("used", ["app", "none"], AnswerProblem.NOT_TOGETHER, id="exclusive with one"),
        pytest.param("used", ["app", "desk", "phone"], AnswerProblem.TOO_MANY, id="too many"),
        pytest.param("years", ["many"], AnswerProblem.NOT_A_NUMBER, id="no number"),
        pytest.param("years", ["1", "2"], AnswerProblem.NOT_A_NUMBER, id="two numbers"),
        pytest.param("years", ["3.55"], AnswerProblem.TOO_PRECISE, id="too precise"),
        pytest.param("years", ["1.000"], AnswerProblem.GROUPED, id="thousands"),
        pytest.param("years", ["-1"], AnswerProblem.TOO_LOW, id="too low"),
        pytest.param("years", ["99,6"], AnswerProblem.TOO_HIGH, id="too high"),
        pytest.param("since", ["29.02.2024"], AnswerProblem.NOT_A_DAY, id="day of a country"),
        pytest.param("since", ["2023-02-29"], AnswerProblem.NOT_A_DAY, id="no such day"),
        pytest.param("since", ["2024-W10-1"], AnswerProblem.NOT_A_DAY, id="week"),
        pytest.param("since", ["٢٠٢٤-٠٢-٢٩"], AnswerProblem.NOT_A_DAY, id="day in other digits"),
        pytest.param("since", ["2019-12-31"], AnswerProblem.TOO_EARLY, id="too early"),
        pytest.param("since", ["2027-01-01"], AnswerProblem.TOO_LATE, id="too late"),
        pytest.param("town", ["x" * 21], AnswerProblem.TOO_LONG, id="long line"),
        pytest.param("comment", ["x" * 1_000_000], AnswerProblem.TOO_LONG, id="endless text"),
        pytest.param("comment", ["a\x00b"], AnswerProblem.UNSTORABLE, id="NUL"),
        pytest.param("comment", ["a\ud800"], AnswerProblem.UNSTORABLE, id="half a character"),
        pytest.param("comment", ["a", "b"], AnswerProblem.MORE_THAN_ONE, id="two texts"),
    ],
)
def test_a_value_that_is_no_answer_is_refused_with_its_reason(
    key: str, values: Sequence[str], problem: AnswerProblem
) -> None:
    reading = read_sent(BY_KEY[key], {key: values})

    assert [(each.name, each.problem) for each in reading.problems] == [(key, problem)]
    assert reading.answers == ()


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        pytest.param(
            {"first.speed": ["1"], "first.price": ["1"]},
            [("first.price", AnswerProblem.SAME_PLACE)],
            id="one place twice",
        ),
        pytest.param(
            {"first.speed": ["2"]}, [("first", AnswerProblem.PLACE_LEFT_OUT)], id="no first place"
        ),
        pytest.param(
            {"first.speed": ["3"]}, [("first.speed", AnswerProblem.NOT_OFFERED)], id="third of two"
        ),
        pytest.param(
            {"first.speed": ["1", "2"]}, [("first.speed", AnswerProblem.NOT_OFFERED)], id="double"
        ),
        pytest.param({"first.speed": ["1"]}, [("first", AnswerProblem.PLACES)], id="half ranked"),
    ],
)
def test_a_ranking_gives_each_place_once_and_leaves_none_out(
    sent: Sent, problems: list[tuple[str, AnswerProblem]]
) -> None:
    assert _problems(BY_KEY["first"], sent) == problems


def test_an_optional_ranking_may_end_early_but_not_begin_late() -> None:
    ranking = OPTIONAL_BY_KEY["first"]

    assert read_sent(ranking, {"first.speed": ["1"]}).answers == (
        GivenAnswer("first", score=1, part="speed"),
    )
    assert _problems(ranking, {"first.speed": ["2"]}) == [("first", AnswerProblem.PLACE_LEFT_OUT)]


def test_every_row_of_a_grid_has_its_own_problem() -> None:
    sent = {"quality.speed": ["9"]}

    assert _problems(BY_KEY["quality"], sent) == [("quality.speed", AnswerProblem.NOT_OFFERED)]
    assert _problems(BY_KEY["quality"], {"quality.speed": ["3"]}) == [
        ("quality.advice", AnswerProblem.MISSING_CHOICE)
    ]


def test_too_few_of_several_are_too_few_only_once_any_is_chosen() -> None:
    several = replace(OPTIONAL_BY_KEY["used"], fewest=2)

    assert _problems(several, {"used": ["app"]}) == [("used", AnswerProblem.TOO_FEW)]
    assert _problems(several, {"used": ["none"]}) == []
    assert _problems(several, {}) == []


@pytest.mark.parametrize("shape", OPTIONAL, ids=lambda shape: shape.key)
def test_not_applicable_is_an_answer_of_its_own_and_never_a_score(shape: QuestionShape) -> None:
    if not shape.offers_not_applicable:
        assert shape.key == "agreed"
        return
    needed = replace(shape, is_required=True)
    apart = [name for name in names_of(shape) if name.endswith("._na")]
    sent = {name: [NA] for name in apart or names_of(shape)}

    reading = read_sent(needed, sent)

    assert reading.problems == ()
    assert {(given.choice, given.score) for given in reading.answers} == {(NA, None)}
    assert {given.part for given in reading.answers} == set(shape.rows or {""})


@pytest.mark.parametrize("key", ["first", "years", "since", "town", "comment"])
def test_not_applicable_beside_an_answer_is_a_contradiction(key: str) -> None:
    shape = OPTIONAL_BY_KEY[key]

    assert _problems(shape, {**_own(shape), f"{key}._na": [NA]}) == [
        (key, AnswerProblem.NOT_TOGETHER)
    ]
    assert _problems(shape, {f"{key}._na": ["yes"]}) == [(key, AnswerProblem.NOT_OFFERED)]
    assert _problems(replace(shape, offers_not_applicable=False), {f"{key}._na": [NA]}) == [
        (key, AnswerProblem.NOT_OFFERED)
    ]


def test_not_applicable_among_several_stands_alone() -> None:
    assert _problems(OPTIONAL_BY_KEY["used"], {"used": ["app", NA]}) == [
        ("used", AnswerProblem.NOT_TOGETHER)
    ]


def test_a_text_that_only_says_not_applicable_is_a_text() -> None:
    assert read_sent(OPTIONAL_BY_KEY["town"], {"town": [NA]}).answers == (
        GivenAnswer("town", text=NA),
    )


def test_a_statement_takes_no_answer() -> None:
    assert names_of(BY_KEY["hello"]) == ()
    assert _problems(BY_KEY["hello"], {"hello": ["x"]}) == [("hello", AnswerProblem.NOT_OFFERED)]


def test_a_long_text_is_told_its_length_and_the_limit() -> None:
    problem = read_sent(BY_KEY["town"], {"town": ["x" * 24]}).problems[0]

    assert (problem.count, problem.limit) == (24, 20)
