from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from customers.models import Audience
from surveys.errors import ContentError
from surveys.questionnaires.checks import find_problems, require_sound
from surveys.questionnaires.conditions import read_condition
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.shapes import Direction, QuestionShape, Skip
from surveys.questionnaires.types import QuestionMetric, QuestionType

RATE = QuestionShape("rate", QuestionType.SATISFACTION5, is_required=True)
WHY = QuestionShape("why", QuestionType.CHOICE, options=("price", "skill"))
TEXT = QuestionShape("text", QuestionType.TEXT, max_length=2000)
GRID = QuestionShape(
    "grid", QuestionType.GRID, rows=("speed", "care"), scale=QuestionType.SATISFACTION7
)
YEARS = QuestionShape("years", QuestionType.NUMBER, lowest="0", highest="99.5", decimals=1)
DAY = QuestionShape("day", QuestionType.DATE, lowest="2026-01-01")
SEVERAL = QuestionShape(
    "several", QuestionType.MULTIPLE, options=("a", "b", "c", "none"), exclusive=("none",)
)
RANKED = QuestionShape("ranked", QuestionType.RANKING, options=tuple(f"o{i}" for i in range(31)))
HELLO = QuestionShape("hello", QuestionType.STATEMENT)
SOUND = (RATE, WHY, GRID, YEARS, DAY, SEVERAL, replace(RANKED, most=30), HELLO, TEXT)


def _content(*shapes: QuestionShape, **changes: Any) -> QuestionnaireContent:
    content = QuestionnaireContent("end_user.delivery", Audience.END_USER, shapes, {})
    english = {key: f"The text {key}" for key in content.needed_text_keys}
    return replace(content, **{"texts": {"en": english}, **changes})


def _problems(*shapes: QuestionShape, **changes: Any) -> list[tuple[str, str, str]]:
    found = find_problems(_content(*shapes, **changes))
    return [(problem.question, problem.place, problem.text) for problem in found]


def _if(question: str, operator: str, value: Any = None) -> Any:
    raw = {"question": question, "is": operator} | ({} if value is None else {"value": value})
    return read_condition(raw)


@pytest.mark.parametrize("content", read_folder(READY_FOLDER), ids=lambda content: content.key)
def test_every_ready_questionnaire_is_sound(content: QuestionnaireContent) -> None:
    assert find_problems(content) == ()


def test_every_kind_of_question_can_be_sound() -> None:
    assert _problems(*SOUND) == []


