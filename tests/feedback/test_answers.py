from __future__ import annotations

import pytest

from feedback.answers import GivenAnswer, hash_answers, read_answer, read_sent, storable
from feedback.errors import AnswerError, AnswerProblem
from surveys.questionnaires import QuestionShape, QuestionType

RECOMMEND = QuestionShape("recommend", QuestionType.RECOMMENDATION, is_required=True)
EFFORT = QuestionShape("effort", QuestionType.EFFORT7, is_required=False)
REASON = QuestionShape("reason", QuestionType.CHOICE, is_required=False, options=("price", "skill"))
COMMENT = QuestionShape("comment", QuestionType.TEXT, is_required=False, max_length=10)
NAME = QuestionShape("name", QuestionType.TEXT, is_required=True, max_length=10)


@pytest.mark.parametrize(
    ("shape", "raw", "answer"),
    [
        pytest.param(RECOMMEND, "0", GivenAnswer("recommend", score=0), id="lowest score"),
        pytest.param(RECOMMEND, "10", GivenAnswer("recommend", score=10), id="highest score"),
        pytest.param(RECOMMEND, 7, GivenAnswer("recommend", score=7), id="number of a batch"),
        pytest.param(REASON, "skill", GivenAnswer("reason", choice="skill"), id="choice"),
        pytest.param(COMMENT, " hm ", GivenAnswer("comment", text=" hm "), id="text as given"),
        pytest.param(COMMENT, "a\r\nb\rc", GivenAnswer("comment", text="a\nb\nc"), id="line ends"),
        pytest.param(COMMENT, "😀" * 10, GivenAnswer("comment", text="😀" * 10), id="characters"),
        pytest.param(COMMENT, " \r\n ", None, id="blank text is no answer"),
        pytest.param(REASON, "", None, id="blank choice is no answer"),
    ],
)
def test_a_value_is_read_as_the_answer_it_is(
    shape: QuestionShape, raw: int | str, answer: GivenAnswer | None
) -> None:
    assert read_answer(shape, raw) == answer


@pytest.mark.parametrize(
    ("shape", "raw", "problem"),
    [
        pytest.param(RECOMMEND, "11", AnswerProblem.NOT_OFFERED, id="above the scale"),
        pytest.param(RECOMMEND, "-1", AnswerProblem.NOT_OFFERED, id="below the scale"),
        pytest.param(RECOMMEND, 11, AnswerProblem.NOT_OFFERED, id="number above the scale"),
        pytest.param(RECOMMEND, True, AnswerProblem.NOT_OFFERED, id="truth value"),
        pytest.param(RECOMMEND, "07", AnswerProblem.NOT_OFFERED, id="padded"),
        pytest.param(RECOMMEND, "7.0", AnswerProblem.NOT_OFFERED, id="decimal"),
        pytest.param(RECOMMEND, "٧", AnswerProblem.NOT_OFFERED, id="digit of another script"),
        pytest.param(RECOMMEND, "7\x00", AnswerProblem.NOT_OFFERED, id="score with NUL"),
        pytest.param(EFFORT, "0", AnswerProblem.NOT_OFFERED, id="scale from one"),
        pytest.param(REASON, "weather", AnswerProblem.NOT_OFFERED, id="unknown choice"),
        pytest.param(REASON, 1, AnswerProblem.NOT_OFFERED, id="number for a choice"),
        pytest.param(COMMENT, "x" * 11, AnswerProblem.TOO_LONG, id="long text"),
        pytest.param(COMMENT, "a\x00b", AnswerProblem.UNSTORABLE, id="NUL"),
        pytest.param(COMMENT, "a\ud800", AnswerProblem.UNSTORABLE, id="half a character"),
    ],
)
def test_a_value_that_is_no_answer_is_refused_with_its_reason(
    shape: QuestionShape, raw: int | str, problem: AnswerProblem
) -> None:
    with pytest.raises(AnswerError) as raised:
        read_answer(shape, raw)

    assert raised.value.problem is problem
    assert raised.value.question_key == shape.key


@pytest.mark.parametrize(
    ("shape", "raw", "problem"),
    [
        pytest.param(RECOMMEND, [], AnswerProblem.MISSING_CHOICE, id="nothing sent"),
        pytest.param(RECOMMEND, [""], AnswerProblem.MISSING_CHOICE, id="blank sent"),
        pytest.param(NAME, ["  "], AnswerProblem.MISSING_TEXT, id="required text"),
        pytest.param(RECOMMEND, ["3", "4"], AnswerProblem.MORE_THAN_ONE, id="two answers"),
    ],
)
def test_what_a_browser_sent_must_be_one_answer(
    shape: QuestionShape, raw: list[str], problem: AnswerProblem
) -> None:
    with pytest.raises(AnswerError) as raised:
        read_sent(shape, raw)

    assert raised.value.problem is problem


def test_an_optional_question_may_be_left_open() -> None:
    assert read_sent(REASON, []) is None


def test_a_long_text_is_told_its_length_and_the_limit() -> None:
    with pytest.raises(AnswerError) as raised:
        read_answer(COMMENT, "x" * 14)

    assert (raised.value.count, raised.value.limit) == (14, 10)


def test_equal_answers_have_one_hash_in_whatever_order() -> None:
    first, second = GivenAnswer("recommend", score=9), GivenAnswer("comment", text="9")

    assert hash_answers([first, second]) == hash_answers([second, first])
    assert hash_answers([first]) != hash_answers([GivenAnswer("recommend", text="9")])


def test_a_text_to_be_checked_again_has_lost_only_what_cannot_be_stored() -> None:
    assert storable("a\x00b\ud800\n\tc") == "ab\n\tc"
