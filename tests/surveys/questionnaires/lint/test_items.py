from __future__ import annotations

from typing import Any

import pytest

from surveys.errors import ItemError
from surveys.questionnaires.lint import Context, Item, ItemType, read_context


def test_a_context_is_read_from_plain_values() -> None:
    context = read_context(
        {"applies_to_all": False, "after": ["battery"], "position": 3, "est_minutes": 2.5}
    )

    assert context == Context(applies_to_all=False, after=("battery",), position=3, est_minutes=2.5)


def test_null_is_the_same_as_absent() -> None:
    assert read_context({"filter": None, "present": None}) == Context()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["de", "es"], ("de", "es")),
        ("de", ("de",)),
        ({"de": ["Good"], "es": []}, ("de",)),
        (True, ("one language",)),
        (2, ("one language",)),
        (False, ()),
        ("", ()),
    ],
)
def test_what_is_missing_may_be_said_in_several_ways(given: object, read: tuple[str, ...]) -> None:
    assert read_context({"options_missing": given}).options_missing == read


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"topic": "x"}, "topic says nothing about a question. Known are after,"),
        ({"position": "3"}, "position must be a whole number from 0, not '3'"),
        ({"position": True}, "position must be a whole number"),
        ({"questions": -1}, "questions must be a whole number from 0"),
        ({"est_minutes": float("nan")}, "est_minutes must be a number of minutes"),
        ({"applies_to_all": "no"}, "applies_to_all must be true or false"),
        ({"metric": 1}, "metric must be a text"),
        ({"after": [1]}, "after must be a list of texts"),
    ],
)
def test_a_context_that_makes_no_sense_is_refused_by_name(
    given: dict[str, Any], advice: str
) -> None:
    with pytest.raises(ItemError, match=advice):
        read_context(given)


def test_a_text_that_is_no_question_by_its_length_is_refused() -> None:
    with pytest.raises(ItemError, match="The question has 5,001 characters"):
        Item("x" * 5001, ItemType.OPEN)


def test_an_option_that_is_none_by_its_length_is_refused() -> None:
    with pytest.raises(ItemError, match="Option 2 has 1,001 characters"):
        Item("Which?", ItemType.SINGLE, ("a", "b" * 1001))
