from __future__ import annotations

from typing import Any

import pytest

from surveys.questionnaires.lint import Category, Severity
from tests.surveys.questionnaires.lint.questions import (
    categories,
    choice,
    found,
    rating,
)


@pytest.mark.parametrize(
    ("context", "place"),
    [
        pytest.param({"metric": "nps", "after": ["delay_battery"]}, "late", id="after a battery"),
        pytest.param({"metric": "ces", "after": ["complaints"]}, "late", id="after complaints"),
        pytest.param({"position": 4, "position_last_week": 1}, "moved", id="moved"),
    ],
)
def test_a_place_that_changes_the_answer_is_an_error(context: dict[str, Any], place: str) -> None:
    assert found(rating("How was it?", **context), Category.ORDER_EFFECT).severity is Severity.ERROR


@pytest.mark.parametrize(
    "context",
    [
        pytest.param({"metric": "nps", "position": 1}, id="first"),
        pytest.param(
            {"metric": "csat", "position": 2, "after": ["nps"]}, id="after another overall"
        ),
        pytest.param({"metric": "delivery", "after": ["delay_battery"]}, id="not overall"),
        pytest.param({"position": 3, "position_last_week": 3}, id="as before"),
    ],
)
def test_overall_questions_first_stay_silent(context: dict[str, Any]) -> None:
    assert Category.ORDER_EFFECT not in categories(rating("How was it?", **context))


@pytest.mark.parametrize(
    ("count", "order", "is_found"),
    [(7, "fixed", True), (6, "fixed", False), (12, "randomised", False)],
)
def test_a_long_list_of_names_needs_a_random_order(count: int, order: str, is_found: bool) -> None:
    names = [chr(ord("A") + place) for place in range(count)]
    item = choice("Which brand?", *names, nominal=True, option_order=order)

    assert (Category.ORDER_EFFECT in categories(item)) == is_found
