from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from surveys.questionnaires.conditions import Operator, Test
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import END, Direction, Flow, Skip
from surveys.questionnaires.types import QuestionMetric, QuestionType
from surveys.workshop.changes import add_question, remove_question
from surveys.workshop.difference.kinds import ChangeKind
from surveys.workshop.difference.trends import RULES, Fate, trends
from tests.surveys.workshop.factory import (
    in_order,
    make_content,
    text_question,
    with_question,
    with_texts,
)

Edit = Callable[[QuestionnaireContent], QuestionnaireContent]
LATE = Test("is_late", Operator.IS, ("yes",), is_fact=True)


def text(key: str, wording: str, language: str = "en") -> Edit:
    return lambda content: with_texts(content, {key: wording}, language)


def setting(key: str, **changes: Any) -> Edit:
    return lambda content: with_question(content, key, **changes)


def statement(content: QuestionnaireContent) -> QuestionnaireContent:
    shape = replace(text_question("thanks"), type=QuestionType.STATEMENT, max_length=None)
    return replace(content, questions=(shape, *content.questions))


def question_in_front(content: QuestionnaireContent) -> QuestionnaireContent:
    return replace(content, questions=(text_question("why"), *content.questions))


def question_at_the_end(content: QuestionnaireContent) -> QuestionnaireContent:
    return add_question(content, text_question("why"), {})


# What becomes of CSAT, which stands second, behind NPS.
OF_SATISFACTION = {
    "another wording": (text("satisfaction.text", "How happy are you?"), Fate.BREAKS),
    "another word for a step": (text("satisfaction.option.5", "Delighted"), Fate.BREAKS),
    "a spelling": (text("satisfaction.text", "How satisifed or dissatisfied are you?"), Fate.LOOK),
    "a sign": (text("satisfaction.text", "How satisfied or dissatisfied are you"), Fate.GOES_ON),
    "a hint": (text("satisfaction.hint", "Think of the last one."), Fate.GOES_ON),
    "a scale of seven": (setting("satisfaction", type=QuestionType.SATISFACTION7), Fate.BREAKS),
    "a condition": (setting("satisfaction", show_if=LATE), Fate.BREAKS),
    "a turned scale": (setting("satisfaction", direction=Direction.LOW_IS_GOOD), Fate.BREAKS),
    "no longer required": (setting("satisfaction", is_required=False), Fate.LOOK),
    "a way out": (setting("satisfaction", offers_not_applicable=True), Fate.LOOK),
    "a way out in its own words": (
        lambda content: with_texts(
            with_question(content, "satisfaction", offers_not_applicable=True),
            {"satisfaction.option.not_applicable": "I was not there"},
        ),
        Fate.LOOK,
    ),
    "other words for the question before": (text("recommend.text", "Would you?"), Fate.LOOK),
    "a condition on the question before": (setting("recommend", show_if=LATE), Fate.LOOK),
    "a construct of the question before": (setting("recommend", construct="love"), Fate.GOES_ON),
    "a statement in front that skips it": (
        lambda content: with_question(statement(content), "thanks", skips=(Skip(LATE, END),)),
        Fate.LOOK,
    ),
    "a skip over it": (setting("recommend", skips=(Skip(LATE, END),)), Fate.LOOK),
    "a skip behind it": (setting("satisfaction", skips=(Skip(LATE, END),)), Fate.GOES_ON),
    "a construct": (setting("satisfaction", construct="visit"), Fate.GOES_ON),
    "an objective": (setting("satisfaction", objectives=("grow",)), Fate.GOES_ON),
    "a first translation": (text("satisfaction.text", "Wie zufrieden?", "de"), Fate.GOES_ON),
    "a page for each": (lambda content: replace(content, flow=Flow.ONE_BY_ONE), Fate.LOOK),
    "a question in front": (question_in_front, Fate.BREAKS),
    "a statement in front": (statement, Fate.GOES_ON),
    "first instead of second": (
        lambda content: in_order(content, "satisfaction", "recommend", "reason", "comment"),
        Fate.BREAKS,
    ),
    "a question behind it": (question_at_the_end, Fate.GOES_ON),
    "another question's wording": (text("comment.text", "Is there more?"), Fate.GOES_ON),
    "the title": (text("title", "Your delivery"), Fate.GOES_ON),
    "its end": (lambda content: remove_question(content, "satisfaction"), Fate.ENDS),
    "no metric any more": (setting("satisfaction", metric=None), Fate.ENDS),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_SATISFACTION)
def test_a_series_has_the_fate_of_its_worst_change(name: str) -> None:
    edit, expected = OF_SATISFACTION[name]

    found = {trend.metric: trend for trend in trends(make_content(), edit(make_content()))}

    assert found[QuestionMetric.CSAT].fate is expected


def test_every_kind_of_change_has_a_rule() -> None:
    assert set(RULES) == set(ChangeKind)


def test_a_changed_translation_calls_for_a_look() -> None:
    old = with_texts(make_content(), {"recommend.text": "Würden Sie?"}, "de")
    new = with_texts(make_content(), {"recommend.text": "Würdest du?"}, "de")

    assert trends(old, new)[0].metric is QuestionMetric.NPS
    assert trends(old, new)[0].fate is Fate.LOOK


def test_another_question_for_the_same_metric_breaks_its_series() -> None:
    old = make_content()
    renamed = replace(old.questions[0], key="advocate")
    new = replace(old, questions=(renamed, *old.questions[1:]))

    found = trends(old, new)[0]

    assert (found.metric, found.question, found.fate) == (
        QuestionMetric.NPS,
        "advocate",
        Fate.BREAKS,
    )


def test_a_new_metric_begins_and_the_worst_stands_first() -> None:
    effort = replace(
        text_question("effort"),
        type=QuestionType.EFFORT7,
        metric=QuestionMetric.EFFORT,
        max_length=None,
    )
    new = add_question(make_content(), effort, {}, after="recommend")

    assert [(trend.metric, trend.fate) for trend in trends(make_content(), new)] == [
        (QuestionMetric.CSAT, Fate.BREAKS),
        (QuestionMetric.EFFORT, Fate.BEGINS),
        (QuestionMetric.NPS, Fate.GOES_ON),
    ]
