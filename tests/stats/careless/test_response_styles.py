from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import NotJudged, ResponseStyles, response_styles
from stats.errors import EmptyInput, OutOfRange

EIGHT = list(range(8))


def _styles(found: ResponseStyles | NotJudged) -> ResponseStyles:
    assert isinstance(found, ResponseStyles)
    return found


def test_five_answers_give_the_worked_styles() -> None:
    found = _styles(response_styles([[5, 5, 4, 3, 1]], EIGHT[:5], high=5, fewest=5))

    assert found.ars[0] == pytest.approx(1.0)
    assert found.dars[0] == pytest.approx(0.4)
    assert found.nars[0] == pytest.approx(0.6)
    assert found.ers[0] == pytest.approx(0.6)
    assert found.mrs is not None
    assert found.mrs[0] == pytest.approx(0.2)
    assert found.sd[0] == pytest.approx(np.std([5, 5, 4, 3, 1], ddof=1))


def test_the_same_five_items_are_too_few_by_default() -> None:
    found = response_styles([[5, 5, 4, 3, 1]], EIGHT[:5], high=5)

    assert found is NotJudged.FEW_CONTENTS


def test_one_battery_of_satisfaction_items_measures_satisfaction_and_no_style() -> None:
    assert response_styles([[9] * 12], [1] * 12, low=0, high=10) is NotJudged.FEW_CONTENTS
    assert "tell a style" in NotJudged.FEW_CONTENTS.sentence


def test_a_scale_without_a_middle_answer_has_no_midpoint_style() -> None:
    found = _styles(response_styles([[1, 2, 3, 4] * 2], EIGHT, high=4))

    assert found.mrs is None
    assert found.ers[0] == pytest.approx(0.5)


def test_respondents_who_answered_too_few_contents_are_masked() -> None:
    there = np.ones((2, 9), bool)
    there[1, :2] = False

    found = _styles(response_styles([[5] * 9] * 2, [*EIGHT, 7], high=5, answered=there))

    assert found.ars.tolist() == [2.0, None]
    assert "styles of 1 respondent over 8 contents" in str(found)


def test_one_answer_is_enough_to_have_heard_about_a_content() -> None:
    there = np.ones((1, 9), bool)
    there[0, 8] = False

    found = _styles(response_styles([[5] * 9], [*EIGHT, 7], high=5, answered=there))

    assert found.ars.tolist() == [2.0]


def test_nobody_who_answered_enough_is_said() -> None:
    found = _styles(response_styles([[5] * 8], EIGHT, high=5, answered=[[False] * 8]))

    assert str(found) == "response styles: nobody answered enough items"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=8, max_size=14))
def test_turning_the_scale_round_swaps_agreement_and_keeps_the_rest(row: list[int]) -> None:
    contents = list(range(len(row)))

    found = _styles(response_styles([row], contents, low=0, high=10))

    turned = _styles(response_styles([[10 - a for a in row]], contents, low=0, high=10))
    assert found.mrs is not None
    assert turned.mrs is not None
    assert float(found.ars[0]) == pytest.approx(float(turned.dars[0]))
    assert float(found.nars[0]) == pytest.approx(float(found.ars[0] - found.dars[0]))
    assert (found.ers[0], found.mrs[0]) == (turned.ers[0], turned.mrs[0])
    assert float(found.ers[0] + found.mrs[0]) <= 1.0
    assert float(found.sd[0]) == pytest.approx(float(np.std(row, ddof=1)))


REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "off the scale": (
        lambda: response_styles([[6] * 8], EIGHT, high=5),
        OutOfRange,
        "Respondent 0 answered 6 to item 0",
    ),
    "between points": (
        lambda: response_styles([[2.5] * 8], EIGHT, high=5),
        OutOfRange,
        "whole numbers from 1 to 5",
    ),
    "contents of other items": (
        lambda: response_styles([[1] * 8], [1], high=5),
        OutOfRange,
        "1 codes for 8 items",
    ),
    "scale upside down": (
        lambda: response_styles([[1] * 8], EIGHT, high=1),
        OutOfRange,
        "lower end first",
    ),
    "a single content": (
        lambda: response_styles([[1] * 8], EIGHT, high=5, fewest=1),
        OutOfRange,
        "two or more",
    ),
    "nobody": (
        lambda: response_styles(np.zeros((0, 8)), EIGHT, high=5),
        EmptyInput,
        "answers is empty",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_answers_that_cannot_be_on_the_scale_are_refused(case: str) -> None:
    attempt, refusal, text = REFUSED[case]

    with pytest.raises(refusal, match=text):
        attempt()
