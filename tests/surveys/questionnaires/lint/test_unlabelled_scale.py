from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item, ItemType
from tests.surveys.questionnaires.lint.questions import (
    categories,
    choice,
    rating,
)

UNLABELLED = Category.UNLABELLED_SCALE
TEXT = "How was the repair?"
TEN = tuple(str(number) for number in range(1, 11))


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(rating(TEXT, TEN), id="numbers"),
        pytest.param(rating(TEXT, ("A", "B", "C", "D", "E")), id="letters"),
        pytest.param(rating(TEXT, ("★", "★★", "★★★")), id="star signs"),
        pytest.param(rating(TEXT, ("1 star", "2 stars", "3 stars")), id="stars in words"),
        pytest.param(rating(TEXT, (*TEN, "Not applicable")), id="with a way out"),
        pytest.param(rating("Rate us on a scale from 1 to 10.", TEN), id="length alone"),
        pytest.param(rating("On a scale of 1 to 10: how was it?", TEN), id="colon"),
        pytest.param(choice("How would you rate us?", *TEN), id="choice that rates"),
        pytest.param(Item("Rate these.", ItemType.GRID, TEN), id="grid"),
    ],
)
def test_a_scale_without_any_meaning_is_found(item: Item) -> None:
    assert UNLABELLED in categories(item)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(rating(TEXT, ("1 Very poor", "2", "3", "4", "5 Very good")), id="ends"),
        pytest.param(rating("How was it, 1 (very poor) to 10 (very good)?", TEN), id="brackets"),
        pytest.param(rating("How was it? 1 means bad, 10 means good.", TEN), id="means"),
        pytest.param(rating("How was it? 0 = bad, 10 = good.", TEN), id="equals sign"),
        pytest.param(rating("From very poor (1) to very good (10), how was it?", TEN), id="before"),
        pytest.param(choice("How many people work here?", "1", "2", "3"), id="numbers of things"),
        pytest.param(choice("Which of these?", "a", "b", "c"), id="letters of things"),
    ],
)
def test_a_scale_with_a_meaning_stays_silent(item: Item) -> None:
    assert UNLABELLED not in categories(item)
