from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Severity
from tests.surveys.questionnaires.lint.questions import (
    categories,
    choice,
    found,
)


@pytest.mark.parametrize(
    "options",
    [
        ("0-10", "10-20", "20-30", "30+"),
        ("0 to 10", "10 to 50", "50 or more"),
        ("Less than 1 year", "1–2 years", "2–5 years", "More than 5 years"),
        ("Up to €1,000", "€1,000 to €5,000", "More than €5,000"),
        ("Under 30 minutes", "30 minutes to 1 hour", "1 hour to 2 hours"),
        ("1 to 5", "6 to 10", "6 to 10"),
    ],
)
def test_classes_that_share_a_number_are_a_warning(options: tuple[str, ...]) -> None:
    finding = found(choice("Which class?", *options), Category.OVERLAPPING_OPTIONS)

    assert finding.severity is Severity.WARN


@pytest.mark.parametrize(
    "options",
    [
        ("0", "1 to 5", "6 to 10", "11 or more"),
        ("Less than 1 year", "1 to less than 5 years", "5 years or more"),
        ("Up to 10", "More than 10"),
        ("Under 30 minutes", "30 minutes to under 1 hour", "1 hour or more"),
        ("1 Very poor", "2", "3", "4", "5 Very good"),
        ("Less than €1,000", "€1,000 to €4,999", "€5,000 or more"),
        ("10 %", "20 %", "30 %"),
    ],
)
def test_classes_side_by_side_stay_silent(options: tuple[str, ...]) -> None:
    assert Category.OVERLAPPING_OPTIONS not in categories(choice("Which class?", *options))