@pytest.mark.parametrize(
    ("shape", "place", "advice"),
    [
        pytest.param(replace(RATE, key="Rate"), "key", "lower-case", id="capital key"),
        pytest.param(replace(RATE, key="r" * 61), "key", "60 at most", id="long key"),
        pytest.param(replace(RATE, key="sheet"), "key", "taken by the page", id="reserved key"),
        pytest.param(replace(RATE, options=("a", "b")), "options", "no options", id="foreign"),
        pytest.param(replace(HELLO, is_required=True), "required", "no required", id="statement"),
        pytest.param(
            replace(RATE, metric=QuestionMetric.NPS), "metric", "cannot be measured", id="metric"
        ),
        pytest.param(replace(WHY, options=("a",)), "options", "two different", id="one option"),
        pytest.param(replace(WHY, options=("a", "A")), "options", "two different", id="capital"),
        pytest.param(replace(WHY, options=("a", "b c")), "options", "letters, digits", id="space"),
        pytest.param(
            replace(WHY, options=("a", "not_applicable")), "options", "is no option", id="reserved"
        ),
        pytest.param(
            replace(WHY, options=tuple(f"o{n}" for n in range(101))), "options", "100", id="many"
        ),
        pytest.param(replace(SEVERAL, exclusive=("d",)), "exclusive", "as it stands", id="unknown"),
        pytest.param(
            replace(SEVERAL, exclusive=SEVERAL.options), "exclusive", "type choice", id="all"
        ),
        pytest.param(replace(SEVERAL, fewest=4), "fewest", "between 1 and 3", id="too many"),
        pytest.param(replace(SEVERAL, most=0), "most", "between 1 and 3", id="none allowed"),
        pytest.param(replace(SEVERAL, fewest=3, most=2), "fewest", "more than the most", id="gap"),
        pytest.param(RANKED, "most", "30 places at most", id="places without end"),
        pytest.param(replace(GRID, rows=()), "rows", "needs rows", id="no rows"),
        pytest.param(replace(GRID, rows=("a.b",)), "rows", "letters, digits", id="point"),
        pytest.param(replace(GRID, scale=None), "scale", "needs a scale", id="no scale"),
        pytest.param(replace(GRID, scale=QuestionType.TEXT), "scale", "needs a scale", id="text"),
        pytest.param(replace(YEARS, lowest="x"), "lowest", "write a number", id="no number"),
        pytest.param(replace(YEARS, lowest="NaN"), "lowest", "write a number", id="not a number"),
        pytest.param(replace(YEARS, lowest="0.25"), "lowest", "decimals", id="finer than asked"),
        pytest.param(replace(YEARS, lowest="1e1"), "lowest", "write a number", id="exponent"),
        pytest.param(replace(YEARS, lowest="1_0"), "lowest", "write a number", id="underscore"),
        pytest.param(replace(YEARS, lowest="100"), "lowest", "Exchange them", id="crossed"),
        pytest.param(replace(YEARS, decimals=7), "decimals", "between 0 and 6", id="decimals"),
        pytest.param(replace(DAY, highest="30.11.2026"), "highest", "write a date", id="no date"),
        pytest.param(replace(DAY, highest="2026-W05-1"), "highest", "write a date", id="week"),
        pytest.param(replace(DAY, highest="2025-01-01"), "lowest", "Exchange", id="days crossed"),
        pytest.param(replace(TEXT, max_length=0), "max_length", "between 1", id="no length"),
        pytest.param(replace(RATE, construct="Big Idea"), "construct", "lower-case", id="idea"),
        pytest.param(
            replace(TEXT, direction=Direction.HIGH_IS_GOOD), "direction", "only scales", id="end"
        ),
    ],
)
def test_a_question_that_cannot_be_asked_names_the_place_and_the_remedy(
    shape: QuestionShape, place: str, advice: str
) -> None:
    found = _problems(shape)

    assert [(question, where) for question, where, _ in found] == [(shape.key, place)]
    assert advice in found[0][2]


@pytest.mark.parametrize(
    ("condition", "advice"),
    [
        pytest.param(_if("nobody", "is", 1), "is not asked", id="unknown question"),
        pytest.param(_if("text", "answered"), "only here or later", id="later question"),
        pytest.param(_if("asked", "answered"), "only here or later", id="itself"),
        pytest.param(_if("hello", "answered"), "nobody answers", id="statement"),
        pytest.param(_if("grid", "is", 3), "grid.speed, grid.care", id="grid without row"),
        pytest.param(_if("grid.smell", "is", 3), "grid.speed, grid.care", id="unknown row"),
        pytest.param(_if("rate.speed", "is", 3), "answered there is rate", id="row of no grid"),
        pytest.param(_if("rate", "is", 6), "6 is no answer", id="score not offered"),
        pytest.param(_if("rate", "is", "not_applicable"), "is no answer", id="no way out"),
        pytest.param(_if("why", "one_of", ["price", "sun"]), "sun is no answer", id="option"),
        pytest.param(_if("why", "at_least", 2), "have no order", id="order of choices"),
        pytest.param(_if("rate", "at_least", 7), "outside the scale", id="off the scale"),
        pytest.param(_if("rate", "at_least", "2026-01-01"), "outside", id="day for a score"),
        pytest.param(_if("years", "at_most", "2026-01-01"), "Write a number", id="day for number"),
        pytest.param(_if("day", "at_most", 3), "Write a date", id="number for a day"),
        pytest.param(_if("years", "is", "x"), "x is no answer", id="letters for a number"),
        pytest.param(_if("years", "is_not", "3.0"), "Write 3.", id="decimals nobody stores"),
        pytest.param(_if("years", "one_of", ["3", "03.5"]), "Write 3.5.", id="leading zero"),
        pytest.param(_if("day", "is", "2026-W05-1"), "is no answer", id="week for a day"),
        pytest.param(
            read_condition({"fact": "is_late", "is": "is", "value": "maybe"}),
            "yes or no",
            id="fact",
        ),
        pytest.param(
            read_condition({"fact": "region", "is": "at_least", "value": 1}),
            "no order",
            id="region",
        ),
    ],
)
def test_a_condition_that_cannot_work_says_why(condition: Any, advice: str) -> None:
    asked = QuestionShape("asked", QuestionType.YES_NO, show_if=condition)

    found = _problems(*SOUND[:-1], asked, TEXT)

    assert [(question, place) for question, place, _ in found] == [("asked", "show_if")]
    assert advice in found[0][2]


