from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item, Severity
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
        pytest.param(written("Which fault did your last machine have?"), id="which fault"),
        pytest.param(written("What problems did you have?"), id="what problems"),
        pytest.param(written("When did you stop buying here?"), id="when did you stop"),
        pytest.param(yes_no("Do you still have trouble?"), id="still"),
        pytest.param(rating("How was your last complaint handled?"), id="your last complaint"),
        pytest.param(written("Which dealer repaired it?", applies_to_all=False), id="by context"),
    ],
)
def test_an_event_taken_for_granted_is_a_warning(item: Item) -> None:
    assert found(item, Category.ASSUMPTION).severity is Severity.WARN


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(written("Which fault did it have?", filter="had a fault"), id="filtered"),
        pytest.param(written("What problems, if any, did you have?"), id="if any"),
        pytest.param(yes_no("Did you have a problem in the last 3 months?"), id="asked first"),
        pytest.param(written("What could we do better?"), id="open"),
        pytest.param(
            rating("How was your last complaint handled?", (*SATISFACTION, "I made no complaint")),
            id="way out",
        ),
    ],
)
def test_an_event_asked_about_stays_silent(item: Item) -> None:
    assert Category.ASSUMPTION not in categories(item)
