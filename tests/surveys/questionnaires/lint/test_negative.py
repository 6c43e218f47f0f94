from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item, Severity
from tests.surveys.questionnaires.lint.questions import (
    categories,
    found,
    rating,
    statement,
    written,
    yes_no,
)

NEGATIVE = Category.NEGATIVE


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(statement("I am not unhappy with the repair."), id="not un-"),
        pytest.param(statement("The invoice is never inaccurate."), id="never in-"),
        pytest.param(yes_no("Do you disagree that we should not close?"), id="disagree not"),
        pytest.param(statement("No order was not delivered."), id="no not"),
        pytest.param(yes_no("Do you oppose not allowing returns?"), id="oppose not"),
        pytest.param(statement("It was not without faults."), id="not without"),
        pytest.param(written("What did nobody not tell you?"), id="in an open question too"),
        pytest.param(statement("It isn’t impossible to reach you."), id="curly apostrophe"),
    ],
)
def test_two_negations_are_an_error(item: Item) -> None:
    assert found(item, NEGATIVE).severity is Severity.ERROR


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(statement("The technician did not explain the fault."), id="not"),
        pytest.param(rating("How unclear was the manual?"), id="un-"),
        pytest.param(yes_no("Did you not receive the invoice?"), id="yes or no"),
    ],
)
def test_one_negation_in_what_is_rated_is_a_warning(item: Item) -> None:
    assert found(item, NEGATIVE).severity is Severity.WARN


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(written("What did you not find?"), id="open"),
        pytest.param(rating("If you did not buy, how was it?", filter="no order"), id="filtered"),
        pytest.param(rating("How was the No-Fault-Found process?"), id="name"),
        pytest.param(rating("How was the do-not-disturb mode?"), id="compound"),
        pytest.param(rating("How satisfied or dissatisfied are you?"), id="both sides"),
        pytest.param(rating("How likely or unlikely are you to buy?"), id="both sides, un-"),
        pytest.param(statement("To what extent do you agree or disagree?"), id="agree or disagree"),
        pytest.param(rating("How was the machine that runs without oil?"), id="without alone"),
        pytest.param(yes_no("Were you unable to reach us?"), id="plain word in a fact"),
        pytest.param(rating("Rate the unit. If you do not know, skip it."), id="instruction"),
        pytest.param(rating("How was the union of both catalogues?"), id="un- of no negation"),
    ],
)
def test_a_natural_negation_stays_silent(item: Item) -> None:
    assert NEGATIVE not in categories(item)


def test_the_finding_spans_from_the_first_to_the_last_negation() -> None:
    item = statement("I am not at all unhappy.")

    assert (
        item.question_text[slice(*(found(item, NEGATIVE).span or (0, 0)))] == "not at all unhappy"
    )
