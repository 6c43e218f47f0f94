"""What the page says beside a question of its own accord."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedback.hints import hints_of
from feedback.wording import wording_of
from surveys.questionnaires.shapes import QuestionShape
from tests.feedback.gallery import BY_KEY, OPTIONAL_BY_KEY, question

USED, YEARS = replace(BY_KEY["used"], exclusive=()), BY_KEY["years"]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        pytest.param(YEARS, "Please write a number from 0 to 99.5.", id="number between"),
        pytest.param(replace(YEARS, highest=None), "Please write 0 or more.", id="at least"),
        pytest.param(replace(YEARS, lowest=None), "Please write 99.5 or less.", id="at most"),
        pytest.param(replace(YEARS, lowest=None, highest=None), "", id="no limits"),
        pytest.param(
            BY_KEY["since"], "Please choose a day from 2020-01-01 to 2026-12-31.", id="days"
        ),
        pytest.param(
            replace(USED, fewest=2, most=3), "Please choose 2 to 3 of these.", id="several"
        ),
        pytest.param(USED, "Please choose 2 at most.", id="one is the least anyway"),
        pytest.param(
            replace(USED, fewest=2, most=2),
            "Please choose at least 2. Please choose 2 at most.",
            id="exactly so many",
        ),
        pytest.param(BY_KEY["recommend"], "", id="required and plain"),
        pytest.param(OPTIONAL_BY_KEY["town"], "You may leave this empty.", id="optional"),
    ],
)
def test_what_would_fit_is_said_in_few_words(shape: QuestionShape, said: str) -> None:
    assert " ".join(hints_of(question(shape), wording_of("en"))) == said


def test_the_designer_s_own_hint_takes_the_place_of_that_it_may_stay_empty() -> None:
    asked = replace(question(OPTIONAL_BY_KEY["years"]), hint="In full years.")

    assert list(hints_of(asked, wording_of("en"))) == ["Please write a number from 0 to 99.5."]
