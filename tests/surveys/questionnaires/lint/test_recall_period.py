from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, ItemType
from tests.surveys.questionnaires.lint.questions import (
    categories,
    marked,
    written,
)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("How many visits did you have in the last 5 years?", "last 5 years"),
        ("How many visits did you have in the past 18 months?", "past 18 months"),
        ("How was our service over the past two years?", "past two years"),
        ("How many orders did you place 3 years ago?", "3 years ago"),
        ("How many visits did you have since you bought it?", "since you bought"),
        ("Have you ever returned a product?", "ever"),
        ("How many complaints did you make?", "How many complaints did you"),
    ],
)
def test_more_than_twelve_months_or_no_limit_is_a_warning(text: str, time: str) -> None:
    assert marked(written(text, ItemType.NUMERIC), Category.RECALL_PERIOD) == time


@pytest.mark.parametrize(
    "text",
    [
        "How many visits did you have in the last 12 months?",
        "How many visits did you have in the last 52 weeks?",
        "How many visits did you have last year?",
        "How many people came to this visit?",
        "How many visits did you have since your last order?",
        "How many visits will you have in the next 24 months?",
        "How many machines do you run?",
    ],
)
def test_a_time_that_memory_holds_stays_silent(text: str) -> None:
    item = written(text, ItemType.NUMERIC)

    assert Category.RECALL_PERIOD not in categories(item)
