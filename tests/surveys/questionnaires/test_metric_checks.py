from __future__ import annotations

from dataclasses import replace

from customers.models import Audience
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import QuestionShape, feeding_questions
from surveys.questionnaires.types import QuestionMetric, QuestionType

FIRST = QuestionShape("first", QuestionType.SATISFACTION5, metric=QuestionMetric.CSAT)
SECOND = QuestionShape("second", QuestionType.SATISFACTION5, metric=QuestionMetric.CSAT)
BESIDE = QuestionShape("beside", QuestionType.SATISFACTION5)
EFFORT = QuestionShape("effort", QuestionType.EFFORT7, metric=QuestionMetric.EFFORT)


def test_of_two_questions_that_feed_one_metric_the_second_is_named() -> None:
    shapes = (FIRST, BESIDE, EFFORT, SECOND)
    content = QuestionnaireContent("end_user.delivery", Audience.END_USER, shapes, {})
    english = {key: f"The text {key}" for key in content.needed_text_keys}

    (problem,) = find_problems(replace(content, texts={"en": english}))

    assert (problem.question, problem.place) == ("second", "metric")
    assert "first feeds the metric csat already" in problem.text


def test_each_metric_is_fed_by_one_question_at_most() -> None:
    found = feeding_questions((BESIDE, FIRST, EFFORT, SECOND))

    assert found == {QuestionMetric.CSAT: FIRST, QuestionMetric.EFFORT: EFFORT}
