from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Item, Severity
from tests.surveys.questionnaires.lint.questions import (
    categories,
    choice,
    found,
    marked,
    rating,
    statement,
    yes_no,
)

ABSOLUTE = Category.ABSOLUTE


@pytest.mark.parametrize(
    ("item", "word"),
    [
        pytest.param(yes_no("Do you always read it?"), "always", id="always"),
        pytest.param(statement("The technician never keeps me waiting."), "never", id="never"),
        pytest.param(yes_no("Do you check every invoice?"), "every", id="every"),
        pytest.param(yes_no("Are all drivers friendly?"), "all", id="all"),
        pytest.param(yes_no("Do you only buy here?"), "only", id="only"),
        pytest.param(yes_no("Was it completely solved?"), "completely", id="completely"),
        pytest.param(statement("Everyone was helpful."), "Everyone", id="everyone"),
    ],
)
def test_an_absolute_in_the_question_is_a_warning(item: Item, word: str) -> None:
    assert found(item, ABSOLUTE).severity is Severity.WARN
    assert marked(item, ABSOLUTE) == word


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(choice("How often do you read it?", "Never", "Always"), id="options"),
        pytest.param(choice("Which sites? Select all that apply.", "A", "B"), id="instruction"),
        pytest.param(rating("Rate our always-on support."), id="compound"),
        pytest.param(rating("All things considered, how satisfied are you?"), id="fixed phrase"),
        pytest.param(rating("How completely did we answer?"), id="degree"),
        pytest.param(yes_no("Do you visit us every week?"), id="frequency"),
        pytest.param(rating("How was it, from 0 = not at all to 10 = completely?"), id="legend"),
    ],
)
def test_the_same_words_elsewhere_stay_silent(item: Item) -> None:
    assert ABSOLUTE not in categories(item)
