from __future__ import annotations

from typing import Any

import pytest

from surveys.questionnaires.lint import Category, Item, ItemType, Severity
from tests.surveys.questionnaires.lint.questions import (
    SATISFACTION,
    categories,
    found,
    rating,
    written,
    yes_no,
)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(rating("How was the claim?", applies_to_all=False), id="rating"),
        pytest.param(yes_no("Was it settled?", applies_to_all=False), id="yes or no"),
        pytest.param(
            written("How many days?", ItemType.NUMERIC, applies_to_all=False), id="number"
        ),
    ],
)
def test_a_question_not_for_everybody_needs_a_way_out(item: Item) -> None:
    assert found(item, Category.MISSING_NA).severity is Severity.ERROR


@pytest.mark.parametrize(
    "way_out",
    [
        "Not applicable",
        "N/A",
        "I made no claim",
        "I did not use it",
        "I have not read it",
        "Do not know",
        "Don’t know",
        "Not sure",
        "I have never used it",
        "We had no visit",
        "No opinion",
    ],
)
def test_an_option_is_a_way_out(way_out: str) -> None:
    item = rating("How was the claim?", (*SATISFACTION, way_out), applies_to_all=False)

    assert categories(item) == set()


@pytest.mark.parametrize(
    "context",
    [
        pytest.param({"applies_to_all": True}, id="for everybody"),
        pytest.param({}, id="not known"),
        pytest.param({"applies_to_all": False, "filter": "made a claim"}, id="filtered"),
    ],
)
def test_a_question_for_everybody_or_behind_a_filter_needs_none(context: dict[str, Any]) -> None:
    assert categories(rating("How was the claim?", **context)) == set()
