from __future__ import annotations

import pytest

from surveys.questionnaires.lint import RULES, Category
from tests.surveys.questionnaires.lint.questions import categories, statement, written

OF_WORDING = (
    Category.DOUBLE_BARRELLED,
    Category.LEADING,
    Category.LOADED,
    Category.NEGATIVE,
    Category.ABSOLUTE,
    Category.READING_GRADE,
    Category.ASSUMPTION,
    Category.RECALL_PERIOD,
)


def test_every_category_is_explained() -> None:
    assert set(RULES) == set(Category)


@pytest.mark.parametrize("category", OF_WORDING)
def test_the_example_of_a_rule_is_what_the_rule_finds(category: Category) -> None:
    ask = statement if category is Category.NEGATIVE else written

    assert category in categories(ask(RULES[category].flawed))
    assert category not in categories(ask(RULES[category].sound))
