from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item
from tests.surveys.questionnaires.lint.questions import (
    categories,
    marked,
    rating,
    statement,
    written,
    yes_no,
)

LEADING = Category.LEADING


@pytest.mark.parametrize(
    ("item", "hint"),
    [
        pytest.param(
            rating("How satisfied are you with our excellent service?"), "excellent", id="praise"
        ),
        pytest.param(
            rating("How helpful was our award-winning support?"), "award-winning", id="an award"
        ),
        pytest.param(rating("How great is it to work with us?"), "great", id="degree of praise"),
        pytest.param(
            rating("How satisfied are you with our friendly staff?"), "friendly", id="attribute"
        ),
        pytest.param(
            rating("How satisfied are you with our fast, reliable service?"),
            "fast",
            id="two of them",
        ),
        pytest.param(
            yes_no("Don't you think delivery is faster?"), "Don't you think", id="tag first"
        ),
        pytest.param(yes_no("You liked the training, didn't you?"), ", didn't you?", id="tag last"),
        pytest.param(
            yes_no("Isn't the catalogue easier to read?"), "Isn't", id="negative question"
        ),
        pytest.param(
            yes_no("Wouldn't you say the price is low?"), "Wouldn't you", id="wouldn't you say"
        ),
        pytest.param(
            yes_no("Most dealers find the portal easy. Do you?"), "Most dealers find", id="norm"
        ),
        pytest.param(yes_no("Everyone loves our app. Do you?"), "Everyone loves", id="everyone"),
        pytest.param(
            yes_no("Experts agree that our service leads. Do you?"), "Experts agree", id="authority"
        ),
        pytest.param(
            rating("How much did you enjoy the training?"), "How much did you enjoy", id="one side"
        ),
        pytest.param(
            rating("How much better is the new portal?"), "How much better", id="taken as better"
        ),
        pytest.param(
            rating("How do you rate the fastest service in the industry?"),
            "the fastest service in the industry",
            id="superlative",
        ),
        pytest.param(
            yes_no("Do you agree that our prices are fair?"), "Do you agree that", id="agreement"
        ),
        pytest.param(written("What do you love about our brand?"), "What do you love", id="love"),
    ],
)
def test_a_hint_at_the_wanted_answer_is_found_where_it_stands(item: Item, hint: str) -> None:
    assert marked(item, LEADING) == hint


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(rating("How would you rate the Great Wall filter?"), id="name"),
        pytest.param(rating("How would you rate the Expert 3000 controller?"), id="numbered name"),
        pytest.param(rating("How easy or difficult was the order?"), id="balanced"),
        pytest.param(rating("How helpful was the technician?"), id="degree of a plain quality"),
        pytest.param(statement("The technician was friendly."), id="statement to judge"),
        pytest.param(statement("The service is excellent."), id="praise to agree with"),
        pytest.param(rating("How useful was the quick start guide?"), id="what a thing is called"),
        pytest.param(rating("How do you rate our quality control?"), id="quality control"),
        pytest.param(written("Which feature do you like best?"), id="best of several"),
        pytest.param(rating("How much time did you spend on the order?"), id="amount of time"),
        pytest.param(written("What could be improved?"), id="to be improved"),
        pytest.param(rating("How much do you agree or disagree with this?"), id="both sides"),
        pytest.param(written("Why don't you use the portal?", filter="no portal"), id="why not"),
    ],
)
def test_an_open_question_stays_silent(item: Item) -> None:
    assert LEADING not in categories(item)
