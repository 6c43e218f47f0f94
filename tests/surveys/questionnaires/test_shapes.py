"""Questions as a version stores them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from customers.models import Audience
from surveys.questionnaires.conditions import read_condition
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import (
    END,
    Direction,
    Flow,
    QuestionShape,
    Skip,
    read_flow,
    read_shape,
    read_structure,
    write_structure,
)
from surveys.questionnaires.types import FACTS, AnswerKind, QuestionMetric, QuestionType

LOW = read_condition({"question": "satisfaction", "is": "at_most", "value": 2})
# One of everything; no real question has all of it.
FULL = QuestionShape(
    key="full",
    type=QuestionType.MULTIPLE,
    is_required=True,
    metric=QuestionMetric.CSAT,
    options=("a", "b"),
    max_length=10,
    offers_not_applicable=True,
    exclusive=("b",),
    fewest=1,
    most=2,
    rows=("x", "y"),
    scale=QuestionType.EFFORT7,
    lowest="0",
    highest="9",
    decimals=1,
    construct="ease",
    objectives=("loyalty", "growth"),
    direction=Direction.LOW_IS_GOOD,
    show_if=LOW,
    skips=(Skip(LOW, END),),
)


def test_every_setting_is_stored_and_read_back() -> None:
    unset = [each.name for each in fields(FULL) if getattr(FULL, each.name) in (None, "", (), 0)]

    assert unset == []
    assert read_shape(FULL.stored()) == FULL


@pytest.mark.parametrize("kind", QuestionType)
def test_a_plain_question_of_every_type_reads_back(kind: QuestionType) -> None:
    shape = QuestionShape("q", kind)

    assert read_shape(shape.stored()) == shape


@pytest.mark.parametrize("flow", Flow)
def test_a_structure_keeps_its_flow_and_order(flow: Flow) -> None:
    shapes = (QuestionShape("b", QuestionType.DATE), QuestionShape("a", QuestionType.TEXT))

    structure = write_structure(shapes, flow)

    assert (read_structure(structure), read_flow(structure)) == (shapes, flow)


def test_content_of_the_first_release_is_stored_as_it_was_then() -> None:
    content = QuestionnaireContent(
        key="end_user.delivery",
        audience=Audience.END_USER,
        questions=(
            QuestionShape("recommend", QuestionType.RECOMMENDATION, True, QuestionMetric.NPS),
            QuestionShape("reason", QuestionType.CHOICE, options=("price", "other")),
            QuestionShape("comment", QuestionType.TEXT, max_length=2000),
        ),
        texts={"en": {"title": "T", "intro": "I"}},
    )

    assert content.structure == {
        "questions": [
            {"key": "recommend", "type": "recommendation", "required": True, "metric": "nps"},
            {
                "key": "reason",
                "type": "choice",
                "required": False,
                "metric": None,
                "options": ["price", "other"],
            },
            {
                "key": "comment",
                "type": "text",
                "required": False,
                "metric": None,
                "max_length": 2000,
            },
        ]
    }


def test_a_grid_is_known_to_conditions_by_its_rows() -> None:
    grid = QuestionShape(
        "quality", QuestionType.GRID, rows=("speed", "care"), scale=QuestionType.SATISFACTION5
    )

    assert grid.answer_keys == ("quality.speed", "quality.care")
    assert grid.row_scores == range(1, 6)
    assert grid.option_values == ("1", "2", "3", "4", "5")
    assert grid.scores is None


def test_a_statement_is_never_answered() -> None:
    assert QuestionShape("hello", QuestionType.STATEMENT).answer_keys == ()


def test_every_type_says_what_it_is() -> None:
    assert set(FACTS) == set(QuestionType)
    assert {facts.holds for facts in FACTS.values()} == set(AnswerKind)
    assert len({facts.words for facts in FACTS.values()}) == len(QuestionType)