@pytest.mark.parametrize(
    ("to", "advice"),
    [
        pytest.param("nowhere", "is not asked", id="unknown"),
        pytest.param("rate", "leads back", id="backwards"),
        pytest.param("why", "leads back", id="to itself"),
    ],
)
def test_a_skip_that_leads_nowhere_or_back_is_named(to: str, advice: str) -> None:
    skipping = replace(WHY, skips=(Skip(_if("why", "is", "price"), to),))

    found = _problems(RATE, skipping, TEXT)

    assert [(question, place) for question, place, _ in found] == [("why", "skips")]
    assert advice in found[0][2]


def test_a_question_that_nobody_can_reach_is_named() -> None:
    late = replace(TEXT, show_if=_if("rate", "not_answered"))

    found = _problems(RATE, WHY, late)

    assert [(question, place) for question, place, _ in found] == [("text", "show_if")]
    assert "nobody can ever reach it" in found[0][2]


def test_a_missing_english_text_is_named_by_its_key() -> None:
    texts = {**_content(RATE).texts["en"], "rate.option.3": " "}

    assert _problems(RATE, texts={"en": texts}) == [
        (
            "rate",
            "rate.option.3",
            "the English text rate.option.3 is missing. Add it under [texts.en].",
        )
    ]


def test_texts_that_no_database_can_hold_and_languages_that_are_none_are_named() -> None:
    english = _content(RATE).texts["en"]
    texts = {"en": {**english, "rate.hint": "x" * 4001}, "German": {"rate.text": "Wie\x00?"}}

    found = _problems(RATE, texts=texts)

    assert {place for _, place, _ in found} == {"rate.hint", "languages", "rate.text"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        pytest.param({"key": "channel_partner.delivery"}, "key", id="another audience"),
        pytest.param({"questions": ()}, "questions", id="nothing asked"),
    ],
)
def test_a_questionnaire_is_named_after_its_audience_and_asks_something(
    changes: dict[str, Any], place: str
) -> None:
    assert [(question, where) for question, where, _ in _problems(RATE, **changes)] == [("", place)]


def test_a_key_that_stands_twice_is_named_once() -> None:
    assert [place for _, place, _ in _problems(RATE, replace(WHY, key="rate"))] == ["key"]


def test_problems_come_in_the_order_of_the_questions_whatever_finds_them() -> None:
    wrong = replace(RATE, options=("a",), show_if=_if("nobody", "answered"))

    found = _problems(replace(WHY, options=()), wrong, texts={})

    assert [question for question, _, _ in found] == sorted(
        (question for question, _, _ in found), key=["", "why", "rate"].index
    )


def test_content_that_cannot_be_asked_is_refused_with_the_first_problem_and_the_count() -> None:
    content = _content(replace(WHY, options=()), replace(GRID, rows=()))

    with pytest.raises(ContentError, match=re.escape("question why: a choice needs")) as raised:
        require_sound(content)

    assert "1 more to correct" in str(raised.value)


def test_sound_content_is_let_through() -> None:
    require_sound(_content(*SOUND))
