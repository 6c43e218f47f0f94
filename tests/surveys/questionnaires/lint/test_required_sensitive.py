from __future__ import annotations

from typing import Any

import pytest

from surveys.questionnaires.lint import Category, Item, ItemType, Severity, read_context
from tests.surveys.questionnaires.lint.questions import (
    YES_NO,
    categories,
    found,
    yes_no,
)


def _required(text: str, *options: str, **context: Any) -> Item:
    return Item(text, ItemType.SINGLE, options or YES_NO, True, read_context(context))


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(_required("What is your religion?", "Christian", "Other"), id="religion"),
        pytest.param(_required("What is your yearly income?", "Low", "High"), id="income"),
        pytest.param(_required("Are you a member of a trade union?"), id="union"),
        pytest.param(_required("Do you have a disability?"), id="disability"),
        pytest.param(_required("How is your health?", "Good", "Poor"), id="health"),
        pytest.param(_required("Have you been convicted?"), id="conviction"),
        pytest.param(_required("Which are you?", "Catholic", "Muslim"), id="by the options"),
        pytest.param(
            _required("Is your manager fair?", audience="employee", anonymous=False), id="manager"
        ),
    ],
)
def test_a_sensitive_question_must_not_be_required(item: Item) -> None:
    assert found(item, Category.REQUIRED_SENSITIVE).severity is Severity.ERROR


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(
            _required("What is your religion?", "Christian", "Prefer not to say"), id="declinable"
        ),
        pytest.param(yes_no("Do you have a disability?"), id="optional"),
        pytest.param(
            _required("Did you attend the health and safety training?"), id="trade phrase"
        ),
        pytest.param(_required("Is the battery health displayed?"), id="health of a machine"),
        pytest.param(_required("Is the manager of the branch known?"), id="manager, to a customer"),
        pytest.param(
            _required("Is your manager fair?", audience="employee", anonymous=True), id="anonymous"
        ),
        pytest.param(
            Item("I agree that you store my health data.", ItemType.CONSENT, required=True),
            id="consent",
        ),
    ],
)
def test_what_may_be_declined_or_only_sounds_sensitive_stays_silent(item: Item) -> None:
    assert Category.REQUIRED_SENSITIVE not in categories(item)
