from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item, ItemType
from tests.surveys.questionnaires.lint.questions import (
    categories,
    choice,
    found,
    marked,
    rating,
    statement,
    written,
    yes_no,
)

DOUBLE = Category.DOUBLE_BARRELLED


@pytest.mark.parametrize(
    ("item", "joined"),
    [
        pytest.param(
            rating("How satisfied are you with the speed and accuracy of our deliveries?"),
            "speed and accuracy",
            id="two nouns",
        ),
        pytest.param(
            yes_no("Was the technician friendly and competent?"),
            "friendly and competent",
            id="two adjectives",
        ),
        pytest.param(
            yes_no("Did the driver arrive on time and call ahead?"), "time and call", id="two deeds"
        ),
        pytest.param(
            statement("The portal is fast and the search finds what I need."),
            "fast and the search",
            id="two clauses",
        ),
        pytest.param(
            yes_no("Were the driver and the paperwork correct?"),
            "driver and the paperwork",
            id="two subjects",
        ),
        pytest.param(rating("Please rate the delivery & installation."),
                     "delivery & installation", id="ampersand"),
        pytest.param(
            rating("How satisfied are you with our sales staff as well as our technicians?"),
            "staff as well as our technicians",
            id="as well as",
        ),
        pytest.param(
            statement("The invoice was correct but arrived late."), "correct but arrived", id="but"
        ),
        pytest.param(
            rating("How satisfied are you with the price or the quality?"),
            "price or the quality",
            id="or in a rating",
        ),
        pytest.param(
            yes_no("Was the technician late or unprepared?"), "late or unprepared", id="two faults"
        ),
        pytest.param(
            rating("How satisfied are you, and would you buy again?"),
            "you, and would",
            id="a second question",
        ),
        pytest.param(
            statement("My dealer listens to me and answers my questions."),
            "me and answers",
            id="two deeds for one person",
        ),
        pytest.param(
            rating("How satisfied are you with our technical support / customer service?"),
            "support / customer",
            id="slash",
        ),
        pytest.param(
            written("What do you think of our prices and delivery times?"),
            "prices and delivery",
            id="open",
        ),
        pytest.param(
            rating("How satisfied are you with our products and services?"),
            "products and services",
            id="products and services are two things",
        ),
    ],
)  # fmt: skip
def test_two_things_in_one_question_are_found_where_they_stand(item: Item, joined: str) -> None:
    assert marked(item, DOUBLE) == joined


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(rating(f"How would you rate our {phrase}?"), id=phrase)
        for phrase in (
            "terms and conditions",
            "research and development",
            "health and safety training",
            "track and trace service",
            "pick and place accuracy",
            "black and white printer",
            "supply and demand forecast",
            "plug-and-play adapters",
            "parts and accessories catalogue",
            "R&D",
        )
    ],
)
def test_a_fixed_phrase_is_one_thing(item: Item) -> None:
    assert DOUBLE not in categories(item)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(
            rating("How satisfied or dissatisfied are you with the repair?"), id="both ends"
        ),
        pytest.param(
            rating("How clear or confusing was the quotation?"), id="both ends, two words"
        ),
        pytest.param(
            choice("Do you prefer phone or email?", "Phone", "Email", "No preference"),
            id="options listed",
        ),
        pytest.param(
            rating("How likely are you to recommend us to a friend or colleague?"), id="recipients"
        ),
        pytest.param(
            rating("How satisfied are you with the time between order and delivery?"), id="stretch"
        ),
        pytest.param(
            rating("How satisfied are you and your colleagues with the hotline?"), id="persons"
        ),
        pytest.param(rating("How do you rate the help you got by phone or email?"), id="channel"),
        pytest.param(yes_no("Did you call or write to us last week?"), id="one fact"),
        pytest.param(written("What are your name and email address?"), id="data of one entry"),
        pytest.param(rating("How was our service in Germany and Austria?"), id="names"),
        pytest.param(rating("How was the wait of two or three days?"), id="numbers"),
        pytest.param(rating("When you called us and asked for help, how easy was it?"), id="scene"),
        pytest.param(
            rating("Please rate the repair. Select one answer and continue."), id="instruction"
        ),
        pytest.param(
            Item("Which parts and services do you buy?", ItemType.MULTI, ("Pumps", "Training")),
            id="list of several answers",
        ),
        pytest.param(
            Item("I agree to the storage and use of my data.", ItemType.CONSENT), id="consent"
        ),
    ],
)
def test_a_conjunction_that_joins_no_two_judgements_stays_silent(item: Item) -> None:
    assert DOUBLE not in categories(item)


def test_the_advice_names_both_questions() -> None:
    item = rating("How satisfied are you with the price and quality of our filters?")

    assert "one about “price” and one about “quality”" in found(item, DOUBLE).suggestion
