from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.lint import Category, Item
from tests.surveys.questionnaires.lint.questions import (
    categories,
    choice,
    found,
    rating,
    yes_no,
)

UNBALANCED = Category.UNBALANCED_SCALE
TEXT = "How was the repair?"


def _scale(labels: str) -> Item:
    return rating(TEXT, tuple(labels.split("|")))


@pytest.mark.parametrize(
    "labels",
    [
        "Poor|Good|Very good|Excellent|Perfect",
        "Fairly satisfied|Satisfied|Very satisfied|Delighted",
        "Poor|Fair|Good|Very good|Excellent",
        "Dissatisfied|Somewhat satisfied|Satisfied|Very satisfied|Extremely satisfied",
        "Strongly agree|Agree|Neutral|Disagree",
        "Terrible|Very bad|Bad|OK",
        "Slightly satisfied|Moderately satisfied|Very satisfied|Extremely satisfied",
        "Not satisfied|Satisfied|Very satisfied|Extremely satisfied",
        "1 Good|2|3|4|5 Excellent",
        "Below expectations|Met expectations|Exceeded expectations|Far exceeded expectations",
    ],
)
def test_a_scale_with_more_on_one_side_is_found(labels: str) -> None:
    assert UNBALANCED in categories(_scale(labels))


@pytest.mark.parametrize(
    "labels",
    [
        "Very poor|Poor|Fair|Good|Very good",
        "Very dissatisfied|Dissatisfied|Neither|Satisfied|Very satisfied",
        "Very difficult|Difficult|Rather difficult|Neither|Rather easy|Easy|Very easy",
        "Much worse|Worse|About the same|Better|Much better|Do not know",
        "Not at all satisfied|Slightly satisfied|Moderately satisfied|Very satisfied",
        "Not confident at all|Slightly confident|Moderately confident|Very confident",
        "Not important|Somewhat important|Very important",
        "Never|Rarely|Sometimes|Often|Always",
        "No chance, or almost none|Slight possibility|Good possibility|Certain",
        "Far too few|Too few|About right|Too many|Far too many",
        "0 Not at all likely|1|2|3|10 Extremely likely",
        "Not bad|Bad|Not good|Good",
        "A little|Somewhat|A lot",
    ],
)
def test_a_balanced_or_growing_scale_stays_silent(labels: str) -> None:
    assert UNBALANCED not in categories(_scale(labels))


@given(st.sampled_from(["Poor|Good|Very good", "Poor|Fair|Good", "Bad|Good", "Not at all|Very"]))
@settings(max_examples=10, deadline=None)
def test_the_direction_of_a_scale_changes_nothing(labels: str) -> None:
    upwards = tuple(labels.split("|"))

    assert categories(rating(TEXT, upwards)) == categories(rating(TEXT, upwards[::-1]))


def test_the_finding_counts_both_sides() -> None:
    finding = found(_scale("Poor|Good|Very good|Excellent|Perfect"), UNBALANCED)

    assert finding.message == "The scale has 4 positive and 1 negative options."


def test_a_choice_among_things_is_no_scale() -> None:
    item = choice("What matters most?", "Good price", "Fast delivery", "The brand")

    assert UNBALANCED not in categories(item)


def test_a_choice_of_steps_is_a_scale() -> None:
    assert UNBALANCED in categories(choice(TEXT, "Unhappy", "Happy", "Very happy", "Delighted"))


def test_yes_or_no_is_no_scale() -> None:
    assert categories(yes_no("Was it correct?")) == set()
