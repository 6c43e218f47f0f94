"""Rows are set aside with a reason; the first usable answer of a transaction is used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from metrics.warehouse.frozen import History
from metrics.weekly.compute import Computed, compute
from tests.metrics.frozen_weeks import MadeWeek


def computed(made: MadeWeek) -> Computed:
    return compute(made.freeze(), History())


def silent(made: MadeWeek, count: int = 40, **facts: Any) -> MadeWeek:
    for _ in range(count):
        made.transaction(**facts)
    return made


SET_ASIDE: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "an answer dated before the experience": ({}, {"answered_on": -1}, "before_experience"),
    "an answer on the day of the experience": ({}, {"answered_on": 2}, "used"),
    "a score outside its scale": ({"recommend": 11}, {}, "out_of_range"),
    "a satisfaction of zero": ({"recommend": 5, "satisfaction": 0}, {}, "out_of_range"),
    "a good answer": (
        {"recommend": 10, "satisfaction": 1, "effort": 7, "repurchase": 0},
        {},
        "used",
    ),
}


@pytest.mark.parametrize("case", SET_ASIDE)
def test_rows_are_set_aside_with_their_reason(case: str) -> None:
    answers, when, expected = SET_ASIDE[case]
    made = MadeWeek()
    number = made.transaction()
    day = made.week.monday + timedelta(days=when.get("answered_on", 5))
    made.answer(number, "end_user", answers or {"recommend": 8}, answered_on=day)

    checked = computed(made).checked

    assert checked.status == (expected,)


def test_the_first_usable_answer_to_a_transaction_is_the_one_used() -> None:
    made = MadeWeek()
    number = made.transaction()
    for score in (11, 4, 9):
        made.answer(number, "end_user", {"recommend": score})

    found = computed(made)

    assert found.checked.status == ("out_of_range", "used", "duplicate")
    assert found.figures.summary["set_aside"] == {"duplicate": 1, "out_of_range": 1, "used": 1}


def test_an_answer_outside_the_frame_is_kept_and_not_used() -> None:
    made = silent(MadeWeek(), 3)
    made.answer(987_654_321, "end_user", {"recommend": 9})
    made.answer(made.frame[0]["transaction"], "channel_partner", {"recommend": 9})

    found = computed(made)

    assert found.checked.status == ("not_in_frame", "not_in_frame")
    assert found.figures.estimates == ()
