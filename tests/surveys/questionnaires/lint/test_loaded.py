from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item
from tests.surveys.questionnaires.lint.questions import categories, found, marked, rating, yes_no

LOADED = Category.LOADED


@pytest.mark.parametrize(
    ("item", "word"),
    [
        pytest.param(yes_no("Should reckless drivers be dismissed?"), "reckless", id="reckless"),
        pytest.param(yes_no("Should we stop wasting paper?"), "wasting", id="wasting"),
        pytest.param(rating("How shameful was the delay?"), "shameful", id="shameful"),
        pytest.param(rating("How do you feel about greedy resellers?"), "greedy", id="greedy"),
        pytest.param(rating("How bad is the notorious depot?"), "notorious", id="notorious"),
        pytest.param(yes_no("Should we end the pointless forms?"), "pointless", id="pointless"),
        pytest.param(
            yes_no("Do you support fair and reasonable prices?"),
            "fair and reasonable",
            id="fair and reasonable",
        ),
        pytest.param(rating("How lazy or careless was the driver?"), "lazy", id="two of them"),
    ],
)
def test_a_judging_word_is_found_where_it_stands(item: Item, word: str) -> None:
    assert marked(item, LOADED) == word


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(
            rating("How is our portal?", ("Terrible", "Bad", "Neither", "Good", "Superb")),
            id="strong words as options",
        ),
        pytest.param(rating("How frustrating or pleasant was the order?"), id="both sides named"),
        pytest.param(rating("How do you rate our waste management?"), id="trade word"),
        pytest.param(rating("How do you rate the Rogue Runner?"), id="name"),
        pytest.param(rating("How easy or difficult is the paperwork for returns?"), id="plain"),
    ],
)
def test_plain_words_stay_silent(item: Item) -> None:
    assert LOADED not in categories(item)


def test_the_advice_is_to_name_the_thing_without_the_word() -> None:
    finding = found(yes_no("Should we end the pointless forms?"), LOADED)

    assert "without “pointless”" in finding.suggestion
